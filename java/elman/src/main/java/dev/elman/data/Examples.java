package dev.elman.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Series to try things on. */
public final class Examples {

    private static final String SUNSPOTS = "monthly-sunspots.csv";

    private Examples() {}

    /**
     * Monthly mean relative sunspot numbers from January 1749 to December 1983, 2820 values in a column
     * {@code Sunspots}, as in the data set {@code sunspots} of R.
     */
    public static TimeSeries sunspots() {
        try (InputStream in = Examples.class.getResourceAsStream(SUNSPOTS)) {
            if (in == null) {
                throw new FileNotFoundException(
                        SUNSPOTS + " is not on the class path beside " + Examples.class.getName());
            }
            return Table.read(in, SUNSPOTS, CsvOptions.defaults()).series("Sunspots");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@code sin(0), sin(1), ..., sin(length - 1)} (radians) in a column {@code sine}, to the same bits on every
     * machine.
     *
     * @param length at least 1
     */
    public static TimeSeries sine(int length) {
        double[] values = new double[Sizes.positive("length", length)];
        for (int i = 0; i < length; i++) {
            values[i] = StrictMath.sin(i);
        }
        return TimeSeries.of("sine", values);
    }
}
