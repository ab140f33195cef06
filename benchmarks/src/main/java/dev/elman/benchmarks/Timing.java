package dev.elman.benchmarks;

import java.util.Arrays;

/**
 * What one contender needed for one workload.
 *
 * @param workload what was done
 * @param contender who did it
 * @param microseconds time per unit of the workload in each repetition; repetitions of different contenders with the
 *     same index ran one right after another
 */
record Timing(Workload workload, String contender, double[] microseconds) {

    double median() {
        return quantile(microseconds, 0.5);
    }

    double lowerQuartile() {
        return quantile(microseconds, 0.25);
    }

    double upperQuartile() {
        return quantile(microseconds, 0.75);
    }

    double gflops() {
        return workload.flops() / median() / 1e3;
    }

    /** How many times faster this was than another, repetition by repetition: lower quartile, median, upper quartile. */
    double[] timesFasterThan(Timing other) {
        double[] ratios = new double[microseconds.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = other.microseconds[i] / microseconds[i];
        }
        return new double[] {quantile(ratios, 0.25), quantile(ratios, 0.5), quantile(ratios, 0.75)};
    }

    /** The quantile by linear interpolation between the two nearest values. */
    static double quantile(double[] values, double fraction) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = fraction * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
