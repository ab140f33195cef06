package dev.elman.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTest {

    private static TimeSeries rows(int length) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = i;
        }
        return TimeSeries.of(values);
    }

    private static String lengths(Split<TimeSeries> split) {
        return split.train().length() + " " + split.validationIfAny().map(TimeSeries::length).orElse(0) + " "
                + split.test().length();
    }

    @Test
    void theSunspotsAreCutAsInTheTutorial() {
        Split<TimeSeries> split = Examples.sunspots().splitAt(0.8);
        assertEquals("2256 0 564", lengths(split));
        assertNull(split.validation());
        assertEquals(Optional.empty(), split.validationIfAny());
        assertEquals("1749-01", split.train().label(0));
        assertEquals("1937-01", split.test().label(0));
    }

    @ParameterizedTest
    @CsvSource({"0.8, 10, 8", "0.8, 11, 8", "0.29, 100, 29", "0.7, 10, 7", "0.57, 100, 57", "0.99, 101, 99",
            "0.1, 10, 1", "0.3333333333333333, 3, 0", "0.5, 3, 1"})
    void trainGetsTheFloorOfTheFractionAsItIsWritten(double fraction, int length, int train) {
        if (train == 0) {
            Errors.refused(() -> rows(length).splitAt(fraction), "of " + length + " rows is less than one");
        } else {
            assertEquals(train, rows(length).splitAt(fraction).train().length());
        }
    }

    @Test
    void aSecondFractionIsTheValidationPart() {
        assertEquals("70 15 15", lengths(rows(100).splitAt(0.7, 0.15)));
        assertEquals("1974 423 423", lengths(Examples.sunspots().splitAt(.7, .15)));
        // floor(7.7), floor(1.65), and what remains
        assertEquals("7 1 3", lengths(rows(11).splitAt(0.7, 0.15)));
    }

    @Test
    void everyRowIsInOnePartInOrder() {
        long seed = System.nanoTime();
        System.out.println("SplitTest.everyRowIsInOnePartInOrder: seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            int length = 10 + random.nextInt(1000);
            int train = 10 + random.nextInt(60);
            int validation = 10 + random.nextInt(20);
            Split<TimeSeries> split = rows(length).splitAt(train / 100.0, validation / 100.0);
            assertEquals(length * train / 100, split.train().length());
            assertEquals(length * validation / 100, split.validation().length());
            int next = 0;
            for (TimeSeries part : List.of(split.train(), split.validation(), split.test())) {
                for (int row = 0; row < part.length(); row++) {
                    assertEquals(next++, part.value(row, 0));
                }
            }
            assertEquals(length, next);
        }
    }

    @Test
    void indicesAreTheFirstRowsOfTheNextParts() {
        assertEquals("3 0 7", lengths(rows(10).splitAtIndex(3)));
        assertEquals("3 4 3", lengths(rows(10).splitAtIndex(3, 7)));
        assertEquals(3, rows(10).splitAtIndex(3, 7).validation().value(0, 0));
    }

    @Test
    void datesAreComparedAsTimesNotAsText() {
        TimeSeries series = rows(4).withTimes(List.of("2010-1-9", "2010-01-10", "2010-2-1", "2010-10-01"));
        assertEquals("1 0 3", lengths(series.splitAtDate("2010-01-10")));
        assertEquals("2 0 2", lengths(series.splitAtDate("2010-01-10T00:01")));
        assertEquals("2 1 1", lengths(series.splitAtDate("2010-02", "2010-02-02")));
        assertEquals("3 0 1", lengths(series.splitAtDate("2010/10")));
    }

    @Test
    void fractionsOfSecondsCount() {
        TimeSeries series = rows(4).withTimes(List.of("2010-01-01T00:00:00", "2010-01-01T00:00:00.05",
                "2010-01-01T00:00:00.5", "2010-01-01T00:00:01"));
        assertEquals("2 0 2", lengths(series.splitAtDate("2010-01-01T00:00:00.25")));
        assertEquals("1 0 3", lengths(series.splitAtDate("2010-01-01T00:00:00.000000001")));
    }

    @Test
    void aYearIsItsFirstDay() {
        assertEquals("1812 600 408", lengths(Examples.sunspots().splitAtDate("1900", "1950-01")));
    }

    @Test
    void offsetsFromUtcAreHeeded() {
        TimeSeries series = rows(3)
                .withTimes(List.of("2010-01-01T00:30+02:00", "2010-01-01T00:00Z", "2010-01-01T00:30-0100"));
        assertEquals("1 0 2", lengths(series.splitAtDate("2009-12-31T22:31Z")));
        assertEquals("2 0 1", lengths(series.splitAtDate("2010-01-01T01:30Z")));
        Errors.refused(() -> series.splitAtDate("2010-01-01"), "\"2010-01-01\"", "offset");
    }

    @Test
    void datesThatSplitNothingAreRefused() {
        TimeSeries sunspots = Examples.sunspots();
        Errors.refused(() -> sunspots.splitAtDate("1749-01"), "no row is before 1749-01", "1749-01 to 1983-12");
        Errors.refused(() -> sunspots.splitAtDate("1984"), "no row is at or after 1984", "1749-01 to 1983-12");
        Errors.refused(() -> sunspots.splitAtDate("1900", "1900-01-01"), "at 1812", "without rows");
        Errors.refused(() -> sunspots.splitAtDate("1950", "1900"), "without rows");
        Errors.refused(() -> sunspots.splitAtDate("01/02/1950"), "\"01/02/1950\"", "2010-01-31");
        Errors.wrong(sunspots::splitAtDate, "one place", "0");
        Errors.wrong(() -> sunspots.splitAtDate("1800", "1850", "1900"), "3");
    }

    @Test
    void datesNeedTimesInOrder() {
        Errors.refused(() -> rows(3).splitAtDate("1900"), "no times", "1900");
        TimeSeries jumbled = rows(3).withTimes(List.of("2010-01", "2010-03", "2010-02"));
        Errors.refused(() -> jumbled.splitAtDate("2010-02"), "not in order", "2010-02 comes after 2010-03");
    }

    @Test
    void fractionsThatMakeNoPartsAreRefused() {
        for (double fraction : new double[] {0, 1, -0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY}) {
            Errors.wrong(() -> rows(10).splitAt(fraction), "above 0 and below 1", String.valueOf(fraction));
            Errors.wrong(() -> rows(10).splitAt(0.5, fraction), "above 0 and below 1", String.valueOf(fraction));
        }
        Errors.wrong(() -> rows(10).splitAt(0.7, 0.3), "sum is 1.0");
        Errors.wrong(() -> rows(10).splitAt(0.7, 0.4), "sum is 1.1");
        Errors.refused(() -> rows(10).splitAt(0.01), "0.01 of 10 rows is less than one");
        Errors.refused(() -> rows(10).splitAt(0.8, 0.05), "0.05 of 10 rows is less than one");
        Errors.refused(() -> rows(1).splitAt(0.8), "less than one");
    }

    @Test
    void indicesThatMakeNoPartsAreRefused() {
        Errors.refused(() -> rows(10).splitAtIndex(0), "at 0", "without rows");
        Errors.refused(() -> rows(10).splitAtIndex(10), "at 10", "10 rows");
        Errors.refused(() -> rows(10).splitAtIndex(5, 5), "at 5", "after 5");
        Errors.refused(() -> rows(10).splitAtIndex(-3), "at -3");
        Errors.wrong(() -> rows(10).splitAtIndex(), "one place");
        Errors.wrong(() -> rows(10).splitAtIndex(1, 2, 3), "one place");
    }

    @Test
    void mapChangesEveryPartThereIs() {
        Split<Integer> two = rows(10).splitAtIndex(3).map(TimeSeries::length);
        assertEquals(new Split<>(3, null, 7), two);
        Split<Integer> three = rows(10).splitAtIndex(3, 5).map(TimeSeries::length);
        assertEquals(new Split<>(3, 2, 5), three);
        assertTrue(three.validationIfAny().isPresent());
    }
}
