package dev.elman.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Values of one or several named columns over time, one row per time step, in order. Never changes; slices share the
 * values of the series that they were cut from.
 */
public final class TimeSeries {

    /** The name of the only column of a series that was made without a name. */
    public static final String DEFAULT_NAME = "value";

    private final List<String> names;
    /** All rows of the original series, [rows, columns]; shared by its slices. */
    private final double[] values;
    /** The time of every row of the original series as it was written, or null. */
    private final String[] times;
    private final int firstRow;
    private final int length;

    private TimeSeries(List<String> names, double[] values, String[] times, int firstRow, int length) {
        this.names = names;
        this.values = values;
        this.times = times;
        this.firstRow = firstRow;
        this.length = length;
    }

    /** A series of one column, named {@value #DEFAULT_NAME}; the values must be finite. */
    public static TimeSeries of(double... values) {
        return of(DEFAULT_NAME, values);
    }

    /** A series of one column; the values must be finite. */
    public static TimeSeries of(String name, double[] values) {
        return of(List.of(name), new double[][] {values});
    }

    /**
     * A series of several columns of the same length; the values must be finite.
     *
     * @param names the columns' names, each once
     * @param columns the values, [column][time]; copied
     */
    public static TimeSeries of(List<String> names, double[][] columns) {
        return of(names, columns, Missing.ERROR);
    }

    /**
     * A series of several columns of the same length, where NaN is a missing value.
     *
     * @param names the columns' names, each once
     * @param columns the values, [column][time]; copied
     * @param missing what is done with missing values
     * @throws DataException where the columns are empty or not of one length, a value is infinite or, under
     *         {@link Missing#ERROR}, missing
     */
    public static TimeSeries of(List<String> names, double[][] columns, Missing missing) {
        return of(names, columns, missing, null,
                (row, column) -> "row " + (row + 1) + ", column \"" + names.get(column) + "\"");
    }

    /** Where a value is, for messages. */
    @FunctionalInterface
    interface Place {
        String of(int row, int column);
    }

    /** A series with times (null for none) that were checked already. */
    static TimeSeries of(List<String> names, double[][] columns, Missing missing, String[] times, Place place) {
        Objects.requireNonNull(missing, "missing");
        List<String> checked = Names.check("the columns of a series", names);
        if (checked.isEmpty() || checked.size() != columns.length) {
            throw new DataException("a series takes one name per column, at least one, but there were "
                    + checked.size() + " names for " + columns.length + " columns");
        }
        int length = columns[0].length;
        if (length == 0) {
            throw new DataException("a series takes at least one value but column \"" + checked.get(0) + "\" has none");
        }
        double[] values = new double[Sizes.product("values of the series", length, columns.length)];
        for (int column = 0; column < columns.length; column++) {
            if (columns[column].length != length) {
                throw new DataException("column \"" + checked.get(column) + "\" has " + columns[column].length
                        + " values but column \"" + checked.get(0) + "\" has " + length);
            }
            int at = column;
            double[] filled = columns[column].clone();
            missing.apply(filled, row -> place.of(row, at));
            for (int row = 0; row < length; row++) {
                values[row * columns.length + column] = filled[row];
            }
        }
        return new TimeSeries(checked, values, times, 0, length);
    }

    /**
     * This series with the time of every row, as {@link Table} reads them from a file.
     *
     * @param times as many as there are rows: ISO dates, months or date-times such as {@code 1749-01},
     *        {@code 2010-01-01} or {@code 2010-01-01T03:00}
     * @throws DataException where a time cannot be read as one or not be compared with the others, naming the row
     */
    public TimeSeries withTimes(List<String> times) {
        if (times.size() != length) {
            throw new DataException("there must be one time per row (" + length + ") but there were " + times.size());
        }
        String[] copy = times.stream().map(String::strip).toArray(String[]::new);
        TimeText.check(copy, row -> "row " + (row + 1));
        double[] rows = Arrays.copyOfRange(values, firstRow * names.size(), (firstRow + length) * names.size());
        return new TimeSeries(names, rows, copy, 0, length);
    }

    /** The number of rows. */
    public int length() {
        return length;
    }

    /** The names of the columns, in order. */
    public List<String> names() {
        return names;
    }

