package dev.elman.optim;

/**
 * What large weights of one parameter cost: {@code l1 sum |w| + l2 sum w^2} is added to the loss of a mini-batch, as
 * Keras's {@code L1L2} does. (PyTorch's {@code weight_decay} of 2 * l2 is the same in SGD.) The slope of |w| at exactly
 * zero is taken as zero.
 *
 * @param l1 at least 0
 * @param l2 at least 0
 */
public record Penalty(double l1, double l2) {

    /** Nothing. */
    public static final Penalty NONE = new Penalty(0, 0);

    public Penalty {
        Require.notNegative("l1", l1);
        Require.notNegative("l2", l2);
    }

    /** Whether there is nothing to pay. */
    public boolean isNone() {
        return l1 == 0 && l2 == 0;
    }
}
