package dev.elman.training;

/** How far a run has come, up to sums within an epoch that is not complete. */
final class Position {

    /** The number of the epoch that runs or has just ended; 0 before the first. */
    int epoch;

    /** Whether the epoch has ended: its validation is done and it is in the history. */
    boolean ended = true;

    /** Mini-batches done in the epoch; those that make one step count as one. */
    int miniBatch;

    /** Training steps done since the beginning. */
    long step;

    /** Samples in the mini-batches done in the epoch. */
    long samples;

    /** Sum over the mini-batches done in the epoch of loss times samples. */
    double lossSum;

    /** The loss of the last mini-batch; NaN before the first. */
    double miniBatchLoss = Double.NaN;

    /** Time spent on the run, in nanoseconds. */
    long nanos;

    /** Time spent on the epoch, in nanoseconds. */
    long epochNanos;

    void beginEpoch() {
        epoch++;
        ended = false;
        miniBatch = 0;
        samples = 0;
        lossSum = 0;
        epochNanos = 0;
    }

    /** Whether there is a state for samples to go on from: not between epochs, where the lanes begin anew. */
    boolean carries() {
        return !ended && miniBatch > 0;
    }

    void add(double loss, int size) {
        miniBatch++;
        step++;
        samples += size;
        lossSum += loss * size;
        miniBatchLoss = loss;
    }

    /** The epoch's loss so far; NaN before its first mini-batch. */
    double loss() {
        return samples == 0 ? Double.NaN : lossSum / samples;
    }

    Position copy() {
        Position copy = new Position();
        copy.epoch = epoch;
        copy.ended = ended;
        copy.miniBatch = miniBatch;
        copy.step = step;
        copy.samples = samples;
        copy.lossSum = lossSum;
        copy.miniBatchLoss = miniBatchLoss;
        copy.nanos = nanos;
        copy.epochNanos = epochNanos;
        return copy;
    }
}
