package dev.elman.openblas;

import dev.elman.data.Samples;
import dev.elman.engine.Data;
import dev.elman.engine.Precision;
import dev.elman.openblas.internal.DataPointer;
import dev.elman.openblas.internal.Elman;
import dev.elman.openblas.internal.SamplesStruct;
import org.bytedeco.javacpp.Pointer;

/** A data set in native memory. */
final class NativeData implements Data {

    private final Precision precision;
    private final Extents extents;
    /** Of every sample the time steps that count in a mean; null where all have as many as {@link Extents} says. */
    private final int[] lossSteps;
    private final DataPointer pointer;
    private final Handle handle;

    /** How many there are of everything in a data set. */
    record Extents(
            int count,
            int timeSteps,
            int features,
            int targetSteps,
            int outputs,
            int staticFeatures,
            int stateSize,
            int lanes) {}

    NativeData(Samples samples, Precision precision) {
        this.precision = precision;
        this.extents = new Extents(samples.count(), samples.timeSteps(), samples.features(), samples.targetSteps(),
                samples.outputs(), samples.staticFeatures(), samples.stateSize(), samples.lanes());
        this.lossSteps = lossSteps(samples);
        DataPointer opened = open(samples, precision);
        this.pointer = opened;
        this.handle = new Handle("the data set", () -> Elman.elman_data_close(opened));
    }

    private static int[] lossSteps(Samples samples) {
        boolean ragged = samples.lengths().length > 0 && samples.targetSteps() > 1;
        if (!ragged && samples.weightOffsets().length == 0) {
            return null;
        }
        int[] steps = new int[samples.count()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = samples.lossSteps(i);
        }
        return steps;
    }

    /** The engine makes its own aligned copy in its own precision; what is copied here first lives no longer. */
    private static DataPointer open(Samples samples, Precision precision) {
        try (Copies copies = new Copies()) {
            SamplesStruct struct = new SamplesStruct(copies.zeros(1, new SamplesStruct((Pointer) null).sizeof()));
            struct.values(copies.of(samples.values())).value_count(samples.values().length);
            struct.time_steps(samples.timeSteps()).features(samples.features());
            struct.input_offsets(copies.of(samples.inputOffsets())).count(samples.count());
            struct.lengths(copies.orNull(samples.lengths()));
            struct.target_steps(samples.targetSteps()).outputs(samples.outputs());
            struct.target_offsets(samples.hasTargets() ? copies.of(samples.targetOffsets()) : null);
            struct.weight_offsets(copies.orNull(samples.weightOffsets()));
            struct.static_features(samples.staticFeatures());
            struct.static_offsets(samples.staticFeatures() > 0 ? copies.of(samples.staticOffsets()) : null);
            struct.state_size(samples.stateSize());
            struct.state_offsets(samples.stateSize() > 0 ? copies.of(samples.stateOffsets()) : null);
            struct.lanes(samples.lanes()).carry_steps(samples.carrySteps());
            DataPointer data = new DataPointer();
            Status.check(Elman.elman_data_open(struct, Structs.element(precision), data));
            return data;
        }
    }

    Handle handle() {
        return handle;
    }

    DataPointer pointer() {
        return pointer;
    }

    Precision precision() {
        return precision;
    }

    Extents extents() {
        return extents;
    }

    /** How many time steps of some samples count in the mean of a loss. */
    long lossSteps(int[] order, int from, int to) {
        if (lossSteps == null) {
            return (long) extents.targetSteps() * (to - from);
        }
        long steps = 0;
        for (int i = from; i < to; i++) {
            steps += lossSteps[order[i]];
        }
        return steps;
    }

    @Override
    public int count() {
        return extents.count();
    }

    @Override
    public void close() {
        handle.close();
    }
}
