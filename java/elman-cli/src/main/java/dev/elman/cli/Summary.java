package dev.elman.cli;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.List;
import org.apache.commons.statistics.descriptive.Median;

/**
 * Median, smallest and largest of one figure over several runs.
 *
 * @param median the middle value, or the mean of the two in the middle
 */
record Summary(double median, double min, double max) {

    /** The summary of one figure of every run; not a number where a figure is not. */
    static <T> Summary of(List<T> runs, ToDoubleFunction<T> figure) {
        double[] values = runs.stream().mapToDouble(figure).toArray();
        if (values.length == 0 || Arrays.stream(values).anyMatch(Double::isNaN)) {
            return new Summary(Double.NaN, Double.NaN, Double.NaN);
        }
        return new Summary(
                Median.withDefaults().evaluate(values),
                Arrays.stream(values).min().getAsDouble(),
                Arrays.stream(values).max().getAsDouble());
    }

    /** {@code {"median":..,"min":..,"max":..}}. */
    JsonLine json() {
        return new JsonLine().put("median", median).put("min", min).put("max", max);
    }
}
