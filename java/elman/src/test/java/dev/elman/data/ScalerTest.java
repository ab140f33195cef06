package dev.elman.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScalerTest {

    private static final TimeSeries SERIES = TimeSeries.of(List.of("a", "b"),
            new double[][] {{2, 4, 4, 4, 5, 5, 7, 9}, {0, -1, 1, 3, 0, 0, 0, 0}});

    @Test
    void minMaxMapsSmallestToZeroAndLargestToOne() {
        Scaler scaler = Scaler.minMax().fit(SERIES);
        assertEquals("minmax", scaler.method());
        assertEquals(List.of("a", "b"), scaler.columns());
        assertEquals(0, scaler.scale("a", 2));
        assertEquals(1, scaler.scale("a", 9));
        assertEquals(3.0 / 7, scaler.scale("a", 5), 1e-16);
        assertEquals(0.25, scaler.scale("b", 0));
        assertEquals(2, scaler.scale("a", 16));
        assertEquals(-1, scaler.unscale("b", 0));
        assertEquals(3, scaler.unscale("b", 1));
    }

    @Test
    void minMaxTakesAnotherRange() {
        Scaler scaler = Scaler.minMax(-1, 1).fit(SERIES);
        assertEquals(-1, scaler.scale("a", 2), 1e-15);
        assertEquals(0, scaler.scale("a", 5.5), 1e-15);
        assertEquals(1, scaler.scale("a", 9), 1e-15);
        assertEquals(9, scaler.unscale("a", 1), 1e-14);
    }

    @Test
    void standardUsesThePopulationsDeviation() {
        // The textbook example: mean 5, deviation 2 (2.138 if it were the sample's).
        Scaler.Column column = Scaler.standard().fit(SERIES).column("a");
        assertEquals(5, column.offset());
        assertEquals(2, column.scale());
        assertEquals("standard", Scaler.standard().fit(SERIES).method());
        assertEquals(-1.5, Scaler.standard().fit(SERIES).scale("a", 2));
    }

    @Test
    void noneLeavesValuesAsTheyAre() {
        Scaler scaler = Scaler.none().fit(SERIES);
        assertEquals(4.7, scaler.scale("b", 4.7));
        assertEquals(4.7, scaler.unscale("b", 4.7));
    }

    @Test
    void unscaleUndoesScale() {
        long seed = System.nanoTime();
        System.out.println("ScalerTest.unscaleUndoesScale: seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            double[] values = new double[2 + random.nextInt(50)];
            double unit = Math.pow(10, random.nextInt(13) - 6);
            for (int i = 0; i < values.length; i++) {
                values[i] = unit * (random.nextGaussian() + 3);
            }
            TimeSeries series = TimeSeries.of("x", values);
            for (Scaler scaler : List.of(Scaler.minMax().fit(series), Scaler.minMax(-1, 1).fit(series),
                    Scaler.standard().fit(series), Scaler.none().fit(series))) {
                double mean = 0;
                // Values that lie close together lose digits when their offset is taken away.
                double rounding = 1e-14 * (1 + 10 * unit / scaler.column("x").scale());
                for (double value : values) {
                    double scaled = scaler.scale("x", value);
                    mean += scaled / values.length;
                    assertEquals(value, scaler.unscale("x", scaled), 1e-13 * Math.max(unit, Math.abs(value)));
                    if (scaler.method().equals("minmax")) {
                        assertTrue(Math.abs(scaled) <= 1 + rounding, "scaled to " + scaled);
                    }
                }
                if (scaler.method().equals("standard")) {
                    assertEquals(0, mean, rounding);
                }
            }
        }
    }

    @Test
    void fittedOnTrainItKnowsNothingOfTest() {
        TimeSeries sunspots = Examples.sunspots();
        Split<TimeSeries> split = sunspots.splitAt(0.8);
        assertEquals(238.9, Scaler.minMax().fit(split.train()).column("Sunspots").scale());
        assertEquals(253.8, Scaler.minMax().fit(sunspots).column("Sunspots").scale());
    }

    @Test
    void missingValuesArePassedOver() {
        double[][] columns = {{Double.NaN, 2, 4, Double.NaN, 4, 4, 5, 5, 7, 9}};
        TimeSeries series = TimeSeries.of(List.of("x"), columns, Missing.DROP_WINDOWS);
        assertEquals(new Scaler.Column("x", 2, 7), Scaler.minMax().fit(series).column("x"));
        assertEquals(new Scaler.Column("x", 5, 2), Scaler.standard().fit(series).column("x"));
        Errors.refused(() -> Scaler.minMax().fit(series.slice(0, 1)), "column \"x\"", "missing");
    }

    @Test
    void aConstantColumnIsNamedWithItsValue() {
        TimeSeries series = TimeSeries.of(List.of("ok", "flat"), new double[][] {{1, 2, 3}, {0.1, 0.1, 0.1}});
        Errors.refused(() -> Scaler.minMax().fit(series), "column \"flat\" is 0.1 in all 3 rows", "min-max");
        Errors.refused(() -> Scaler.standard().fit(series), "column \"flat\" is 0.1 in all 3 rows", "standard");
        assertEquals(0.1, Scaler.none().fit(series).scale("flat", 0.1));
    }

    @Test
    void aRangeThatDoesNotFitIsRefused() {
        TimeSeries wide = TimeSeries.of("x", new double[] {-1.7e308, 1.7e308});
        Errors.refused(() -> Scaler.minMax().fit(wide), "column \"x\"", "does not fit");
        Errors.refused(() -> Scaler.standard().fit(wide), "column \"x\"", "does not fit");
    }

    @Test
    void aColumnTheScalerLacksIsNamed() {
        Scaler scaler = Scaler.minMax().fit(SERIES);
        Errors.refused(() -> scaler.scale("c", 1), "\"c\"", "\"a\", \"b\"");
        Errors.refused(() -> scaler.unscale("c", 1), "\"c\"");
    }

    @Test
    void aScalerIsItsNumbers() {
        Scaler scaler = Scaler.standard().fit(SERIES);
        Scaler same = Scaler.of(scaler.method(), scaler.columnScales());
        assertEquals(scaler, same);
        assertEquals(scaler.hashCode(), same.hashCode());
        assertEquals(scaler.scale("b", 0.3), same.scale("b", 0.3));
        assertNotEquals(scaler, Scaler.minMax().fit(SERIES));
        assertNotEquals(scaler, Scaler.of("other", scaler.columnScales()));
    }

    @Test
    void numbersThatScaleNothingAreRefused() {
        for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            Errors.refused(() -> new Scaler.Column("x", 0, scale), "\"x\"", String.valueOf(scale));
        }
        Errors.refused(() -> new Scaler.Column("x", Double.NaN, 1), "\"x\"", "NaN");
        Scaler.Column x = new Scaler.Column("x", 0, 1);
        Errors.refused(() -> Scaler.of("minmax", List.of(x, x)), "\"x\" is twice");
        Errors.wrong(() -> Scaler.minMax(1, 1), "1.0 to 1.0");
        Errors.wrong(() -> Scaler.minMax(0, Double.NaN), "NaN");
    }

    @Test
    void methodsHaveTheNamesOfTheCommandLine() {
        for (String name : List.of("minmax", "standard", "none")) {
            assertEquals(name, Scaler.Method.of(name).fit(SERIES).method());
        }
        Errors.wrong(() -> Scaler.Method.of("robust"), "\"robust\"", "minmax, standard, none");
    }
}
