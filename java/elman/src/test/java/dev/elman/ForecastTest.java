package dev.elman;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.DataException;
import dev.elman.data.Missing;
import dev.elman.data.Scaler;
import dev.elman.data.Schema;
import dev.elman.data.TimeSeries;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Dense;
import dev.elman.layers.SimpleRnn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForecastTest {

    /** A network without memory: its outputs are the last row of inputs times a matrix [features, outputs]. */
    private static Model lastRowTimes(Schema schema, double[] matrix) {
        int features = schema.features().size();
        double[] identity = new double[features * features];
        for (int i = 0; i < features; i++) {
            identity[i * features + i] = 1;
        }
        Architecture net = Architecture.inputs(features)
                .then(new SimpleRnn(features, Activation.LINEAR).withBias(false))
                .then(new Dense(schema.outputs(), Activation.LINEAR).withBias(false));
        return Model.of(net, Precision.DOUBLE, Map.of("0.simpleRnn.kernel", identity, "0.simpleRnn.recurrentKernel",
                new double[features * features], "1.dense.kernel", matrix)).withEngine("reference").withSchema(schema);
    }

    private static TimeSeries series() {
        return TimeSeries.of(List.of("a", "x", "b"), new double[][] {{9, 9, 9, 1}, {7, 7, 7, 7}, {5, 5, 5, 100}});
    }

    @Test
    void outputsAreFedBackByName() {
        // Features a, b; targets b, a, in another order: a doubles, b halves.
        Schema schema = new Schema(List.of("a", "b"), List.of("b", "a"), 3, 1, null);
        Model model = lastRowTimes(schema, new double[] {0, 2, 0.5, 0});
        assertArrayEquals(new double[] {50, 2, 25, 4, 12.5, 8}, model.forecast(series(), 3), 1e-12);
    }

    @Test
    void forecastIsInTheUnitsOfTheData() {
        // scaled = (value - 100) / 10; the network doubles it.
        Schema schema = new Schema(List.of("a"), List.of("a"), 1, 1,
                Scaler.of("given", List.of(new Scaler.Column("a", 100, 10))));
        Model model = lastRowTimes(schema, new double[] {2});
        TimeSeries history = TimeSeries.of("a", new double[] {110});
        assertArrayEquals(new double[] {120, 140, 180}, model.forecast(history, 3), 1e-9);
    }

    @Test
    void horizonIsTakenAtOnceAndCutOff() {
        // One step on: times 2, two: times 3, three: times 5; and again from the last.
        for (int lookBack : new int[] {1, 2, 4}) {
            Schema schema = new Schema(List.of("a"), List.of("a"), lookBack, 3, null);
            Model model = lastRowTimes(schema, new double[] {2, 3, 5});
            assertArrayEquals(new double[] {2, 3}, model.forecast(series(), 2), 1e-12);
            assertArrayEquals(new double[] {2, 3, 5, 10, 15, 25, 50}, model.forecast(series(), 7), 1e-12);
        }
    }

    @Test
    void wholeWindowIsFedBack() {
        // h = x[t] + h[t-1]: the sum of the last three values.
        Architecture net = Architecture.inputs(1).then(new SimpleRnn(1, Activation.LINEAR).withBias(false));
        Model model = Model.of(net, Precision.DOUBLE, new double[] {1, 1}).withEngine("reference")
                .withSchema(new Schema(List.of("a"), List.of("a"), 3, 1, null));
        TimeSeries history = TimeSeries.of("a", new double[] {50, 1, 2, 3});
        assertArrayEquals(new double[] {6, 11, 20, 37}, model.forecast(history, 4), 1e-12);
    }

    @Test
    void inputThatIsNoOutputIsRefusedBeyondTheHorizon() {
        Schema schema = new Schema(List.of("a", "x"), List.of("a"), 2, 2, null);
        Model model = lastRowTimes(schema, new double[] {2, 3, 0, 0});
        assertArrayEquals(new double[] {2, 3}, model.forecast(series(), 2), 1e-12);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> model.forecast(series(), 3));
        assertTrue(e.getMessage().contains("horizon, 2, but was 3") && e.getMessage().contains("'x' is not an output"),
                e.getMessage());
    }

    @Test
    void badHistoryIsRefused() {
        Schema schema = new Schema(List.of("a", "b"), List.of("b", "a"), 4, 1, null);
        Model model = lastRowTimes(schema, new double[4]);
        refused("needs the last 4 rows (look-back) but the history has 3", model, series().slice(0, 3));
        refused("\"b\"", model, series().select("a", "x"));
        TimeSeries gap = TimeSeries.of(List.of("a", "b"),
                new double[][] {{1, 1, 1, 1, 1}, {1, 1, Double.NaN, 1, 1}}, Missing.DROP_WINDOWS);
        refused("column 'b', row 3 is missing", model, gap);
        assertThrows(IllegalArgumentException.class, () -> model.forecast(series(), 0));
        IllegalArgumentException tooMany = assertThrows(IllegalArgumentException.class,
                () -> model.forecast(series(), Integer.MAX_VALUE / 2 + 1));
        assertTrue(tooMany.getMessage().contains("1073741824 * 2"), tooMany.getMessage());
        IllegalStateException e = assertThrows(IllegalStateException.class,
                () -> model.withSchema(null).forecast(series(), 1));
        assertTrue(e.getMessage().contains("withSchema"), e.getMessage());
    }

    @Test
    void forecastThatGrowsWithoutBoundsSaysAtWhichStep() {
        Schema schema = new Schema(List.of("a"), List.of("a"), 1, 1, null);
        Model model = lastRowTimes(schema, new double[] {1e200});
        ArithmeticException e = assertThrows(ArithmeticException.class, () -> model.forecast(series(), 5));
        assertTrue(e.getMessage().contains("at step 2"), e.getMessage());
        assertEquals(1e200, model.forecast(series(), 1)[0]);
    }

    private static void refused(String message, Model model, TimeSeries history) {
        DataException e = assertThrows(DataException.class, () -> model.forecast(history, 2));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
