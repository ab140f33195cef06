package dev.elman.cli;

import dev.elman.data.Split;
import dev.elman.data.TimeSeries;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where the training part ends and, with a second value, where the validation part does: fractions of the rows, or
 * the first date (without times: row number) of the next part.
 */
final class SplitRule {

    private final String[] borders;
    private final double[] fractions; // null where the borders are dates or row numbers

    private SplitRule(String[] borders, double[] fractions) {
        this.borders = borders;
        this.fractions = fractions;
    }

    /**
     * Reads {@code .8}, {@code .7,.15} or one or two dates.
     *
     * @throws IllegalArgumentException where it is none of these
     */
    static SplitRule parse(String text) {
        String[] borders = Arrays.stream(text.split(",", -1)).map(String::trim).toArray(String[]::new);
        if (borders.length > 2 || Arrays.stream(borders).anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("must be one or two fractions or dates, such as .8 or .7,.15 or"
                    + " 1960-01,1970-01, but was '" + text + "'");
        }
        double[] numbers = new double[borders.length];
        for (int i = 0; i < borders.length; i++) {
            try {
                numbers[i] = Double.parseDouble(borders[i]);
            } catch (NumberFormatException e) {
                return new SplitRule(borders, null);
            }
        }
        boolean counts = Arrays.stream(numbers).allMatch(n -> n >= 1 && n == Math.rint(n) && n <= Integer.MAX_VALUE);
        if (counts && !text.contains(".")) { // years, or row numbers
            return new SplitRule(borders, null);
        }
        double sum = Arrays.stream(numbers).sum();
        if (Arrays.stream(numbers).anyMatch(n -> !(n > 0)) || !(sum < 1)) {
            throw new IllegalArgumentException("fractions must be above 0 and together below 1, since the rest is the"
                    + " test part, but were " + text);
        }
        return new SplitRule(borders, numbers);
    }

    /** Whether it makes a validation part. */
    boolean hasValidation() {
        return borders.length == 2;
    }

    /** The parts of a series. */
    Split<TimeSeries> apply(TimeSeries series) {
        if (fractions != null) {
            return fractions.length == 1
                    ? series.splitAt(fractions[0])
                    : series.splitAt(fractions[0], fractions[1]);
        }
        if (series.hasTimes()) {
            return series.splitAtDate(borders);
        }
        int[] rows = new int[borders.length];
        for (int i = 0; i < borders.length; i++) {
            try {
                rows[i] = Integer.parseInt(borders[i]) - 1; // rows are numbered from 1, the index is from 0
            } catch (NumberFormatException e) {
                throw new UsageException("--split " + String.join(",", borders)
                        + " has a date but the data have no column of times; use fractions"
                        + " or row numbers, or name one with --time-column", e);
            }
        }
        return series.splitAtIndex(rows);
    }

    /** As it was asked for. */
    @Override
    public String toString() {
        return String.join(",", borders);
    }

    /** For picocli: what cannot be read is wrong usage. */
    static final class Converter implements ITypeConverter<SplitRule> {
        @Override
        public SplitRule convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
