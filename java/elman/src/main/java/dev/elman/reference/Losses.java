package dev.elman.reference;

import dev.elman.optim.Loss;

/** The pointwise losses of {@code e = predicted - target}, and their slopes by {@code e}. */
final class Losses {

    private Losses() {}

    /** The loss of one output. */
    static double value(Loss loss, double e) {
        if (loss instanceof Loss.MeanSquaredError) {
            return e * e;
        }
        if (loss instanceof Loss.HalfSquaredError) {
            return e * e / 2;
        }
        if (loss instanceof Loss.MeanAbsoluteError) {
            return Math.abs(e);
        }
        double delta = ((Loss.Huber) loss).delta();
        return Math.abs(e) <= delta ? e * e / 2 : delta * (Math.abs(e) - delta / 2);
    }

    /** The slope of {@link #value}. */
    static double slope(Loss loss, double e) {
        if (loss instanceof Loss.MeanSquaredError) {
            return 2 * e;
        }
        if (loss instanceof Loss.HalfSquaredError) {
            return e;
        }
        if (loss instanceof Loss.MeanAbsoluteError) {
            return Math.signum(e);
        }
        double delta = ((Loss.Huber) loss).delta();
        return Math.abs(e) <= delta ? e : delta * Math.signum(e);
    }

    /**
     * What the sum of pointwise losses is divided by: the number of outputs of the whole mini-batch, or 1 for a loss
     * that is a sum.
     */
    static double divisor(Loss loss, long miniBatchSteps, int outputs) {
        return loss.averaged() ? (double) miniBatchSteps * loss.terms(outputs) : 1;
    }
}
