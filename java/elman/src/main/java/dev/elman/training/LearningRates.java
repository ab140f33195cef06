package dev.elman.training;

import dev.elman.optim.Schedule;

/** The learning rate of every step of a run. */
final class LearningRates {

    private final Schedule schedule;
    private final double start;
    private final long steps;

    /**
     * The learning rates of a run.
     *
     * @param start the optimizer's learning rate
     * @param steps the number of steps of the whole run
     */
    LearningRates(Schedule schedule, double start, long steps) {
        this.schedule = schedule;
        this.start = start;
        this.steps = steps;
    }

    /** The learning rate of a step, from 1. */
    double at(long step) {
        if (schedule instanceof Schedule.CosineDecay) {
            return start * (1 + cosineOfPiTimes((double) (step - 1) / steps)) / 2;
        }
        return start;
    }

    /** Whether it is the same at every step. */
    boolean constant() {
        return schedule instanceof Schedule.Constant;
    }

    /** Writes the learning rates of {@code count} steps from {@code firstStep} to the beginning of {@code rates}. */
    void fill(long firstStep, int count, double[] rates) {
        for (int i = 0; i < count; i++) {
            rates[i] = at(firstStep + i);
        }
    }

    /**
     * The cosine of pi times {@code x}, which is from 0 to 1, within 2 units in the last place of 1. {@code Math.cos}
     * may differ from machine to machine, where resuming must give the same rates; {@code StrictMath.cos} does not,
     * but since Java 21 makes an array at every call.
     */
    static double cosineOfPiTimes(double x) {
        if (x > 0.5) {
            return -cosineOfPiTimes(1 - x);
        }
        // Each series where it needs the fewest terms; the first one left out is below 1e-17.
        double quarterOrLess = Math.PI * (x <= 0.25 ? x : 0.5 - x);
        return x <= 0.25 ? series(quarterOrLess, 16) : quarterOrLess * series(quarterOrLess, 17);
    }

    /** {@code 1 - x^2/(n (n-1)) (1 - ..)}, innermost with n = last: Taylor's series of cos x, or of sin x / x. */
    private static double series(double x, int last) {
        double sum = 1;
        for (int n = last; n > 1; n -= 2) {
            sum = 1 - x * x / (n * (n - 1)) * sum;
        }
        return sum;
    }
}
