package dev.elman.data;

import java.util.Objects;

/**
 * How a CSV file is read.
 *
 * @param separator between fields; 0: tab, semicolon or comma, whichever cuts the first lines into the same number of
 *        fields each
 * @param header whether the first line names the columns; without, they are named {@code 1}, {@code 2}, ...
 * @param quote around fields that contain separators, quotes (doubled) or line ends
 * @param missing what is done with missing values: empty, {@code NA}, {@code NaN} or {@code null}, in any case
 * @param timeColumn name or number of the column of times; null: the first column whose values are all dates, months or
 *        date-times, if there is one
 */
public record CsvOptions(char separator, boolean header, char quote, Missing missing, String timeColumn) {

    public CsvOptions {
        Objects.requireNonNull(missing, "missing");
        if (separator == quote || isLineEnd(separator) || isLineEnd(quote) || quote == 0) {
            throw new IllegalArgumentException(
                    "separator and quote must be two different characters that are no line ends");
        }
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    /** Separator found out, header line, double quotes, missing values an error, column of times found out. */
    public static CsvOptions defaults() {
        return new CsvOptions((char) 0, true, '"', Missing.ERROR, null);
    }

    /** These options with another separator; 0 to find it out. */
    public CsvOptions withSeparator(char separator) {
        return new CsvOptions(separator, header, quote, missing, timeColumn);
    }

    /** These options with or without a header line. */
    public CsvOptions withHeader(boolean header) {
        return new CsvOptions(separator, header, quote, missing, timeColumn);
    }

    /** These options with another quote. */
    public CsvOptions withQuote(char quote) {
        return new CsvOptions(separator, header, quote, missing, timeColumn);
    }

    /** These options with another policy for missing values. */
    public CsvOptions withMissing(Missing missing) {
        return new CsvOptions(separator, header, quote, missing, timeColumn);
    }

    /** These options with a named or numbered column of times; null to find it out. */
    public CsvOptions withTimeColumn(String timeColumn) {
        return new CsvOptions(separator, header, quote, missing, timeColumn);
    }
}
