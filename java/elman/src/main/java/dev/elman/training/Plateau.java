package dev.elman.training;

import dev.elman.optim.Schedule;

/**
 * The learning rate of {@link Schedule.ReduceOnPlateau}, which falls whenever the validation loss has stopped falling.
 */
final class Plateau {

    private double rate;
    private double lowest;
    private int waited;

    /**
     * The learning rate after some epochs.
     *
     * @param rate what it is now
     * @param lowest the validation loss that the next must fall below by the schedule's {@code minDelta}
     * @param waited epochs since it was set or the rate was cut
     */
    Plateau(double rate, double lowest, int waited) {
        this.rate = rate;
        this.lowest = lowest;
        this.waited = waited;
    }

    /** The learning rate before the first epoch. */
    Plateau(double rate) {
        this(rate, Double.POSITIVE_INFINITY, 0);
    }

    double rate() {
        return rate;
    }

    double lowest() {
        return lowest;
    }

    int waited() {
        return waited;
    }

    Plateau copy() {
        return new Plateau(rate, lowest, waited);
    }

    /** Takes note of an epoch's validation loss. */
    void offer(Schedule schedule, double validationLoss) {
        if (schedule instanceof Schedule.WarmUp warmUp) {
            offer(warmUp.then(), validationLoss);
        } else if (schedule instanceof Schedule.ReduceOnPlateau rule) {
            offer(rule, validationLoss);
        }
    }

    private void offer(Schedule.ReduceOnPlateau rule, double validationLoss) {
        if (validationLoss < lowest - rule.minDelta()) {
            lowest = validationLoss;
            waited = 0;
            return;
        }
        waited++;
        if (waited >= rule.patience()) {
            waited = 0;
            // A rate that is lower from the start is not raised.
            rate = Math.min(rate, Math.max(rate * rule.factor(), rule.minLearningRate()));
        }
    }
}
