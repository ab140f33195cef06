package dev.elman.training;

import dev.elman.optim.Schedule;

/** The learning rate of every step of a run. */
final class LearningRates {

    private final Schedule schedule;
    private final double start;
    private final long steps;
    private final int stepsPerEpoch;
    private final Plateau plateau;

    /**
     * The learning rates of a run.
     *
     * @param start the optimizer's learning rate
     * @param steps the number of steps of the whole run
     * @param stepsPerEpoch the number of steps of each epoch
     * @param plateau what the validation losses made of the rate; read where the schedule depends on them
     */
    LearningRates(Schedule schedule, double start, long steps, int stepsPerEpoch, Plateau plateau) {
        this.schedule = schedule;
        this.start = start;
        this.steps = steps;
        this.stepsPerEpoch = stepsPerEpoch;
        this.plateau = plateau;
    }

    /** The learning rate of a step, from 1. */
    double at(long step) {
        if (schedule instanceof Schedule.WarmUp warmUp) {
            return step <= warmUp.steps()
                    ? start * (step / (warmUp.steps() + 1.0))
                    : at(warmUp.then(), step, step - 1 - warmUp.steps(), steps - warmUp.steps());
        }
        return at(schedule, step, step - 1, steps);
    }

    /**
     * The rate of a schedule that is no warm-up.
     *
     * @param step the step of the run, from 1, from which the epoch follows
     * @param done steps since the schedule began
     * @param all steps that it has
     */
    private double at(Schedule one, long step, long done, long all) {
        if (one instanceof Schedule.CosineDecay) {
            return start * (1 + cosineOfPiTimes((double) done / all)) / 2;
        }
        if (one instanceof Schedule.StepDecay decay) {
            return start * power(decay.factor(), epochsBefore(step) / decay.epochs());
        }
        if (one instanceof Schedule.ExponentialDecay decay) {
            return start * power(decay.factor(), epochsBefore(step));
        }
        if (one instanceof Schedule.OneCycle cycle) {
            return oneCycle(cycle, done, all);
        }
        if (one instanceof Schedule.ReduceOnPlateau) {
            return plateau.rate();
        }
        return start;
    }

    private long epochsBefore(long step) {
        return (step - 1) / stepsPerEpoch;
    }

    /** The peak is at {@code rise * all - 1} steps done, which need not be a whole number. */
    private double oneCycle(Schedule.OneCycle cycle, long done, long all) {
        double first = start / cycle.initialDivisor();
        double last = first / cycle.finalDivisor();
        double peak = cycle.rise() * all - 1;
        if (done < peak) {
            return between(first, start, done / peak);
        }
        return between(start, last, (done - peak) / (all - 1 - peak));
    }

    /** From {@code from} to {@code to} along half a cosine, a share {@code x} of the way. */
    private static double between(double from, double to, double x) {
        return to + (from - to) * ((1 + cosineOfPiTimes(x)) / 2);
    }

    /**
     * By squaring. {@code Math.pow} may differ from machine to machine; {@code StrictMath.pow} does not, but makes
     * arrays at every call.
     */
    private static double power(double factor, long exponent) {
        double power = 1;
        double square = factor;
        for (long left = exponent; left > 0; left >>= 1) {
            power *= (left & 1) == 0 ? 1 : square;
            square *= square;
        }
        return power;
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
