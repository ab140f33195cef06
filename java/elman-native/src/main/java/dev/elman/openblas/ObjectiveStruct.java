package dev.elman.openblas;

import java.nio.ByteBuffer;

/** An {@code elman_objective}; of a pointer its address, 0 for null. */
final class ObjectiveStruct extends Struct {

    private static final Layout FIELDS = new Layout();
    private static final int LOSS = FIELDS.int32();
    private static final int HUBER_DELTA = FIELDS.float64();
    private static final int QUANTILES = FIELDS.pointer();
    private static final int QUANTILE_COUNT = FIELDS.int32();
    private static final int OPTIMIZER = FIELDS.int32();
    private static final int OPTIMIZER_FORM = FIELDS.int32();
    private static final int MOMENTUM = FIELDS.float64();
    private static final int NESTEROV = FIELDS.int32();
    private static final int BETA1 = FIELDS.float64();
    private static final int BETA2 = FIELDS.float64();
    private static final int WEIGHT_DECAY = FIELDS.float64();
    private static final int RHO = FIELDS.float64();
    private static final int EPSILON = FIELDS.float64();
    private static final int INITIAL_ACCUMULATOR = FIELDS.float64();
    private static final int CLIPPING = FIELDS.int32();
    private static final int CLIPPING_FORM = FIELDS.int32();
    private static final int CLIP = FIELDS.float64();
    private static final int TRUNCATION_LENGTH = FIELDS.int32();
    private static final int AVERAGE_DECAY = FIELDS.float64();
    private static final int SEED = FIELDS.int64();
    /** The number of bytes that one takes. */
    static final int SIZE = FIELDS.size();

    ObjectiveStruct(ByteBuffer bytes) {
        super(bytes);
    }

    ObjectiveStruct loss(int value) {
        put(LOSS, value);
        return this;
    }

    ObjectiveStruct huberDelta(double value) {
        put(HUBER_DELTA, value);
        return this;
    }

    ObjectiveStruct quantiles(long address) {
        put(QUANTILES, address);
        return this;
    }

    ObjectiveStruct quantileCount(int value) {
        put(QUANTILE_COUNT, value);
        return this;
    }

    ObjectiveStruct optimizer(int value) {
        put(OPTIMIZER, value);
        return this;
    }

    ObjectiveStruct optimizerForm(int value) {
        put(OPTIMIZER_FORM, value);
        return this;
    }

    ObjectiveStruct momentum(double value) {
        put(MOMENTUM, value);
        return this;
    }

    ObjectiveStruct nesterov(int value) {
        put(NESTEROV, value);
        return this;
    }

    ObjectiveStruct beta1(double value) {
        put(BETA1, value);
        return this;
    }

    ObjectiveStruct beta2(double value) {
        put(BETA2, value);
        return this;
    }

    ObjectiveStruct weightDecay(double value) {
        put(WEIGHT_DECAY, value);
        return this;
    }

    ObjectiveStruct rho(double value) {
        put(RHO, value);
        return this;
    }

    ObjectiveStruct epsilon(double value) {
        put(EPSILON, value);
        return this;
    }

    ObjectiveStruct initialAccumulator(double value) {
        put(INITIAL_ACCUMULATOR, value);
        return this;
    }

    ObjectiveStruct clipping(int value) {
        put(CLIPPING, value);
        return this;
    }

    ObjectiveStruct clippingForm(int value) {
        put(CLIPPING_FORM, value);
        return this;
    }

    ObjectiveStruct clip(double value) {
        put(CLIP, value);
        return this;
    }

    ObjectiveStruct truncationLength(int value) {
        put(TRUNCATION_LENGTH, value);
        return this;
    }

    ObjectiveStruct averageDecay(double value) {
        put(AVERAGE_DECAY, value);
        return this;
    }

    ObjectiveStruct seed(long value) {
        put(SEED, value);
        return this;
    }
}
