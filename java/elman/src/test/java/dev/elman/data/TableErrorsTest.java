package dev.elman.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that must be refused, and missing values under each policy. */
class TableErrorsTest {

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), text);
    }

    private static TimeSeries series(Path path, Missing missing, String... columns) {
        return Table.readCsv(path, CsvOptions.defaults().withMissing(missing)).series(columns);
    }

    @Test
    void aMissingFileIsNamed() {
        Errors.refused(() -> Table.readCsv(folder.resolve("nowhere.csv")), "there is no file", "nowhere.csv");
    }

    @Test
    void aDirectoryIsNoFile() {
        Errors.refused(() -> Table.readCsv(folder), "is a directory", folder.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\n\n  \n", "\uFEFF"})
    void anEmptyFileIsRefused(String text) throws IOException {
        Path path = file(text);
        Errors.refused(() -> Table.readCsv(path), "data.csv is empty");
    }

    @Test
    void aHeaderAloneIsRefused() throws IOException {
        Path path = file("a,b\n\n");
        Errors.refused(() -> Table.readCsv(path), "data.csv", "header", "no rows");
    }

    @Test
    void aLineWithFewerOrMoreFieldsIsRefused() throws IOException {
        Path few = file("a,b\n1,2\n3\n");
        Errors.refused(() -> Table.readCsv(few), "line 3", "found 1 fields", "has 2");
        Path many = Files.writeString(folder.resolve("many.csv"), "a,b\n1,2\n3,4\n5,6,7\n");
        Errors.refused(() -> Table.readCsv(many), "many.csv, line 4", "found 3 fields", "has 2");
    }

    @Test
    void textAfterAClosingQuoteIsRefused() throws IOException {
        Path path = file("a,b\n1,2\n\"3\"x,4\n");
        Errors.refused(() -> Table.readCsv(path, CsvOptions.defaults().withSeparator(',')), "data.csv cannot be read");
    }

    @Test
    void aQuoteThatIsNeverClosedIsRefused() throws IOException {
        Path path = file("a,b\n1,2\n3,\"4\n5,6\n7,8\n" + "9,10\n".repeat(100));
        Table table = Table.readCsv(path, CsvOptions.defaults().withSeparator(','));
        Errors.refused(() -> table.series("b"), "line 3, column \"b\"", "4\n5,6", "...\" is not a number");
    }

    @Test
    void aColumnThatIsNotThereNamesThoseThatAre() throws IOException {
        Table table = Table.readCsv(file("a,b\n1,2\n"));
        Errors.refused(() -> table.series("c"), "no column \"c\"", "\"a\", \"b\"");
        Errors.refused(() -> table.series("3"), "no column \"3\"", "\"a\", \"b\"");
        Errors.refused(() -> table.series("0"), "no column \"0\"");
        Errors.refused(() -> table.series("99999999999"), "no column \"99999999999\"");
        Errors.refused(() -> table.series("a", "a"), "\"a\" is twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1d", "0x10", "1_000", "--1", "1e", ".", "1 2", "N/A", "1,5"})
    void textInANumericColumnIsNamedWithLineAndColumn(String text) throws IOException {
        Path path = file("a;b\n1;2\n3;" + text + "\n");
        Errors.refused(() -> Table.readCsv(path).series("b"), "data.csv, line 3, column \"b\"",
                "\"" + text + "\" is not a number");
    }

    @Test
    void decimalCommasAreSpokenOf() throws IOException {
        Path path = file("a;b\n1,5;2\n");
        Errors.refused(() -> Table.readCsv(path).series("a"), "\"1,5\"", "decimal point");
    }

    @Test
    void infinitiesAreRefusedUnderEveryPolicy() throws IOException {
        for (String text : new String[] {"Infinity", "-inf", "+INF", "1e999", "-1e999"}) {
            Path path = file("a,b\n1,2\n3," + text + "\n");
            for (Missing missing : Missing.values()) {
                Errors.refused(() -> series(path, missing, "b"), "line 3, column \"b\"", "infinite");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NA", "na", "NaN", "nan", "NULL", "null", "  ", "\"\"", "\"NA\""})
    void missingValuesAreRefusedByDefaultNamingLineAndColumn(String text) throws IOException {
        Path path = file("a,b\n1,2\n3," + text + "\n");
        Errors.refused(() -> Table.readCsv(path).series("b"), "data.csv, line 3, column \"b\"", "missing",
                "drop-windows", "forward-fill", "interpolate");
        assertEquals(3, Table.readCsv(path).series("a").value(1, 0));
    }

    @Test
    void missingValuesStayUnderDropWindows() throws IOException {
        TimeSeries series = series(file("a,b\n1,2\n3,NA\n5,6\n"), Missing.DROP_WINDOWS);
        assertArrayEquals(new double[] {2, Double.NaN, 6}, series.column("b"));
        assertArrayEquals(new double[] {1, 3, 5}, series.column("a"));
    }

    @Test
    void forwardFillRepeatsTheLastKnownValueAndLeavesWhatComesBefore() throws IOException {
        TimeSeries series = series(file("a,b\n1,NA\n1,2\n1,NA\n1,NA\n1,6\n1,NA\n"), Missing.FORWARD_FILL, "b");
        assertArrayEquals(new double[] {Double.NaN, 2, 2, 2, 6, 6}, series.column("b"));
    }

    @Test
    void interpolationIsLinearByRowAndNearestAtTheEnds() throws IOException {
        TimeSeries series = series(file("a,b\n1,NA\n1,2\n1,NA\n1,NA\n1,NA\n1,4\n1,NA\n"), Missing.INTERPOLATE, "b");
        assertArrayEquals(new double[] {2, 2, 2.5, 3, 3.5, 4, 4}, series.column("b"), 1e-15);
    }

    @ParameterizedTest
    @EnumSource(value = Missing.class, names = "ERROR", mode = EnumSource.Mode.EXCLUDE)
    void aColumnOfNothingIsRefusedUnderEveryPolicy(Missing missing) throws IOException {
        Path path = file("a,b\n1,NA\n2,\n");
        Errors.refused(() -> series(path, missing, "b"), "column \"b\"", "known");
    }

    @Test
    void optionsThatCannotWorkAreRefused() {
        CsvOptions options = CsvOptions.defaults();
        Errors.wrong(() -> options.withSeparator('"'), "separator and quote");
        Errors.wrong(() -> options.withSeparator('\n'), "line ends");
        Errors.wrong(() -> options.withQuote('\r'), "line ends");
        Errors.wrong(() -> options.withQuote((char) 0), "separator and quote");
    }

    @Test
    void policiesHaveTheNamesOfTheCommandLine() {
        for (Missing missing : Missing.values()) {
            assertEquals(missing, Missing.of(missing.id()));
        }
        Errors.wrong(() -> Missing.of("drop"), "\"drop\"", "error, drop-windows, forward-fill, interpolate");
    }

    @Test
    void anUnreadableFileSaysSo() throws IOException {
        Path path = file("a\n1\n");
        boolean taken = path.toFile().setReadable(false);
        // Whoever may read everything cannot be refused.
        assumeTrue(taken && !Files.isReadable(path));
        Errors.refused(() -> Table.readCsv(path), "may not be read");
        assertTrue(path.toFile().setReadable(true));
    }
}
