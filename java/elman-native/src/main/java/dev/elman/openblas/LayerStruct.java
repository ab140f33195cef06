package dev.elman.openblas;

import java.nio.ByteBuffer;

/** Several {@code elman_layer}, one behind another. */
final class LayerStruct extends Struct {

    private static final Layout FIELDS = new Layout();
    private static final int KIND = FIELDS.int32();
    private static final int UNITS = FIELDS.int32();
    private static final int ACTIVATION = FIELDS.int32();
    private static final int USE_BIAS = FIELDS.int32();
    private static final int ALL_STEPS = FIELDS.int32();
    private static final int RECURRENT_ACTIVATION = FIELDS.int32();
    private static final int RESET_AFTER = FIELDS.int32();
    private static final int DIRECTION = FIELDS.int32();
    private static final int DROPOUT = FIELDS.float64();
    private static final int RECURRENT_DROPOUT = FIELDS.float64();
    private static final int VOCABULARY = FIELDS.int32();
    private static final int PADDING_INDEX = FIELDS.int32();
    private static final int EPSILON = FIELDS.float64();
    private static final int FROZEN = FIELDS.int32();
    private static final int KERNEL_L1 = FIELDS.float64();
    private static final int KERNEL_L2 = FIELDS.float64();
    private static final int RECURRENT_L1 = FIELDS.float64();
    private static final int RECURRENT_L2 = FIELDS.float64();
    private static final int BIAS_L1 = FIELDS.float64();
    private static final int BIAS_L2 = FIELDS.float64();
    /** The number of bytes that one takes. */
    static final int SIZE = FIELDS.size();

    LayerStruct(ByteBuffer bytes) {
        super(bytes);
    }

    /** Goes to the struct of that number. */
    LayerStruct position(int number) {
        begin(number * SIZE);
        return this;
    }

    LayerStruct kind(int value) {
        put(KIND, value);
        return this;
    }

    LayerStruct units(int value) {
        put(UNITS, value);
        return this;
    }

    LayerStruct activation(int value) {
        put(ACTIVATION, value);
        return this;
    }

    LayerStruct useBias(int value) {
        put(USE_BIAS, value);
        return this;
    }

    LayerStruct allSteps(int value) {
        put(ALL_STEPS, value);
        return this;
    }

    LayerStruct recurrentActivation(int value) {
        put(RECURRENT_ACTIVATION, value);
        return this;
    }

    LayerStruct resetAfter(int value) {
        put(RESET_AFTER, value);
        return this;
    }

    LayerStruct direction(int value) {
        put(DIRECTION, value);
        return this;
    }

    LayerStruct dropout(double value) {
        put(DROPOUT, value);
        return this;
    }

    LayerStruct recurrentDropout(double value) {
        put(RECURRENT_DROPOUT, value);
        return this;
    }

    LayerStruct vocabulary(int value) {
        put(VOCABULARY, value);
        return this;
    }

    LayerStruct paddingIndex(int value) {
        put(PADDING_INDEX, value);
        return this;
    }

    LayerStruct epsilon(double value) {
        put(EPSILON, value);
        return this;
    }

    LayerStruct frozen(int value) {
        put(FROZEN, value);
        return this;
    }

    LayerStruct kernelL1(double value) {
        put(KERNEL_L1, value);
        return this;
    }

    LayerStruct kernelL2(double value) {
        put(KERNEL_L2, value);
        return this;
    }

    LayerStruct recurrentL1(double value) {
        put(RECURRENT_L1, value);
        return this;
    }

    LayerStruct recurrentL2(double value) {
        put(RECURRENT_L2, value);
        return this;
    }

    LayerStruct biasL1(double value) {
        put(BIAS_L1, value);
        return this;
    }

    LayerStruct biasL2(double value) {
        put(BIAS_L2, value);
        return this;
    }
}
