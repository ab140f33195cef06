package dev.elman.training;

import dev.elman.engine.Precision;

/** Small helpers on vectors of weights. */
final class Weights {

    private Weights() {}

    /** The index of the first value that is NaN or infinite; -1 where there is none. */
    static int firstNotFinite(double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                return i;
            }
        }
        return -1;
    }

    /** Makes every value one that the precision holds. */
    static void round(double[] values, Precision precision) {
        if (precision == Precision.FLOAT) {
            for (int i = 0; i < values.length; i++) {
                values[i] = precision.round(values[i]);
            }
        }
    }
}
