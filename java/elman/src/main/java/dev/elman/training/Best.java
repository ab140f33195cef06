package dev.elman.training;

/** The best weights so far, and how long there were none better. */
final class Best {

    /** The number of the epoch; 0 before the first. */
    int epoch;

    /** The lowest validation loss. */
    double loss = Double.POSITIVE_INFINITY;

    /** The validation loss that the next must fall below by {@link EarlyStopping#minDelta}. */
    double mark = Double.POSITIVE_INFINITY;

    /** Epochs since the mark was set. */
    int waited;

    /** The weights after the epoch of the lowest loss; of no meaning before the first. */
    final double[] weights;

    Best(int parameterCount) {
        weights = new double[parameterCount];
    }

    /** Takes note of an epoch. */
    void offer(EarlyStopping rule, int number, double validationLoss, double[] current) {
        if (validationLoss < loss) {
            loss = validationLoss;
            epoch = number;
            System.arraycopy(current, 0, weights, 0, current.length);
        }
        if (mark - validationLoss > rule.minDelta()) {
            mark = validationLoss;
            waited = 0;
        } else {
            waited++;
        }
    }

    /** Whether there were enough epochs without a better one. */
    boolean exhausted(EarlyStopping rule) {
        return waited >= rule.patience();
    }

    Best copy() {
        Best copy = new Best(weights.length);
        copy.epoch = epoch;
        copy.loss = loss;
        copy.mark = mark;
        copy.waited = waited;
        System.arraycopy(weights, 0, copy.weights, 0, weights.length);
        return copy;
    }
}
