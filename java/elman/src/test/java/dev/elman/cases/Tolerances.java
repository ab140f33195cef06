package dev.elman.cases;

import dev.elman.engine.Precision;

/**
 * How far results may lie apart, all in one place. Unless a tolerance says otherwise the error of a tensor {@code a}
 * against {@code b} is {@link #error}: the largest difference over the largest magnitude.
 *
 * <p>The reasons: a sum of some thousand products in {@code float} (unit roundoff 6e-8) whose order is free differs by
 * some 1e-6; through fifty steps of recurrence, and back, such errors add up to somewhat more. A defect, such as an
 * element left out or counted twice, a wrong slope or a wrong step, gives 1e-3 or more. In {@code double} (1e-16) the
 * same sums differ by some 1e-14.
 */
public final class Tolerances {

    /** Outputs of {@code float} against the reference. */
    public static final double FLOAT_OUTPUTS = 1e-5;
    /** Losses of {@code float} against the reference: they are made of outputs. */
    public static final double FLOAT_LOSS = 1e-5;
    /** Gradients of {@code float} against the reference: errors of forward and backward, and their products, add up. */
    public static final double FLOAT_GRADIENTS = 1e-4;
    /** Outputs, losses and gradients of {@code double} against the reference. */
    public static final double DOUBLE = 1e-12;
    /**
     * Weights after one {@code double} step. Adam and RMSprop divide by the square root of the squared gradient plus an
     * epsilon of 1e-8: where a gradient is rounding noise of 1e-16, they make a step of 1e-8 of the rate from it.
     */
    public static final double DOUBLE_STEP = 1e-9;
    /** A loss after up to a hundred {@code float} training steps, each of which starts from rounded weights. */
    public static final double FLOAT_LOSS_CURVE = 1e-3;
    /** A loss after up to a hundred {@code double} training steps. */
    public static final double DOUBLE_LOSS_CURVE = 1e-9;
    /**
     * Gradients against central differences in {@code double}: with a step of 1e-5 the differences themselves are
     * inexact, from rounding (1e-16 / 1e-5, over the floor of 1e-3: 1e-8) and curvature (1e-10).
     */
    public static final double CENTRAL_DIFFERENCES = 1e-6;
    /**
     * A sequence predicted alone and in a batch, padded and without padding, in float: the order of a product's sums
     * may depend on its shape.
     */
    public static final double ROW_ALONE = 1e-6;
    /**
     * In double, what only the order of sums can change: a sequence padded and without padding, alone and in a batch,
     * stepped through and as a whole.
     */
    public static final double DOUBLE_ROW_ALONE = 1e-12;
    /** The tutorial prints eight digits. */
    public static final double WORKED_EXAMPLE = 1e-6;
    /**
     * How near to a kink (of relu, of the absolute error, of Huber's loss) no weighted sum or error of a checked point
     * may lie: across a kink a central difference is the mean of two slopes, and engines may take either.
     */
    public static final double KINK = 1e-4;
    /**
     * The same where {@code float} gradients are compared, as a fraction of the norm of a sum's terms, to which
     * rounding errors are in proportion: some ten times as much as those. Nearer to a kink one engine may take the
     * slope on the left and the other that on the right.
     */
    public static final double FLOAT_KINK = 3e-6;
    /** The same along a training run: after a hundred steps outputs of {@code float} are off by some 1e-5. */
    public static final double FLOAT_CURVE_KINK = 1e-4;
    /**
     * What rounding in {@code float} does to every weight, about. A point where noise of this size moves the
     * reference's own results by a tolerance (a sum that cancels to nearly nothing, say) says nothing about an engine.
     */
    public static final double FLOAT_NOISE = 3e-7;
    /** Outputs, states and losses against those of other systems, most of which compute in {@code float}. */
    public static final double GOLDEN_OUTPUTS = 1e-5;
    /** Gradients against those of other systems. */
    public static final double GOLDEN_GRADIENTS = 1e-4;
    /** Weights after ten training steps against those of other systems. */
    public static final double GOLDEN_WEIGHTS = 1e-4;
    /** The floor of {@link #error}'s divisor: below it a tensor counts as zero and its error is absolute. */
    public static final double FLOOR = 1e-3;

    private Tolerances() {}

    /** What only the order of sums can change, in a precision. */
    public static double rowAlone(Precision precision) {
        return precision == Precision.FLOAT ? ROW_ALONE : DOUBLE_ROW_ALONE;
    }

    /** {@code max|a - b| / max(1e-3, max|b|)}; NaN, which no tolerance admits, where either has a NaN. */
    public static double error(double[] a, double[] b, int from, int to) {
        double difference = 0;
        double magnitude = FLOOR;
        for (int i = from; i < to; i++) {
            difference = Math.max(difference, Math.abs(a[i] - b[i]));
            magnitude = Math.max(magnitude, Math.abs(b[i]));
        }
        return difference / magnitude;
    }

    /** {@link #error(double[], double[], int, int)} of whole tensors. */
    public static double error(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("lengths " + a.length + " and " + b.length);
        }
        return error(a, b, 0, a.length);
    }

    /** {@link #error(double[], double[])} of one number. */
    public static double error(double a, double b) {
        return Math.abs(a - b) / Math.max(FLOOR, Math.abs(b));
    }
}
