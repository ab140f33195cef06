package dev.elman.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeSeriesTest {

    private static final TimeSeries TWO = TimeSeries.of(List.of("a", "b"),
            new double[][] {{1, 2, 3, 4, 5}, {10, 20, 30, 40, 50}});

    private static TimeSeries months(String... months) {
        return TimeSeries.of(IntStream.range(0, months.length).asDoubleStream().toArray()).withTimes(List.of(months));
    }

    @Test
    void valuesAreByRowAndColumn() {
        assertEquals(5, TWO.length());
        assertEquals(List.of("a", "b"), TWO.names());
        assertEquals(1, TWO.columnIndex("b"));
        assertEquals(30, TWO.value(2, 1));
        assertArrayEquals(new double[] {10, 20, 30, 40, 50}, TWO.column("b"));
        assertEquals(List.of(TimeSeries.DEFAULT_NAME), TimeSeries.of(1, 2).names());
    }

    @Test
    void whatIsGivenAndTakenIsCopied() {
        double[] values = {1, 2, 3};
        TimeSeries series = TimeSeries.of("x", values);
        values[0] = 99;
        series.column("x")[1] = 99;
        assertArrayEquals(new double[] {1, 2, 3}, series.column("x"));
    }

    @Test
    void sliceLastAndSelectKeepValuesAndLabels() {
        TimeSeries slice = TWO.slice(1, 4);
        assertArrayEquals(new double[] {20, 30, 40}, slice.column("b"));
        assertEquals("2", slice.label(0));
        TimeSeries last = slice.last(2);
        assertArrayEquals(new double[] {3, 4}, last.column("a"));
        assertEquals("3", last.label(0));
        TimeSeries selected = last.select("b");
        assertEquals(List.of("b"), selected.names());
        assertArrayEquals(new double[] {30, 40}, selected.column("b"));
        assertEquals("4", selected.label(1));
        assertEquals(List.of("b", "a"), TWO.select("b", "a").names());
    }

    @Test
    void rowsOutsideASliceAreOutOfReach() {
        TimeSeries slice = TWO.slice(1, 3);
        assertThrows(IndexOutOfBoundsException.class, () -> slice.value(2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.value(-1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.value(0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.label(2));
    }

    @Test
    void badSlicesAndSelectionsAreRefused() {
        Errors.refused(() -> TWO.slice(2, 2), "rows 2 to 2", "5 rows");
        Errors.refused(() -> TWO.slice(-1, 2), "rows -1 to 2");
        Errors.refused(() -> TWO.slice(0, 6), "rows 0 to 6");
        Errors.refused(() -> TWO.last(6), "last 6 rows", "there are 5");
        Errors.wrong(() -> TWO.last(0), "rows must be at least 1 but was 0");
        Errors.refused(() -> TWO.select("a", "c"), "\"c\"", "\"a\", \"b\"");
        Errors.refused(() -> TWO.column("c"), "\"c\"", "\"a\", \"b\"");
        Errors.refused(TWO::select, "at least one column");
    }

    @Test
    void badColumnsAreRefused() {
        Errors.refused(() -> TimeSeries.of(), "at least one value");
        Errors.refused(() -> TimeSeries.of(List.of(), new double[0][]), "at least one");
        Errors.refused(() -> TimeSeries.of(List.of("a"), new double[][] {{1}, {2}}), "1 names for 2 columns");
        Errors.refused(() -> TimeSeries.of(List.of("a", "b"), new double[][] {{1, 2}, {1}}),
                "column \"b\" has 1 values but column \"a\" has 2");
        Errors.refused(() -> TimeSeries.of(List.of("a", "a"), new double[][] {{1}, {2}}), "\"a\" is twice");
        Errors.refused(() -> TimeSeries.of(" ", new double[] {1}), "blank");
    }

    @Test
    void valuesThatAreNotFiniteAreRefusedWithTheirPlace() {
        Errors.refused(() -> TimeSeries.of(1, 2, Double.NaN), "row 3, column \"value\"", "missing");
        Errors.refused(() -> TimeSeries.of("x", new double[] {1, Double.NEGATIVE_INFINITY}), "row 2, column \"x\"",
                "infinite");
    }

    @Test
    void missingValuesOfArraysFollowThePolicy() {
        TimeSeries filled = TimeSeries.of(List.of("x"), new double[][] {{1, Double.NaN, 3}}, Missing.INTERPOLATE);
        assertArrayEquals(new double[] {1, 2, 3}, filled.column("x"));
        double[] given = {1, Double.NaN};
        TimeSeries.of(List.of("x"), new double[][] {given}, Missing.FORWARD_FILL);
        assertTrue(Double.isNaN(given[1]), "what is given must stay as it was");
    }

    @Test
    void interpolationBetweenHugeValuesStaysFinite() {
        double[][] columns = {{-1.7e308, Double.NaN, 1.7e308}};
        assertEquals(0, TimeSeries.of(List.of("x"), columns, Missing.INTERPOLATE).value(1, 0));
    }

    @Test
    void timesMustBeAsManyAsRowsAndReadable() {
        assertEquals("1749-02", months("1749-01", " 1749-02 ").label(1));
        assertFalse(TWO.hasTimes());
        assertTrue(months("1749-01").hasTimes());
        Errors.refused(() -> TWO.withTimes(List.of("1749-01")), "one time per row (5)", "1");
        Errors.refused(() -> months("1749-01", "then"), "row 2", "\"then\"");
        Errors.refused(() -> months("2010-01-01T00:00Z", "2010-01-01T00:00"), "row 2", "offset");
    }

    @Test
    void timesOfASliceStayWithTheirRows() {
        TimeSeries series = months("1749-01", "1749-02", "1749-03").slice(1, 3);
        assertEquals("1749-02", series.label(0));
        assertEquals("1750-01", series.withTimes(List.of("1750-01", "1750-02")).label(0));
        assertEquals(1, series.withTimes(List.of("1750-01", "1750-02")).value(0, 0));
    }
}
