package dev.elman.openblas;

import dev.elman.data.Samples;
import dev.elman.engine.Data;
import dev.elman.engine.Precision;
import dev.elman.openblas.internal.Native;

/** A data set in native memory. */
final class NativeData implements Data {

    private final Precision precision;
    private final Extents extents;
    /** Of every sample the time steps that count in a mean; null where all have as many as {@link Extents} says. */
    private final int[] lossSteps;
    private final long address;
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
        long opened = open(samples, precision);
        this.address = opened;
        this.handle = new Handle("the data set", () -> Native.elman_data_close(opened));
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
    private static long open(Samples samples, Precision precision) {
        try (Copies copies = new Copies()) {
            Copies.Block memory = copies.zeros(SamplesStruct.SIZE);
            SamplesStruct struct = new SamplesStruct(memory.bytes());
            struct.values(copies.of(samples.values())).valueCount(samples.values().length);
            struct.timeSteps(samples.timeSteps()).features(samples.features());
            struct.inputOffsets(copies.of(samples.inputOffsets())).count(samples.count());
            struct.lengths(copies.orNull(samples.lengths()));
            struct.targetSteps(samples.targetSteps()).outputs(samples.outputs());
            struct.targetOffsets(samples.hasTargets() ? copies.of(samples.targetOffsets()) : 0);
            struct.weightOffsets(copies.orNull(samples.weightOffsets()));
            struct.staticFeatures(samples.staticFeatures());
            struct.staticOffsets(samples.staticFeatures() > 0 ? copies.of(samples.staticOffsets()) : 0);
            struct.stateSize(samples.stateSize());
            struct.stateOffsets(samples.stateSize() > 0 ? copies.of(samples.stateOffsets()) : 0);
            struct.lanes(samples.lanes()).carrySteps(samples.carrySteps());
            Copies.Block opened = copies.zeros(Long.BYTES);
            Status.check(Native.elman_data_open(memory.address(), Structs.element(precision), opened.address()));
            return opened.bytes().getLong(0);
        }
    }

    Handle handle() {
        return handle;
    }

    /** Of the native data set. */
    long address() {
        return address;
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
