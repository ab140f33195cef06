package dev.elman.cli;

import dev.elman.data.CsvOptions;
import dev.elman.data.Missing;
import dev.elman.data.Table;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a CSV file is read. */
final class CsvInput {

    @Option(
            names = "--separator",
            paramLabel = "CHAR",
            converter = Values.Separator.class,
            description = "What separates columns: a character, or the word tab. Default: found out (, ; or tab).")
    private Character separator;

    @Option(
            names = "--no-header",
            description = "The first line is data; columns are called 1, 2, ...")
    private boolean noHeader;

    @Option(
            names = "--time-column",
            paramLabel = "COL",
            description = "Column with the times, used as labels and by --split. Default: the first whose values are"
                    + " all dates.")
    private String timeColumn;

    @Option(
            names = "--missing",
            paramLabel = "RULE",
            converter = MissingName.class,
            defaultValue = "error",
            description = "What to do where a value is missing (empty, NA, NaN, null): error, drop-windows (skip what"
                    + " touches it), forward-fill (repeat the last), interpolate (straight line). Default:"
                    + " ${DEFAULT-VALUE}.")
    private Missing missing;

    Table read(Path file) throws IOException {
        CsvOptions options = CsvOptions.defaults().withHeader(!noHeader).withMissing(missing);
        if (separator != null) {
            options = options.withSeparator(separator);
        }
        if (timeColumn != null) {
            options = options.withTimeColumn(timeColumn);
        }
        return Table.readCsv(file, options);
    }

    /** The rules by name. */
    static final class MissingName implements ITypeConverter<Missing> {
        @Override
        public Missing convert(String text) {
            try {
                return Missing.of(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
