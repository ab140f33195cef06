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
            // StrictMath, since resuming on another machine must give the same rates.
            return start * (1 + StrictMath.cos(Math.PI * (step - 1) / steps)) / 2;
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
}
