package dev.elman.optim;

/** Checks of hyper-parameters, with one wording. */
final class Require {

    private Require() {}

    static void positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be positive and finite but was " + value);
        }
    }

    static void fraction(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1) but was " + value);
        }
    }

    static void notNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be at least 0 and finite but was " + value);
        }
    }

    static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
        }
    }

    /** How many targets so many outputs stand for. */
    static int quotient(int outputs, int each, String what) {
        if (outputs % each != 0) {
            throw new IllegalArgumentException("the network gives " + outputs + " outputs but the loss needs " + each
                    + " for every target: " + what + "; change the units of the last layer");
        }
        return outputs / each;
    }

    static void factor(double factor) {
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException("factor must be in (0, 1] but was " + factor
                    + ": the learning rate is multiplied by it and must neither grow nor become negative");
        }
    }

    /** A factor by which a rate really falls. */
    static void cut(double factor) {
        factor(factor);
        if (factor == 1) {
            throw new IllegalArgumentException("factor must be below 1 but was 1.0: the learning rate would stay");
        }
    }

    static void divisor(String name, double value) {
        if (!(value >= 1) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be at least 1 and finite but was " + value);
        }
    }
}
