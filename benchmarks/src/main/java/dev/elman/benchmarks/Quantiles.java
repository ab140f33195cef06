package dev.elman.benchmarks;

import java.util.Arrays;

/**
 * Median and quartiles.
 *
 * @param lower the lower quartile
 * @param median the median
 * @param upper the upper quartile
 */
record Quantiles(double lower, double median, double upper) {

    /** Those of values, at least one. */
    static Quantiles of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Quantiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    /** By linear interpolation between the two nearest values. */
    private static double at(double[] sorted, double fraction) {
        double place = fraction * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Those of the values of one divided by those of the other, pair by pair. */
    static Quantiles ofRatios(double[] numerators, double[] denominators) {
        double[] ratios = new double[numerators.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = numerators[i] / denominators[i];
        }
        return of(ratios);
    }
}
