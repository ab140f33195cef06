package dev.elman.training;

/**
 * Training could not go on: a loss, a gradient or a weight turned NaN or infinite, or the thread was interrupted (its
 * interrupt flag stays set). The message says where and what to do; {@link #training()} has what was learnt before.
 */
public final class TrainingStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final StopReason reason;
    private final int epoch;
    private final int miniBatch;
    private final int layer;
    private final transient Training training;

    TrainingStoppedException(
            String message, StopReason reason, int epoch, int miniBatch, int layer, Training training) {
        super(message);
        this.reason = reason;
        this.epoch = epoch;
        this.miniBatch = miniBatch;
        this.layer = layer;
        this.training = training;
    }

    /** {@link StopReason#DIVERGED} or {@link StopReason#INTERRUPTED}. */
    public StopReason reason() {
        return reason;
    }

    /** The number of the epoch it happened in, from 1. */
    public int epoch() {
        return epoch;
    }

    /** The number of the mini-batch it happened in or before, from 1; of the last one where it was in validation. */
    public int miniBatch() {
        return miniBatch;
    }

    /**
     * The index of the layer in which the first value that is not finite was met; the number of layers where it was
     * in the loss; -1 after an interrupt.
     */
    public int layer() {
        return layer;
    }

    /**
     * The run up to there, with the last good weights: the last that gave a finite loss (themselves, not their
     * average), or with early stopping those of the best epoch where there was one.
     */
    public Training training() {
        return training;
    }
}
