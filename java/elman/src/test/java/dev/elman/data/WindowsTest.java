package dev.elman.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowsTest {

    private static final double NA = Double.NaN;
    private static final TimeSeries TEN = TimeSeries.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);

    /** A series in which every value tells its row and column: 100 * row + column. */
    private static TimeSeries telling(int rows, String... names) {
        double[][] columns = new double[names.length][rows];
        for (int column = 0; column < names.length; column++) {
            for (int row = 0; row < rows; row++) {
                columns[column][row] = 100 * row + column;
            }
        }
        return TimeSeries.of(List.of(names), columns);
    }

    private static TimeSeries withGaps(List<String> names, double[]... columns) {
        return TimeSeries.of(names, columns, Missing.DROP_WINDOWS);
    }

    @Test
    void theSunspotsGiveTheTutorialsWindows() {
        TimeSeries sunspots = Examples.sunspots();
        Split<TimeSeries> split = sunspots.splitAt(0.8);
        Scaler scaler = Scaler.minMax().fit(sunspots);
        Windows windows = Windows.lookBack(12).stride(12);
        Dataset train = windows.over(split.train(), scaler);
        Dataset test = windows.over(split.test(), scaler);
        assertEquals(187, train.count());
        assertEquals(46, test.count());
        assertEquals(58.0 / 253.8, train.input(0)[0], 1e-16);
        // Targets are at rows 12, 24, ...
        assertEquals(sunspots.value(12, 0) / 253.8, train.target(0)[0], 1e-16);
        assertEquals(sunspots.value(187 * 12, 0) / 253.8, train.target(186)[0], 1e-16);
        assertEquals("1750-01", train.label(0, 0));
    }

    @Test
    void predictingTheLastValueOfTheSunspotsGivesTheKnownError() {
        TimeSeries sunspots = Examples.sunspots();
        Scaler scaler = Scaler.minMax().fit(sunspots);
        Dataset test = Windows.lookBack(12).stride(12).over(sunspots.splitAt(0.8).test(), scaler);
        double squares = 0;
        for (int sample = 0; sample < test.count(); sample++) {
            squares += Math.pow(test.naive(sample, 0) - test.target(sample)[0], 2);
        }
        assertEquals(0.0796, Math.sqrt(squares / test.count()), 5e-5);
    }

    @Test
    void byDefaultEveryColumnIsFeatureAndTarget() {
        Dataset data = Windows.lookBack(2).over(telling(4, "a", "b"));
        assertEquals(2, data.count());
        assertEquals(new Schema(List.of("a", "b"), List.of("a", "b"), 2, 1, null), data.schema());
        assertArrayEquals(new double[] {100, 101, 200, 201}, data.input(1));
        assertArrayEquals(new double[] {300, 301}, data.target(1));
        assertTrue(data.hasTargets());
        assertEquals(1, data.targetSteps());
    }

    @Test
    void featuresAndTargetsAreChosenInOrder() {
        Dataset data = Windows.lookBack(2).horizon(2).stride(2).features("c", "a").targets("b")
                .over(telling(7, "a", "b", "c"));
        assertEquals(2, data.count());
        assertEquals(2, data.features());
        assertEquals(2, data.outputs());
        assertArrayEquals(new double[] {202, 200, 302, 300}, data.input(1));
        assertArrayEquals(new double[] {401, 501}, data.target(1));
        assertEquals("5", data.label(1, 0));
        assertEquals("6", data.label(1, 1));
        assertEquals(301, data.naive(1, 0));
        assertEquals(301, data.naive(1, 1));
    }

    @Test
    void targetsWithoutFeaturesLeaveAllColumnsAsFeatures() {
        Schema schema = Windows.lookBack(2).targets("b").over(telling(4, "a", "b")).schema();
        assertEquals(List.of("a", "b"), schema.features());
        assertEquals(List.of("b"), schema.targets());
    }

    @Test
    void valuesAreScaledByTheirOwnColumns() {
        TimeSeries series = telling(5, "a", "b");
        Scaler scaler = Scaler.standard().fit(series);
        Dataset data = Windows.lookBack(2).targets("b").over(series, scaler);
        assertEquals(scaler.scale("a", 200), data.input(1)[2]);
        assertEquals(scaler.scale("b", 201), data.input(1)[3]);
        assertEquals(scaler.scale("b", 301), data.target(1)[0]);
        assertEquals(scaler.scale("b", 201), data.naive(1, 0));
        assertSame(scaler, data.schema().scaler());
    }

    @Test
    void overlappingWindowsShareTheirValues() {
        int rows = 1_000;
        TimeSeries series = telling(rows, "a", "b");
        assertEquals(2 * rows, Windows.lookBack(100).over(series).samples().values().length);
        assertEquals(3 * rows, Windows.lookBack(100).targets("b").over(series).samples().values().length);
    }

    @Test
    void windowsEqualNaiveSlices() {
        long seed = System.nanoTime();
        System.out.println("WindowsTest.windowsEqualNaiveSlices: seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            int lookBack = 1 + random.nextInt(6);
            int horizon = 1 + random.nextInt(4);
            int stride = 1 + random.nextInt(5);
            int rows = lookBack + horizon + random.nextInt(40);
            String[] names = {"a", "b", "c"};
            double[][] columns = new double[3][rows];
            boolean gaps = random.nextBoolean();
            for (double[] column : columns) {
                for (int row = 0; row < rows; row++) {
                    column[row] = gaps && random.nextInt(12) == 0 ? NA : random.nextGaussian();
                }
            }
            List<String> features = pick(names, random);
            List<String> targets = random.nextBoolean() ? features : pick(names, random);
            Windows windows = Windows.lookBack(lookBack).horizon(horizon).stride(stride)
                    .features(features.toArray(String[]::new)).targets(targets.toArray(String[]::new));
            compare("seed " + seed + ", round " + round, windows, lookBack, horizon, stride, rows, columns, features,
                    targets);
        }
    }

    private static List<String> pick(String[] names, Random random) {
        List<String> picked = new ArrayList<>(List.of(names));
        Collections.shuffle(picked, random);
        return picked.subList(0, 1 + random.nextInt(3));
    }

    /** The windows by definition, row by row, against those of the library. */
    private static void compare(String round, Windows windows, int lookBack, int horizon, int stride, int rows,
            double[][] columns, List<String> features, List<String> targets) {
        List<double[]> inputs = new ArrayList<>();
        List<double[]> outputs = new ArrayList<>();
        List<double[]> naives = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int start = 0; start + lookBack + horizon <= rows; start += stride) {
            double[] input = cut(columns, features, start, lookBack);
            double[] output = cut(columns, targets, start + lookBack, horizon);
            double[] naive = new double[targets.size()];
            for (int target = 0; target < naive.length; target++) {
                naive[target] = NA;
                for (int row = 0; row < start + lookBack; row++) {
                    double value = columns[targets.get(target).charAt(0) - 'a'][row];
                    naive[target] = Double.isNaN(value) ? naive[target] : value;
                }
            }
            if (known(input) && known(output) && known(naive)) {
                inputs.add(input);
                outputs.add(output);
                naives.add(naive);
                labels.add(String.valueOf(start + lookBack + 1));
            }
        }
        TimeSeries series;
        Dataset data;
        try {
            series = TimeSeries.of(List.of("a", "b", "c"), columns, Missing.DROP_WINDOWS);
            data = windows.over(series);
        } catch (DataException e) {
            assertEquals(0, inputs.size(), round + ": " + e.getMessage());
            return;
        }
        assertEquals(inputs.size(), data.count(), round);
        for (int i = 0; i < data.count(); i++) {
            assertArrayEquals(inputs.get(i), data.input(i), round);
            assertArrayEquals(outputs.get(i), data.target(i), round);
            assertEquals(labels.get(i), data.label(i, 0), round);
            for (int output = 0; output < data.outputs(); output++) {
                assertEquals(naives.get(i)[output % targets.size()], data.naive(i, output), round);
            }
        }
        for (double value : data.samples().values()) {
            assertTrue(Double.isFinite(value), round);
        }
    }

    private static double[] cut(double[][] columns, List<String> names, int from, int rows) {
        double[] cut = new double[rows * names.size()];
        for (int i = 0; i < cut.length; i++) {
            cut[i] = columns[names.get(i % names.size()).charAt(0) - 'a'][from + i / names.size()];
        }
        return cut;
    }

    private static boolean known(double[] values) {
        for (double value : values) {
            if (Double.isNaN(value)) {
                return false;
            }
        }
        return true;
    }

    @Test
    void windowsNeverSpanTwoParts() {
        long seed = System.nanoTime();
        System.out.println("WindowsTest.windowsNeverSpanTwoParts: seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int rows = 30 + random.nextInt(100);
            Windows windows = Windows.lookBack(1 + random.nextInt(5)).horizon(1 + random.nextInt(3))
                    .stride(1 + random.nextInt(3));
            // No part has fewer than the 8 rows of the largest window.
            int first = 8 + random.nextInt(rows - 23);
            int second = first + 8 + random.nextInt(rows - first - 15);
            Split<TimeSeries> split = telling(rows, "a").splitAtIndex(first, second);
            Split<Dataset> data = split.map(windows::over);
            assertInside(data.train(), 0, first);
            assertInside(data.validation(), first, second);
            assertInside(data.test(), second, rows);
        }
    }

    private static void assertInside(Dataset data, int from, int to) {
        for (int sample = 0; sample < data.count(); sample++) {
            double first = data.input(sample)[0] / 100;
            double last = data.target(sample)[data.outputs() - 1] / 100;
            assertTrue(first >= from && last < to, "rows " + first + " to " + last + " in " + from + " to " + to);
        }
        assertEquals(100 * from, data.input(0)[0]);
    }

    @Test
    void windowsThatWouldSeeAMissingValueAreLeftOut() {
        TimeSeries series = withGaps(List.of("x"), new double[] {0, 1, 2, NA, 4, 5, 6, 7});
        Dataset data = Windows.lookBack(2).over(series);
        // Rows 0 1 -> 2, 4 5 -> 6, 5 6 -> 7; the four windows in between would see row 3.
        assertEquals(3, data.count());
        assertEquals("3 7 8", labels(data));
        assertArrayEquals(new double[] {4, 5}, data.input(1));
    }

    @Test
    void gapsInColumnsThatNoWindowSeesDoNotMatter() {
        TimeSeries series = withGaps(List.of("x", "y"), new double[] {0, 1, 2, 3}, new double[] {NA, NA, 7, NA});
        assertEquals(2, Windows.lookBack(2).features("x").over(series).count());
    }

    @Test
    void theNaiveForecastLooksPastMissingTargets() {
        TimeSeries series = withGaps(List.of("x", "y"), new double[] {0, 1, 2, 3, 4, 5},
                new double[] {9, 8, NA, 7, NA, 5});
        Dataset data = Windows.lookBack(2).features("x").targets("y").over(series);
        // Targets at rows 2 and 4 are missing; before row 3, row 1 is the last known, before row 5, row 3.
        assertEquals("4 6", labels(data));
        assertEquals(8, data.naive(0, 0));
        assertEquals(7, data.naive(1, 0));
    }

    @Test
    void windowsBeforeTheFirstKnownTargetAreLeftOut() {
        TimeSeries series = withGaps(List.of("x", "y"), new double[] {0, 1, 2, 3, 4}, new double[] {NA, NA, 7, 8, 9});
        assertEquals("4 5", labels(Windows.lookBack(1).features("x").targets("y").over(series)));
    }

    @Test
    void aForwardFilledSeriesLosesOnlyTheWindowsBeforeItsFirstKnownValue() {
        TimeSeries series = TimeSeries.of(List.of("x"), new double[][] {{NA, NA, 1, NA, NA, 2}}, Missing.FORWARD_FILL);
        Dataset data = Windows.lookBack(2).over(series);
        assertEquals("5 6", labels(data));
        assertArrayEquals(new double[] {1, 1}, data.input(0));
    }

    private static String labels(Dataset data) {
        return IntStream.range(0, data.count()).mapToObj(i -> data.label(i, 0))
                .collect(Collectors.joining(" "));
    }

    @Test
    void whereEveryWindowSeesAMissingValueItSaysSo() {
        TimeSeries series = withGaps(List.of("x"), new double[] {0, NA, 2, NA, 4, NA});
        Errors.refused(() -> Windows.lookBack(2).over(series), "each of the 4 windows of 3 rows", "missing");
    }

    @Test
    void tooFewRowsForOneWindowSaysHowManyAreNeeded() {
        Errors.refused(() -> Windows.lookBack(9).horizon(2).over(TEN), "needs 11 rows", "look-back 9", "horizon 2",
                "there are 10");
        assertEquals(1, Windows.lookBack(8).horizon(2).over(TEN).count());
        assertEquals(10, Windows.lookBack(8).horizon(2).rowsNeeded());
    }

    @Test
    void columnsThatAreNotThereAreNamed() {
        TimeSeries series = telling(5, "a", "b");
        Scaler onlyA = Scaler.minMax().fit(series.select("a"));
        Errors.refused(() -> Windows.lookBack(2).features("z").over(series), "no column \"z\"", "\"a\", \"b\"");
        Errors.refused(() -> Windows.lookBack(2).targets("z").over(series), "no column \"z\"", "\"a\", \"b\"");
        Errors.refused(() -> Windows.lookBack(2).over(series, onlyA), "scaler has no column \"b\"", "\"a\"");
        Errors.refused(() -> Windows.lookBack(2).features("a").targets("b").over(series, onlyA),
                "scaler has no column \"b\"");
        assertEquals(3, Windows.lookBack(2).features("a").over(series, onlyA).count());
        Errors.refused(() -> Windows.lookBack(2).features("a", "a"), "\"a\" is twice in features");
        Errors.wrong(() -> Windows.lookBack(2).targets(), "targets must name at least one");
    }

    @Test
    void zeroAndNegativeSizesAreRefused() {
        for (int size : new int[] {0, -1, Integer.MIN_VALUE}) {
            Errors.wrong(() -> Windows.lookBack(size), "lookBack must be at least 1 but was " + size);
            Errors.wrong(() -> Windows.lookBack(1).stride(size), "stride must be at least 1 but was " + size);
            Errors.wrong(() -> Windows.lookBack(1).horizon(size), "horizon must be at least 1 but was " + size);
        }
    }

    @Test
    void sizesThatOverflowAreRefusedBeforeAnythingIsAllocated() {
        int huge = Integer.MAX_VALUE;
        Errors.refused(() -> Windows.lookBack(huge), huge + " + 1");
        Errors.refused(() -> Windows.lookBack(huge / 2 + 10).horizon(huge / 2 + 10), (huge / 2 + 10) + " + ");
        Errors.refused(() -> Windows.lookBack(huge / 2).over(telling(5, "a", "b", "c")),
                (huge / 2) + " * 3", "more than");
        Errors.refused(() -> Windows.lookBack(1).horizon(huge / 2).features("a").targets("a", "b", "c")
                .over(telling(5, "a", "b", "c")), "outputs", (huge / 2) + " * 3");
        assertEquals(1, Windows.lookBack(2).stride(huge).over(TEN).count());
    }

    @Test
    void aValueThatTheScaleTakesBeyondDoubleIsNamed() {
        Scaler tiny = Scaler.of("minmax", List.of(new Scaler.Column("value", 0, 1e-300)));
        TimeSeries series = TimeSeries.of(1, 2, 1e20, 3);
        Errors.refused(() -> Windows.lookBack(2).over(series, tiny), "column \"value\", row 3", "1.0E20", "Infinity");
    }

    @Test
    void aModelsSchemaGivesItsWindows() {
        Windows windows = Windows.lookBack(3).horizon(2).features("a", "b").targets("b");
        Schema schema = windows.over(telling(9, "a", "b")).schema();
        assertEquals(windows, Windows.of(schema));
        assertEquals(windows.hashCode(), Windows.of(schema).hashCode());
        assertNotEquals(windows, windows.stride(2));
    }
}
