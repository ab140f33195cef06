package dev.elman.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The columns of a CSV file, as text until they are asked for as numbers: {@link #series} reads the columns that it
 * names, and what else is in the file does not matter. Never changes.
 *
 * <p>Numbers have a decimal point and may have an exponent. Columns are named by the header line; a column is also
 * known by its number, from 1, unless another column has that name. A column whose name is blank or not its own alone
 * is named by its number.
 */
public final class Table {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern INFINITE = Pattern.compile("[+-]?(inf|infinity)");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+,\\d+");
    private static final Set<String> MISSING = Set.of("", "na", "nan", "null");
    /** A longer text, perhaps the rest of the file after a quote that is never closed, is cut in messages. */
    private static final int LONGEST_QUOTATION = 40;

    private final String source;
    private final CsvOptions options;
    private final CsvRows rows;
    private final List<String> columns;
    /** The column of times, or -1. */
    private final int timeColumn;

    private Table(String source, CsvOptions options, CsvRows rows) {
        this.source = source;
        this.options = options;
        this.rows = rows;
        this.columns = names(rows);
        this.timeColumn = options.timeColumn() == null ? findTimes() : index(options.timeColumn());
        if (options.timeColumn() != null) {
            TimeText.check(texts(timeColumn), row -> place(row, timeColumn));
        }
    }

    /**
     * Reads a file with a header line; the separator (tab, semicolon or comma) and the column of times are found out,
     * and missing values are errors.
     *
     * @throws DataException as {@link #readCsv(Path, CsvOptions)}
     */
    public static Table readCsv(Path path) {
        return readCsv(path, CsvOptions.defaults());
    }

    /**
     * Reads a file, in UTF-8 or with a byte order mark.
     *
     * @throws DataException where there is no such file or none that may be read, it is empty or a header line alone,
     *         its lines do not have the same number of fields, or the named column of times holds something else
     * @throws UncheckedIOException where reading fails for another reason
     */
    public static Table readCsv(Path path, CsvOptions options) {
        if (Files.isDirectory(path)) {
            throw new DataException(path + " is a directory, not a CSV file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return read(in, path.toString(), options);
        } catch (NoSuchFileException e) {
            throw new DataException("there is no file " + path, e);
        } catch (AccessDeniedException e) {
            throw new DataException("the file " + path + " may not be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + path + " failed: " + e.getMessage(), e);
        }
    }

    static Table read(InputStream in, String source, CsvOptions options) throws IOException {
        return new Table(source, options, CsvRows.read(in, source, options));
    }

    /** The names of all columns, in order. */
    public List<String> columns() {
        return columns;
    }

    /** The number of rows, without the header line. */
    public int rows() {
        return rows.rows().size();
    }

    /** The name of the column that holds the time of every row, if there is one. */
    public Optional<String> timeColumn() {
        return timeColumn < 0 ? Optional.empty() : Optional.of(columns.get(timeColumn));
    }

    /**
     * The name of a column given by name or number.
     *
     * @throws DataException naming the columns there are
     */
    public String columnName(String nameOrNumber) {
        return columns.get(index(nameOrNumber));
    }

    /**
     * Columns as numbers over time.
     *
     * @param columns names or numbers; none for all columns but that of times
     * @throws DataException naming line and column of a text that is no number, of an infinite number or, by the policy
     *         that was chosen, a missing one; or naming the columns there are
     */
    public TimeSeries series(String... columns) {
        List<Integer> asked = new ArrayList<>();
        for (String column : columns) {
            asked.add(index(column));
        }
        for (int i = 0; columns.length == 0 && i < this.columns.size(); i++) {
            if (i != timeColumn) {
                asked.add(i);
            }
        }
        if (asked.isEmpty()) {
            throw new DataException(
                    source + " has no column but that of times, \"" + this.columns.get(timeColumn) + "\"");
        }
        List<String> names = asked.stream().map(this.columns::get).toList();
        double[][] values = new double[asked.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers(asked.get(i));
        }
        return TimeSeries.of(names, values, options.missing(), timeColumn < 0 ? null : texts(timeColumn),
                (row, column) -> place(row, asked.get(column)));
    }

    private double[] numbers(int column) {
        double[] values = new double[rows()];
        for (int row = 0; row < values.length; row++) {
            String text = rows.rows().get(row)[column];
            if (NUMBER.matcher(text).matches()) {
                values[row] = Double.parseDouble(text);
            } else if (MISSING.contains(text.toLowerCase(Locale.ROOT))) {
                values[row] = Double.NaN;
            } else if (INFINITE.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
                values[row] = Double.POSITIVE_INFINITY;
            } else {
                throw new DataException(place(row, column) + ": " + quoted(text) + " is not a number"
                        + (DECIMAL_COMMA.matcher(text).matches() ? "; numbers are written with a decimal point" : ""));
            }
        }
        return values;
    }

    private String[] texts(int column) {
        return rows.rows().stream().map(row -> row[column]).toArray(String[]::new);
    }

    private String place(int row, int column) {
        return source + ", line " + rows.lines()[row] + ", column \"" + columns.get(column) + "\"";
    }

    private static String quoted(String text) {
        return "\"" + (text.length() > LONGEST_QUOTATION ? text.substring(0, LONGEST_QUOTATION) + "..." : text) + "\"";
    }

    private static List<String> names(CsvRows rows) {
        int width = rows.rows().get(0).length;
        if (rows.header() == null) {
            return Names.numbered("", width);
        }
        List<String> header = List.of(rows.header());
        List<String> names = new ArrayList<>();
        for (int column = 0; column < width; column++) {
            String name = header.get(column);
            boolean own = !name.isEmpty() && Collections.frequency(header, name) == 1;
            names.add(own ? name : String.valueOf(column + 1));
        }
        return List.copyOf(names);
    }

    private int index(String nameOrNumber) {
        int index = columns.indexOf(nameOrNumber);
        if (index >= 0) {
            return index;
        }
        if (rows.header() != null && List.of(rows.header()).contains(nameOrNumber)) {
            throw new DataException(source + ": several columns are called \"" + nameOrNumber
                    + "\"; ask for one of them by its number");
        }
        if (nameOrNumber.matches("[1-9]\\d{0,6}") && Integer.parseInt(nameOrNumber) <= columns.size()) {
            index = Integer.parseInt(nameOrNumber) - 1;
            // Who counts columns may have no header line, and would lose the first row without a word.
            if (rows.header() != null && NUMBER.matcher(rows.header()[index]).matches()) {
                throw new DataException(source + ", line " + rows.headerLine() + ": the header line holds the number "
                        + rows.header()[index] + " in column " + nameOrNumber
                        + "; if the file has no header line, read it without one");
            }
            return index;
        }
        throw new DataException(source + " has no column \"" + nameOrNumber + "\"; it has " + Names.quoted(columns));
    }

    private int findTimes() {
        for (int column = 0; column < columns.size(); column++) {
            String[] texts = texts(column);
            if (Arrays.stream(texts).allMatch(TimeText::isClearlyTime)
                    && Arrays.stream(texts).map(text -> TimeText.parse(text).zoned()).distinct().count() == 1) {
                return column;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return source + ": " + rows() + " rows of " + Names.quoted(columns);
    }
}
