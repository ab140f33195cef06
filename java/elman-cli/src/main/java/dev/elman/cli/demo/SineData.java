package dev.elman.cli.demo;

import dev.elman.data.Dataset;
import dev.elman.data.Examples;
import dev.elman.data.TimeSeries;
import dev.elman.data.Windows;
import java.util.Arrays;

/**
 * The NumPy article's data: sin(0) .. sin(199), 50 values predict the next; the first 100 windows to learn from, the
 * other 50 for validation. And the 30 values that come after.
 *
 * @param series the 200 values
 * @param train windows 0 to 99
 * @param validation windows 100 to 149
 * @param next sin(200) .. sin(229)
 */
public record SineData(TimeSeries series, Dataset train, Dataset validation, double[] next) {

    /** Values in one window. */
    public static final int LOOK_BACK = 50;
    /** Values that are known. */
    public static final int LENGTH = 200;
    /** Values forecast beyond them. */
    public static final int STEPS = 30;
    /** Windows to learn from. */
    private static final int TRAIN_WINDOWS = 100;

    /** One feature per time step, as anyone would do it. */
    public static SineData plain() {
        TimeSeries series = Examples.sine(LENGTH);
        return of(series, Windows.lookBack(LOOK_BACK).over(series));
    }

    /**
     * The article's inputs: at step {@code t} a vector of 50, zero except for {@code x[t]} at place {@code t}; so every
     * time step has weights of its own, as if there were no recurrence.
     */
    public static SineData oneHotInTime() {
        TimeSeries series = Examples.sine(LENGTH);
        double[] values = series.column(series.names().get(0));
        int windows = LENGTH - LOOK_BACK;
        double[][][] inputs = new double[windows][][];
        double[][] targets = new double[windows][];
        for (int window = 0; window < windows; window++) {
            inputs[window] = spread(Arrays.copyOfRange(values, window, window + LOOK_BACK));
            targets[window] = new double[] {values[window + LOOK_BACK]};
        }
        return of(series, Dataset.of(inputs, targets));
    }

    private static SineData of(TimeSeries series, Dataset windows) {
        TimeSeries longer = Examples.sine(LENGTH + STEPS);
        double[] next = longer.slice(LENGTH, LENGTH + STEPS).column(longer.names().get(0));
        return new SineData(series, windows.slice(0, TRAIN_WINDOWS), windows.slice(TRAIN_WINDOWS, windows.count()),
                next);
    }

    /** The input of one window in the article's form, {@code [50][50]}. */
    static double[][] spread(double[] window) {
        double[][] input = new double[window.length][window.length];
        for (int t = 0; t < window.length; t++) {
            input[t][t] = window[t];
        }
        return input;
    }
}
