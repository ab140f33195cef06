package dev.elman.training;

import dev.elman.Model;

/**
 * The result of a training run; an immutable value.
 *
 * @param model what was learnt: the weights after the last step, or their average where one is kept; with early
 *     stopping those after the epoch of the lowest validation loss
 * @param history what happened in each epoch
 * @param stopReason why it ended
 * @param seed what all randomness followed from, also where it was drawn
 * @param bestEpoch the number of the epoch after which the model had its weights: the last one, or with early stopping
 *     the best; 0 where none was completed
 * @param fitNanos the time that training took, in nanoseconds: opening the engine, initial weights, shuffling, steps,
 *     validation and callbacks; the time between the calls of a {@link TrainingSession} does not count
 * @param threadsUsed how many threads computed a gradient
 * @param settings all settings of the run
 */
public record Training(
        Model model,
        History history,
        StopReason stopReason,
        long seed,
        int bestEpoch,
        long fitNanos,
        int threadsUsed,
        Settings settings) {

    /** How many epochs were completed. */
    public int epochs() {
        return history.size();
    }
}
