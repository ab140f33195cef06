package dev.elman.openblas;

import java.nio.ByteBuffer;

/** An {@code elman_samples}; of pointers their addresses, 0 for null. */
final class SamplesStruct extends Struct {

    private static final Layout FIELDS = new Layout();
    private static final int VALUES = FIELDS.pointer();
    private static final int VALUE_COUNT = FIELDS.int64();
    private static final int TIME_STEPS = FIELDS.int32();
    private static final int FEATURES = FIELDS.int32();
    private static final int INPUT_OFFSETS = FIELDS.pointer();
    private static final int COUNT = FIELDS.int32();
    private static final int LENGTHS = FIELDS.pointer();
    private static final int TARGET_STEPS = FIELDS.int32();
    private static final int OUTPUTS = FIELDS.int32();
    private static final int TARGET_OFFSETS = FIELDS.pointer();
    private static final int WEIGHT_OFFSETS = FIELDS.pointer();
    private static final int STATIC_FEATURES = FIELDS.int32();
    private static final int STATIC_OFFSETS = FIELDS.pointer();
    private static final int STATE_SIZE = FIELDS.int32();
    private static final int STATE_OFFSETS = FIELDS.pointer();
    private static final int LANES = FIELDS.int32();
    private static final int CARRY_STEPS = FIELDS.int32();
    /** The number of bytes that one takes. */
    static final int SIZE = FIELDS.size();

    SamplesStruct(ByteBuffer bytes) {
        super(bytes);
    }

    SamplesStruct values(long address) {
        put(VALUES, address);
        return this;
    }

    SamplesStruct valueCount(long value) {
        put(VALUE_COUNT, value);
        return this;
    }

    SamplesStruct timeSteps(int value) {
        put(TIME_STEPS, value);
        return this;
    }

    SamplesStruct features(int value) {
        put(FEATURES, value);
        return this;
    }

    SamplesStruct inputOffsets(long address) {
        put(INPUT_OFFSETS, address);
        return this;
    }

    SamplesStruct count(int value) {
        put(COUNT, value);
        return this;
    }

    SamplesStruct lengths(long address) {
        put(LENGTHS, address);
        return this;
    }

    SamplesStruct targetSteps(int value) {
        put(TARGET_STEPS, value);
        return this;
    }

    SamplesStruct outputs(int value) {
        put(OUTPUTS, value);
        return this;
    }

    SamplesStruct targetOffsets(long address) {
        put(TARGET_OFFSETS, address);
        return this;
    }

    SamplesStruct weightOffsets(long address) {
        put(WEIGHT_OFFSETS, address);
        return this;
    }

    SamplesStruct staticFeatures(int value) {
        put(STATIC_FEATURES, value);
        return this;
    }

    SamplesStruct staticOffsets(long address) {
        put(STATIC_OFFSETS, address);
        return this;
    }

    SamplesStruct stateSize(int value) {
        put(STATE_SIZE, value);
        return this;
    }

    SamplesStruct stateOffsets(long address) {
        put(STATE_OFFSETS, address);
        return this;
    }

    SamplesStruct lanes(int value) {
        put(LANES, value);
        return this;
    }

    SamplesStruct carrySteps(int value) {
        put(CARRY_STEPS, value);
        return this;
    }
}
