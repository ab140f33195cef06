package dev.elman.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Brings columns to a common scale and back, each by its own numbers: {@code scaled = (value - offset) / scale}.
 * Fitted on a series once (the training part, so that nothing is learnt from what will be scored), then never changed.
 *
 * <pre>{@code
 * Scaler scaler = Scaler.minMax().fit(split.train());
 * }</pre>
 */
public final class Scaler {

    /** A way to find a scaler for a series. */
    @FunctionalInterface
    public interface Method {

        /**
         * The scaler of every column of the series. Missing values are passed over.
         *
         * @throws DataException where a column gives no scale, because its values are all the same or too far apart
         */
        Scaler fit(TimeSeries series);

        /**
         * The method of that name: {@code minmax}, {@code standard} or {@code none}.
         *
         * @throws IllegalArgumentException naming the methods there are
         */
        static Method of(String name) {
            return switch (name) {
                case "minmax" -> minMax();
                case "standard" -> standard();
                case "none" -> none();
                default -> throw new IllegalArgumentException(
                        "no scaler is called \"" + name + "\"; there are minmax, standard, none");
            };
        }
    }

    /**
     * The numbers of one column: {@code scaled = (value - offset) / scale}.
     *
     * @param name the column
     * @param offset the value that becomes 0, finite
     * @param scale what becomes a difference of 1, finite and positive
     */
    public record Column(String name, double offset, double scale) {
        public Column {
            Objects.requireNonNull(name, "name");
            if (!Double.isFinite(offset) || !(scale > 0) || Double.isInfinite(scale)) {
                throw new DataException("the scaling of column \"" + name + "\" must have a finite offset and a "
                        + "positive, finite scale but has " + offset + " and " + scale);
            }
        }
    }

    private final String method;
    private final Map<String, Column> columns;

    private Scaler(String method, List<Column> columns) {
        this.method = Objects.requireNonNull(method, "method");
        List<String> names = new ArrayList<>();
        Map<String, Column> byName = new LinkedHashMap<>();
        for (Column column : columns) {
            names.add(column.name());
            byName.put(column.name(), column);
        }
        Names.check("the columns of a scaler", names);
        this.columns = byName;
    }

    /** Maps each column's smallest value to 0 and its largest to 1. */
    public static Method minMax() {
        return minMax(0, 1);
    }

    /**
     * Maps each column's smallest value to {@code low} and its largest to {@code high}.
     *
     * @param low finite
     * @param high finite, above {@code low}
     */
    public static Method minMax(double low, double high) {
        double width = high - low;
        if (!(width > 0) || Double.isInfinite(width)) {
            throw new IllegalArgumentException("the range must be finite and not empty but was " + low + " to " + high);
        }
        return series -> {
            List<Column> columns = new ArrayList<>();
            for (String name : series.names()) {
                ColumnStatistics statistics = ColumnStatistics.of(series, name, "min-max");
                double scale = (statistics.max() - statistics.min()) / width;
                columns.add(new Column(name, statistics.min() - low * scale, scale));
            }
            return new Scaler("minmax", columns);
        };
    }

    /**
     * Subtracts each column's mean and divides by its standard deviation, of the population (divided by n, not n-1),
     * as scikit-learn's StandardScaler.
     */
    public static Method standard() {
        return series -> {
            List<Column> columns = new ArrayList<>();
            for (String name : series.names()) {
                ColumnStatistics statistics = ColumnStatistics.of(series, name, "standard");
                columns.add(new Column(name, statistics.mean(), statistics.standardDeviation()));
            }
            return new Scaler("standard", columns);
        };
    }

    /** Leaves every column as it is. */
    public static Method none() {
        return series -> new Scaler("none", series.names().stream().map(name -> new Column(name, 0, 1)).toList());
    }

    /**
     * A scaler of given numbers, for example of a model that was saved.
     *
     * @param method how the numbers were found; any name
     * @param columns the columns, each once
     */
    public static Scaler of(String method, List<Column> columns) {
        return new Scaler(method, columns);
    }

    /** How the numbers were found: {@code minmax}, {@code standard}, {@code none}, or the name that was given. */
    public String method() {
        return method;
    }

    /** The names of the columns. */
    public List<String> columns() {
        return List.copyOf(columns.keySet());
    }

    /** The numbers of every column, in the order of {@link #columns()}. */
    public List<Column> columnScales() {
        return List.copyOf(columns.values());
    }

    /** The numbers of one column. */
    public Column column(String name) {
        requireColumn(name);
        return columns.get(name);
    }

    /** The scaled value of a value in the data's own units. */
    public double scale(String column, double value) {
        Column numbers = column(column);
        return (value - numbers.offset()) / numbers.scale();
    }

    /** The value in the data's own units of a scaled value. */
    public double unscale(String column, double value) {
        Column numbers = column(column);
        return value * numbers.scale() + numbers.offset();
    }

    void requireColumn(String name) {
        if (!columns.containsKey(name)) {
            throw new DataException("the scaler has no column \"" + name + "\"; it was fitted on "
                    + Names.quoted(columns()));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scaler scaler && method.equals(scaler.method)
                && columnScales().equals(scaler.columnScales());
    }

    @Override
    public int hashCode() {
        return Objects.hash(method, columnScales());
    }

    @Override
    public String toString() {
        return method + columnScales();
    }
}
