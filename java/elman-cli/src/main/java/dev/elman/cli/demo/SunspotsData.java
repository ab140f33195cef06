package dev.elman.cli.demo;

import dev.elman.data.Dataset;
import dev.elman.data.Examples;
import dev.elman.data.Scaler;
import dev.elman.data.Split;
import dev.elman.data.TimeSeries;
import dev.elman.data.Windows;

/**
 * The Keras tutorial's data: monthly sunspots, scaled to 0 .. 1 over all rows (as there; a sober experiment would fit
 * the scaler on the training part), the first 80 % to learn from, windows of 12 months that do not overlap.
 *
 * @param series all 2820 months
 * @param train 187 windows
 * @param test 46 windows
 */
public record SunspotsData(TimeSeries series, Dataset train, Dataset test) {

    /** Months in one window; also from one window to the next. */
    public static final int LOOK_BACK = 12;

    /** Reads the data. */
    public static SunspotsData load() {
        TimeSeries series = Examples.sunspots();
        Scaler scaler = Scaler.minMax().fit(series);
        Windows windows = Windows.lookBack(LOOK_BACK).stride(LOOK_BACK);
        Split<Dataset> parts = series.splitAt(0.8).map(part -> windows.over(part, scaler));
        return new SunspotsData(series, parts.train(), parts.test());
    }
}