    /**
     * Where a column is.
     *
     * @throws DataException naming the columns there are
     */
    public int columnIndex(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new DataException("the series has no column \"" + name + "\"; it has " + Names.quoted(names));
        }
        return index;
    }

    /** One value, in the data's own units; NaN where it is missing. */
    public double value(int row, int column) {
        Objects.checkIndex(row, length);
        Objects.checkIndex(column, names.size());
        return values[(firstRow + row) * names.size() + column];
    }

    /** A copy of one column, in the data's own units; NaN where values are missing. */
    public double[] column(String name) {
        int column = columnIndex(name);
        double[] copy = new double[length];
        for (int row = 0; row < length; row++) {
            copy[row] = value(row, column);
        }
        return copy;
    }

    /** The series of these columns alone, in this order. */
    public TimeSeries select(String... columns) {
        List<String> selected = Names.check("the columns asked for", List.of(columns));
        if (selected.isEmpty()) {
            throw new DataException("at least one column must be asked for; there are " + Names.quoted(names));
        }
        int[] from = selected.stream().mapToInt(this::columnIndex).toArray();
        int rows = values.length / names.size();
        double[] copy = new double[rows * from.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < from.length; column++) {
                copy[row * from.length + column] = values[row * names.size() + from[column]];
            }
        }
        return new TimeSeries(selected, copy, times, firstRow, length);
    }

    /** Rows {@code from} (from 0) to {@code to}, {@code to} excluded; at least one. */
    public TimeSeries slice(int from, int to) {
        if (from < 0 || to > length || from >= to) {
            throw new DataException("rows " + from + " to " + to + " (excluded) are no part of a series of " + length
                    + " rows");
        }
        return new TimeSeries(names, values, times, firstRow + from, to - from);
    }

    /** The last {@code rows} rows. */
    public TimeSeries last(int rows) {
        if (Sizes.positive("rows", rows) > length) {
            throw new DataException("the last " + rows + " rows were asked for but there are " + length);
        }
        return slice(length - rows, length);
    }

    /** The time of a row as it was written or, where there are no times, its number in the original series, from 1. */
    public String label(int row) {
        Objects.checkIndex(row, length);
        return times == null ? String.valueOf(firstRow + row + 1) : times[firstRow + row];
    }

    /** Whether every row has a time. */
    public boolean hasTimes() {
        return times != null;
    }

    /**
     * Splits into train and test: the first {@code floor(trainFraction * length)} rows and the rest. The fraction is
     * the decimal that it is written as: 0.29 of 100 rows are 29, whatever {@code double} makes of the product.
     *
     * @param trainFraction above 0 and below 1
     * @throws DataException where a part would have no row
     */
    public Split<TimeSeries> splitAt(double trainFraction) {
        return Split.byFractions(length, "rows", this::slice, trainFraction);
    }

    /**
     * Splits into train, validation and test: {@code floor(trainFraction * length)} rows, then
     * {@code floor(validationFraction * length)}, then the rest.
     *
     * @param trainFraction above 0
     * @param validationFraction above 0; the sum of both is below 1
     * @throws DataException where a part would have no row
     */
    public Split<TimeSeries> splitAt(double trainFraction, double validationFraction) {
        return Split.byFractions(length, "rows", this::slice, trainFraction, validationFraction);
    }

    /** Splits at one row (train, test) or two (train, validation, test): the first row, from 0, of the next part. */
    public Split<TimeSeries> splitAtIndex(int... rows) {
        return Split.at(length, "rows", this::slice, rows);
    }

    /**
     * Splits at one time (train, test) or two (train, validation, test). The next part begins with the first row whose
     * time is not before the given one; a month stands for its first day, a date for its midnight.
     *
     * @throws DataException where the series has no times, they are not in order, a part would have no row, or a time
     *         cannot be read or compared
     */
    public Split<TimeSeries> splitAtDate(String... dates) {
        if (times == null) {
            throw new DataException("the series has no times to split at " + Arrays.toString(dates)
                    + "; split at a fraction or a row, or name the column of times");
        }
        List<TimeText> parsed = new ArrayList<>(length);
        for (int row = 0; row < length; row++) {
            parsed.add(TimeText.parse(label(row), "row " + (row + 1)));
            if (row > 0 && parsed.get(row).compareTo(parsed.get(row - 1)) < 0) {
                throw new DataException("the times are not in order: " + label(row) + " comes after " + label(row - 1)
                        + "; sort the rows to split them at a date");
            }
        }
        int[] rows = new int[dates.length];
        for (int i = 0; i < dates.length; i++) {
            TimeText date = TimeText.parse(dates[i].strip(), "the date to split at");
            if (date.zoned() != parsed.get(0).zoned()) {
                throw new DataException("\"" + dates[i] + "\" cannot be compared with the times of the series, such as "
                        + label(0) + ": " + (date.zoned() ? "it has" : "they have") + " an offset from UTC");
            }
            while (rows[i] < length && parsed.get(rows[i]).compareTo(date) < 0) {
                rows[i]++;
            }
            if (rows[i] == 0 || rows[i] == length) {
                throw new DataException("no row is " + (rows[i] == 0 ? "before " : "at or after ") + dates[i]
                        + "; the series reaches from " + label(0) + " to " + label(length - 1));
            }
        }
        return splitAtIndex(rows);
    }

    @Override
    public String toString() {
        return length + " rows of " + Names.quoted(names) + ", " + label(0) + " to " + label(length - 1);
    }
}
