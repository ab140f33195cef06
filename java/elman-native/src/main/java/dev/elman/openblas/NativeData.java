package dev.elman.openblas;

import dev.elman.engine.Data;
import dev.elman.engine.Precision;
import dev.elman.data.Samples;
import dev.elman.openblas.internal.DataPointer;
import dev.elman.openblas.internal.Elman;
import dev.elman.openblas.internal.SamplesStruct;
import org.bytedeco.javacpp.Pointer;

/** A data set in native memory. */
final class NativeData implements Data {

    private final Precision precision;
    private final int count;
    private final int timeSteps;
    private final int features;
    private final int targetSteps;
    private final int outputs;
    private final DataPointer pointer;
    private final Handle handle;

    NativeData(Samples samples, Precision precision) {
        this.precision = precision;
        this.count = samples.count();
        this.timeSteps = samples.timeSteps();
        this.features = samples.features();
        this.targetSteps = samples.targetSteps();
        this.outputs = samples.outputs();
        DataPointer opened = open(samples, precision);
        this.pointer = opened;
        this.handle = new Handle("the data set", () -> Elman.elman_data_close(opened));
    }

    /** The engine makes its own aligned copy in its own precision; what is copied here first lives no longer. */
    private static DataPointer open(Samples samples, Precision precision) {
        NativeArray.Doubles values = new NativeArray.Doubles();
        NativeArray.Ints inputOffsets = new NativeArray.Ints();
        NativeArray.Ints targetOffsets = new NativeArray.Ints();
        Pointer memory = Pointer.malloc(new SamplesStruct((Pointer) null).sizeof());
        try {
            if (memory == null || memory.isNull()) {
                throw new OutOfMemoryError("no native memory for the description of a data set");
            }
            SamplesStruct struct = new SamplesStruct(memory);
            values.reserve(1);
            values.put(samples.values(), samples.values().length);
            inputOffsets.reserve(1);
            inputOffsets.put(samples.inputOffsets(), 0, samples.count());
            targetOffsets.reserve(1);
            targetOffsets.put(samples.targetOffsets(), 0, samples.targetOffsets().length);
            struct.values(values.pointer()).value_count(samples.values().length);
            struct.time_steps(samples.timeSteps()).features(samples.features());
            struct.input_offsets(inputOffsets.pointer()).count(samples.count());
            struct.target_steps(samples.targetSteps()).outputs(samples.outputs());
            struct.target_offsets(samples.hasTargets() ? targetOffsets.pointer() : null);
            DataPointer data = new DataPointer();
            Status.check(Elman.elman_data_open(struct, Structs.element(precision), data));
            return data;
        } finally {
            Pointer.free(memory);
            values.free();
            inputOffsets.free();
            targetOffsets.free();
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

    int timeSteps() {
        return timeSteps;
    }

    int features() {
        return features;
    }

    /** 0 where there are no targets. */
    int targetSteps() {
        return targetSteps;
    }

    int outputs() {
        return outputs;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void close() {
        handle.close();
    }
}
