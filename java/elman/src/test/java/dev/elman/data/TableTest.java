package dev.elman.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), text);
    }

    private Table read(String text) throws IOException {
        return Table.readCsv(file(text));
    }

    @Test
    void columnsAreNumbersUnderTheirNames() throws IOException {
        Table table = read("a,b,c\n1,2.5,-3e2\n+4,.5,6.\n");
        assertEquals(List.of("a", "b", "c"), table.columns());
        assertEquals(2, table.rows());
        TimeSeries series = table.series("c", "a");
        assertEquals(List.of("c", "a"), series.names());
        assertArrayEquals(new double[] {-300, 6}, series.column("c"));
        assertArrayEquals(new double[] {1, 4}, series.column("a"));
    }

    @Test
    void onlyTheColumnsAskedForAreReadAsNumbers() throws IOException {
        Table table = read("a,note\n1,hello\n2,NA\n");
        assertArrayEquals(new double[] {1, 2}, table.series("a").column("a"));
        Errors.refused(table::series, "line 2", "\"note\"", "\"hello\"");
    }

    @Test
    void seriesOfNoNamesIsEveryColumnButTheTimes() throws IOException {
        TimeSeries series = read("x,day,y\n1,2020-01-01,3\n2,2020-01-02,4\n").series();
        assertEquals(List.of("x", "y"), series.names());
        assertEquals("2020-01-02", series.label(1));
    }

    @Test
    void quotesHoldSeparatorsQuotesAndLineEnds() throws IOException {
        Table table = read("\"a, first\",\"say \"\"b\"\"\"\n\"1\",2\n");
        assertEquals(List.of("a, first", "say \"b\""), table.columns());
        assertEquals(1, table.series("a, first").value(0, 0));
    }

    @Test
    void linesInErrorsAreLinesOfTheFile() throws IOException {
        // Line 1 is blank, the header is line 2; the first row's note reaches from line 3 to line 5; line 6 is blank.
        Table table = read("\nnote,x\n\"one\ntwo\nthree\",1\n\nfour,5\nsix,seven\n");
        assertEquals(3, table.rows());
        Errors.refused(() -> table.series("x"), "data.csv, line 8, column \"x\"", "\"seven\" is not a number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void anyLineEndWillDo(String end) throws IOException {
        TimeSeries series = read(String.join(end, "a,b", "1,2", "3,4")).series("b");
        assertArrayEquals(new double[] {2, 4}, series.column("b"));
    }

    @ParameterizedTest
    @CsvSource({"UTF-8", "UTF-16LE", "UTF-16BE"})
    void aByteOrderMarkIsNoPartOfTheFirstName(String charset) throws IOException {
        Path path = folder.resolve("bom.csv");
        Files.write(path, "\uFEFFa,b\n1,2\n".getBytes(Charset.forName(charset)));
        assertEquals(List.of("a", "b"), Table.readCsv(path).columns());
        assertEquals(1, Table.readCsv(path).series("a").value(0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void theSeparatorIsFoundOut(String separator) throws IOException {
        Table table = read("a,b\n1,2\n3,4\n".replace(",", separator));
        assertEquals(List.of("a", "b"), table.columns());
        assertArrayEquals(new double[] {2, 4}, table.series("b").column("b"));
    }

    @Test
    void theSeparatorIsFoundOutDespiteOthersInNames() throws IOException {
        assertEquals(List.of("Temp, in C", "Wind"), read("Temp, in C;Wind\n1;2\n").columns());
        assertEquals(List.of("Temp, in C", "Wind, in m/s"), read("Temp, in C;Wind, in m/s\n1,5;2,5\n").columns());
        assertEquals(List.of("a;b", "c"), read("a;b,c\n1,2\n").columns());
        assertEquals(List.of("a;b", "c"), read("\"a;b\",c\n1,2\n").columns());
    }

    @Test
    void theSeparatorOfALongFileIsFoundOutFromItsBeginning() throws IOException {
        StringBuilder text = new StringBuilder("a;b\n");
        // So long that what is read ahead ends within a row, before its separator.
        for (int row = 0; row < 60; row++) {
            text.append("x".repeat(2_000)).append(';').append(row).append('\n');
        }
        TimeSeries series = read(text.toString()).series("b");
        assertEquals(60, series.length());
        assertEquals(59, series.value(59, 0));
    }

    @Test
    void separatorAndQuoteMayBeGiven() throws IOException {
        Path path = file("a|'b|c'\n1|'2'\n");
        Table table = Table.readCsv(path, CsvOptions.defaults().withSeparator('|').withQuote('\''));
        assertEquals(List.of("a", "b|c"), table.columns());
        assertEquals(2, table.series("b|c").value(0, 0));
    }

    @Test
    void withoutHeaderColumnsAreNumbered() throws IOException {
        Table table = Table.readCsv(file("5,6\n7,8\n"), CsvOptions.defaults().withHeader(false));
        assertEquals(List.of("1", "2"), table.columns());
        assertArrayEquals(new double[] {6, 8}, table.series("2").column("2"));
    }

    @Test
    void aColumnIsKnownByItsNumberUnlessAnotherHasThatName() throws IOException {
        Table table = read("a,b\n1,2\n");
        assertEquals("b", table.columnName("2"));
        assertEquals(List.of("b"), table.series("2").names());
        Table numbered = read("2,other\n1,5\n");
        assertEquals("2", numbered.columnName("2"));
        assertEquals(1, numbered.series("2").value(0, 0));
    }

    @Test
    void aNumberedColumnUnderAHeaderThatLooksLikeDataIsRefused() throws IOException {
        Table table = read("1749-01,58.0\n1749-02,62.6\n");
        Errors.refused(() -> table.series("2"), "line 1", "58.0", "without");
    }

    @Test
    void blankAndRepeatedNamesGiveWayToNumbers() throws IOException {
        Table table = read(",a,b,a\n1,2,3,4\n");
        assertEquals(List.of("1", "2", "b", "4"), table.columns());
        assertEquals(4, table.series("4").value(0, 0));
        Errors.refused(() -> table.series("a"), "several columns are called \"a\"", "number");
    }

    @Test
    void spacesAroundNamesAndNumbersDoNotMatter() throws IOException {
        Table table = read("a , b\n 1 , 2 \n");
        assertEquals(List.of("a", "b"), table.columns());
        assertEquals(2, table.series("b").value(0, 0));
    }

    @Test
    void blankLinesAreNoRows() throws IOException {
        assertEquals(2, read("a,b\n\n1,2\n   \n3,4\n\n\n").rows());
    }

    @Test
    void aBlankLineOfAnOnlyColumnIsAMissingValueUnlessNothingFollows() throws IOException {
        Path path = file("a\n1\n\n3\n4\n\n\n");
        Errors.refused(() -> Table.readCsv(path).series("a"), "line 3", "missing");
        CsvOptions fill = CsvOptions.defaults().withMissing(Missing.INTERPOLATE);
        assertArrayEquals(new double[] {1, 2, 3, 4}, Table.readCsv(path, fill).series("a").column("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1749-01", "1749-01-31", "2010-01-01T03:00", "2010-01-01 03:00", "2010/1/5",
            "2010-01-01T03:00:59.25", "2010-01-01T03:00:00Z", "2010-01-01 03:00 +01:00"})
    void aColumnOfTimesIsFound(String time) throws IOException {
        Table table = read("x,t\n1," + time + "\n2," + time + "\n");
        assertEquals(Optional.of("t"), table.timeColumn());
        TimeSeries series = table.series("x");
        assertTrue(series.hasTimes());
        assertEquals(time, series.label(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2010", "01/02/2010", "1.5", "20100131", "2010-13", "2010-02-30", "x", ""})
    void whatIsNotClearlyATimeIsNone(String text) throws IOException {
        Table table = read("x,t\n1,2010-01\n2," + text + "\n");
        assertEquals(Optional.empty(), table.timeColumn());
        TimeSeries series = table.series("x");
        assertFalse(series.hasTimes());
        assertEquals("2", series.label(1));
    }

    @Test
    void timesWithAndWithoutOffsetAreNoColumnOfTimes() throws IOException {
        String text = "x,t\n1,2010-01-01T00:00\n2,2010-01-01T01:00Z\n";
        assertEquals(Optional.empty(), read(text).timeColumn());
        Errors.refused(() -> Table.readCsv(file(text), CsvOptions.defaults().withTimeColumn("t")), "line 3", "offset");
    }

    @Test
    void theColumnOfTimesMayBeNamedAndHoldYears() throws IOException {
        Table table = Table.readCsv(file("x,year,day\n1,1749,2010-01-01\n2,1750,2010-01-02\n"),
                CsvOptions.defaults().withTimeColumn("year"));
        assertEquals("1750", table.series("x").label(1));
    }

    @Test
    void aNamedColumnOfTimesMustHoldTimes() throws IOException {
        Path path = file("x,t\n1,2010-01-31\n2,01/02/2010\n");
        Errors.refused(() -> Table.readCsv(path, CsvOptions.defaults().withTimeColumn("t")),
                "line 3, column \"t\"", "\"01/02/2010\"", "2010-01-31");
        Errors.refused(() -> Table.readCsv(path, CsvOptions.defaults().withTimeColumn("when")),
                "\"when\"", "\"x\", \"t\"");
    }

    @Test
    void textInOtherAlphabetsIsRead() throws IOException {
        Path path = folder.resolve("utf8.csv");
        Files.write(path, "Température,Größe\n1,2\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("Température", "Größe"), Table.readCsv(path).columns());
    }
}
