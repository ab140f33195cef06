package dev.elman;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.DataException;
import dev.elman.data.Dataset;
import dev.elman.data.Scaler;
import dev.elman.data.TimeSeries;
import dev.elman.data.Windows;
import dev.elman.engine.EngineException;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.SimpleRnn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelTest {

    /** The network that the Keras tutorial computes by hand. */
    static Model workedExample(Precision precision) {
        Architecture net = Architecture.inputs(1).simpleRnn(2, Activation.LINEAR).dense(1, Activation.LINEAR);
        return Model.of(net, precision, Map.of(
                "0.simpleRnn.kernel", new double[] {0.18662322, -1.2369459},
                "0.simpleRnn.recurrentKernel", new double[] {0.86981213, -0.49338293, 0.49338293, 0.8698122},
                "0.simpleRnn.bias", new double[2],
                "1.dense.kernel", new double[] {-0.4635998, 0.6538409},
                "1.dense.bias", new double[1])).withEngine("reference");
    }

    /** A model with small random weights. */
    static Model random(Architecture net, Precision precision, long seed) {
        double[] vector = new Random(seed).doubles(net.parameterCount(), -0.5, 0.5).toArray();
        return Model.of(net, precision, vector).withEngine("reference");
    }

    private static TimeSeries twoColumns() {
        double[] a = new double[40];
        double[] b = new double[40];
        for (int i = 0; i < a.length; i++) {
            a[i] = 1000 + 300 * Math.sin(i);
            b[i] = -2 + 0.5 * Math.cos(i * 0.7);
        }
        return TimeSeries.of(List.of("a", "b"), new double[][] {a, b});
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void workedExampleOfTheTutorial(Precision precision) {
        Model model = workedExample(precision);
        Trace trace = model.trace(new double[] {1, 2, 3});
        assertEquals(List.of("0.simpleRnn", "1.dense"), trace.layers());
        double[][] hidden = trace.layer(0);
        assertEquals(3, hidden.length);
        assertArrayEquals(new double[] {0.18662322, -1.23694587}, hidden[0], 1e-6);
        assertArrayEquals(new double[] {-0.07471441, -3.64187904}, hidden[1], 1e-6);
        assertArrayEquals(new double[] {-1.30195881, -6.84172557}, hidden[2], 1e-6);
        assertEquals(-3.8698118, trace.outputs()[0][0], 1e-6);
        assertEquals(-3.8698118, trace.layer(1)[0][0], 1e-6);
        assertEquals(-3.8698118, model.predict(new double[] {1, 2, 3})[0], 1e-6);
        assertEquals(-3.8698118, model.predict(new float[] {1, 2, 3})[0], 1e-6);
    }

    @Test
    void parametersAreCopiesByNameAndShape() throws Exception {
        Model model = workedExample(Precision.FLOAT);
        double[] kernel = model.parameter("0.simpleRnn.kernel");
        assertArrayEquals(new double[] {0.18662322f, -1.2369459f}, kernel);
        kernel[0] = 9;
        model.parameterVector()[0] = 9;
        assertEquals(0.18662322f, model.parameterVector()[0]);
        assertArrayEquals(new int[] {2, 2}, model.parameters().get(1).shape());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> model.parameter("kernel")).getMessage()
                .contains("0.simpleRnn.recurrentKernel"));
        ByteBuffer bytes = ByteBuffer.allocate(4 * 11).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : model.parameterVector()) {
            bytes.putFloat((float) value);
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
        assertEquals(HexFormat.of().formatHex(digest), model.sha256());
        assertNotEquals(model.sha256(), workedExample(Precision.DOUBLE).sha256());
        assertNull(model.schema());
        assertNull(model.provenance());
    }

    @Test
    void badWeightsAreRefused() {
        Architecture net = Architecture.inputs(1).dense(2, Activation.LINEAR);
        Map<String, double[]> good = Map.of("0.dense.kernel", new double[2], "0.dense.bias", new double[2]);
        Model.of(net, Precision.FLOAT, good);
        refused("there are [0.dense.kernel]",
                () -> Model.of(net, Precision.FLOAT, Map.of("0.dense.kernel", new double[2])));
        refused("parameter 0.dense.bias has the shape [2], 2 values, but 3 were given", () -> Model.of(net,
                Precision.FLOAT, Map.of("0.dense.kernel", new double[2], "0.dense.bias", new double[3])));
        refused("0.dense.bias must be finite in float precision but its element 1 is 1.0E39", () -> Model.of(net,
                Precision.FLOAT, Map.of("0.dense.kernel", new double[2], "0.dense.bias", new double[] {0, 1e39})));
        refused("are 4 values but 5 were given", () -> Model.of(net, Precision.FLOAT, new double[5]));
        refused("its element 0 is NaN", () -> Model.of(net, Precision.DOUBLE, new double[] {Double.NaN, 0, 0, 0}));
        refused("needs at least one layer", () -> Model.of(Architecture.inputs(1), Precision.FLOAT, new double[0]));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void everyWayToPredictAgrees(Precision precision) {
        TimeSeries series = twoColumns();
        Scaler scaler = Scaler.minMax().fit(series);
        Dataset data = Windows.lookBack(5).horizon(2).targets("b").over(series, scaler);
        Model model = random(Architecture.inputs(2).simpleRnn(4, Activation.TANH).dense(2, Activation.LINEAR),
                precision, 1).withSchema(data.schema());
        double[][] predicted = model.predict(data);
        assertEquals(data.count(), predicted.length);
        double[] all = new double[data.count() * 10];
        float[] allFloats = new float[all.length];
        for (int i = 0; i < data.count(); i++) {
            for (int t = 0; t < 5; t++) {
                all[i * 10 + t * 2] = series.value(i + t, 0);
                all[i * 10 + t * 2 + 1] = series.value(i + t, 1);
            }
        }
        for (int i = 0; i < all.length; i++) {
            allFloats[i] = (float) all[i];
        }
        double[] batch = model.predict(all);
        float[] floatBatch = model.predict(allFloats);
        try (Predictor predictor = model.predictor()) {
            for (int i = 0; i < data.count(); i++) {
                double[] one = Arrays.copyOfRange(all, i * 10, i * 10 + 10);
                assertArrayEquals(predicted[i], model.predict(one), 1e-6);
                assertArrayEquals(predicted[i], predictor.predict(one), 1e-6);
                assertArrayEquals(predicted[i], new double[] {batch[2 * i], batch[2 * i + 1]}, 1e-6);
                assertEquals(predicted[i][1], floatBatch[2 * i + 1], 1e-5);
                double byHand = scaler.unscale("b", new Scaling(null, precision, 2, 2).unscale(0,
                        model.withSchema(null).predict(data.input(i))[0]));
                assertEquals(predicted[i][0], byHand, 1e-6);
            }
        }
    }

    @Test
    void largeBatchesGiveWhatSmallOnesDo() {
        Model model = random(Architecture.inputs(2).simpleRnn(3, Activation.TANH).dense(1, Activation.TANH),
                Precision.FLOAT, 2).withSchema(Windows.lookBack(3).targets("a").over(twoColumns(),
                        Scaler.standard().fit(twoColumns())).schema());
        int count = 3 * Runner.MAX_SEQUENCES + 17;
        double[] doubles = new Random(3).doubles(count * 6, -3, 900).toArray();
        float[] floats = new float[doubles.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) doubles[i];
        }
        double[] outputs = model.predict(doubles);
        float[] floatOutputs = model.predict(floats);
        for (int i : new int[] {0, 1, 255, 256, 257, 700, count - 1}) {
            double one = model.predict(Arrays.copyOfRange(doubles, i * 6, i * 6 + 6))[0];
            assertEquals(one, outputs[i], 1e-9);
            assertEquals(model.predict(Arrays.copyOfRange(floats, i * 6, i * 6 + 6))[0], floatOutputs[i],
                    1e-3);
        }
        double[] bad = doubles.clone();
        bad[count * 6 - 1] = Double.NaN;
        refused("inputs[" + (count * 6 - 1) + "] was NaN", () -> model.predict(bad));
    }

    @Test
    void sequencesOfOutputsKeepTheirSteps() {
        Architecture net = Architecture.inputs(1).simpleRnn(3, Activation.TANH).dense(2, Activation.LINEAR).allSteps();
        Model model = random(net, Precision.DOUBLE, 5);
        double[] all = model.predict(new double[] {1, 2, 3, 4});
        assertEquals(8, all.length);
        assertArrayEquals(new double[] {all[0], all[1], all[2], all[3]}, model.predict(new double[] {1, 2}), 1e-12);
        Trace trace = model.trace(new double[] {1, 2, 3, 4});
        assertArrayEquals(new double[] {all[6], all[7]}, trace.outputs()[3], 1e-12);
        Dataset data = Dataset.sequences(new double[][][] {{{1}, {2}}, {{3}, {4}}},
                new double[][][] {{{0, 0}, {0, 0}}, {{0, 0}, {0, 0}}});
        assertArrayEquals(new double[] {all[0], all[1], all[2], all[3]}, model.predict(data)[0], 1e-12);
        assertEquals(2, model.withSchema(data.schema()).evaluate(data).targets().size());
        assertThrows(IllegalStateException.class,
                () -> model.withSchema(data.schema()).forecast(TimeSeries.of("input 1", new double[9]), 1));
    }

    @Test
    void wrongLengthsAreNamed() {
        Model model = workedExample(Precision.FLOAT);
        refused("whole steps of 1 features but was of length 0", () -> model.predict(new float[0]));
        refused("outputs must be of length 1 for inputs of length 3 but was of length 2",
                () -> model.predict(new float[3], new float[2]));
        Model known = model.withSchema(Windows.lookBack(3).over(TimeSeries.of(1, 2, 3, 4)).schema());
        refused("whole sequences of 3 steps * 1 features = 3 values but was of length 4",
                () -> known.predict(new double[4]));
        refused("one sequence of 3 values but was of length 6", () -> known.trace(new double[6]));
    }

    @Test
    void inputsThatAreNotFiniteAreRefused() {
        Model model = workedExample(Precision.FLOAT);
        TimeSeries series = TimeSeries.of(0, 1e-30, 0, 0);
        Model scaled = model.withSchema(Windows.lookBack(3).over(series, Scaler.minMax().fit(series)).schema());
        for (Model each : new Model[] {model, scaled}) {
            refused("inputs[1] was NaN", () -> each.predict(new float[] {1, Float.NaN, 3}));
            refused("inputs[2] was NaN", () -> each.predict(new double[] {1, 2, Double.NaN}));
            refused("inputs[0] was -Infinity", () -> each.predict(new float[] {Float.NEGATIVE_INFINITY, 2, 3}));
            refused("inputs[0] was Infinity", () -> each.trace(new double[] {Double.POSITIVE_INFINITY, 2, 3}));
        }
        refused("inputs[1] was 1.0E39", () -> model.predict(new double[] {1, 1e39, 3}));
        refused("inputs[0] was 1.0E20, which scaled to 9.999999999999999E49 is out of range",
                () -> scaled.predict(new double[] {1e20, 0, 0}));
        assertEquals(1, scaled.predict(new float[] {0, 0, 0}).length);
    }

    @Test
    void dataThatDoNotFitAreRefusedNamingBothSides() {
        TimeSeries series = twoColumns();
        Scaler scaler = Scaler.minMax().fit(series);
        Dataset data = Windows.lookBack(5).horizon(2).targets("b").over(series, scaler);
        Architecture net = Architecture.inputs(2).simpleRnn(4, Activation.TANH).dense(2, Activation.LINEAR);
        Model bare = random(net, Precision.FLOAT, 1);
        Model model = bare.withSchema(data.schema());
        model.evaluate(data);
        refused("the last layer (1, dense) has 2 units but the data's horizon * targets = 3 * 1 = 3",
                () -> bare.evaluate(Windows.lookBack(5).horizon(3).targets("b").over(series, scaler)));
        refused("takes 2 features per time step [a, b] but the data have 1 [a]",
                () -> model.predict(Windows.lookBack(5).features("a").over(series, scaler)));
        refused("features [a, b] but the data have [b, a]", () -> model.predict(
                Windows.lookBack(5).features("b", "a").targets("b").horizon(2).over(series, scaler)));
        refused("a look-back of 5 but the data have 6",
                () -> model.evaluate(Windows.lookBack(6).horizon(2).targets("b").over(series, scaler)));
        refused("targets [b] but the data have [a, b]; it has a horizon of 2 but the data have 1",
                () -> model.evaluate(Windows.lookBack(5).over(series, scaler)));
        refused("the data were scaled by standard", () -> model.evaluate(
                Windows.lookBack(5).horizon(2).targets("b").over(series, Scaler.standard().fit(series))));
        refused("the data were scaled by none",
                () -> model.evaluate(Windows.lookBack(5).horizon(2).targets("b").over(series)));
        refused("no targets", () -> bare.evaluate(Dataset.of(new double[1][5][2])));
        refused("outputs for 1 of 5 time steps but the data have targets for 5",
                () -> bare.predict(Dataset.sequences(new double[1][5][2], new double[1][5][2])));
        refused("the last layer (1, dense) has 2 units but the schema's horizon * targets = 2 * 2 = 4",
                () -> bare.withSchema(Windows.lookBack(5).horizon(2).over(series).schema()));
        refused("takes 2 features per time step but the schema has 1: [a]",
                () -> bare.withSchema(Windows.lookBack(5).features("a").over(series).schema()));
        Dataset arrays = Dataset.of(new double[][][] {firstInput(data)}, new double[][] {data.target(0)});
        assertArrayEquals(model.predict(data)[0],
                model.predict(arrays.withSchema(model.schema()))[0], 1e-9);
    }

    private static double[][] firstInput(Dataset data) {
        double[] flat = data.input(0);
        double[][] steps = new double[data.timeSteps()][data.features()];
        for (int i = 0; i < flat.length; i++) {
            steps[i / data.features()][i % data.features()] = flat[i];
        }
        return steps;
    }

    @Test
    void windowsOfTheModelAreItsTrainingWindows() {
        TimeSeries series = twoColumns();
        Scaler scaler = Scaler.standard().fit(series.slice(0, 20));
        Dataset data = Windows.lookBack(5).horizon(2).targets("b").over(series, scaler);
        Model model = random(Architecture.inputs(2).then(new SimpleRnn(2, Activation.TANH)), Precision.FLOAT, 1)
                .withSchema(data.schema());
        assertEquals(data.fingerprint(), model.dataset(series).fingerprint());
        assertEquals(data.count() / 2 + data.count() % 2, model.dataset(series, 2).count());
        assertThrows(DataException.class, () -> model.dataset(series.select("a")));
        assertThrows(IllegalStateException.class, () -> model.withSchema(null).dataset(series));
    }

    @Test
    void engineThatIsNotThereIsNamedOnFirstUse() {
        Model model = workedExample(Precision.FLOAT).withEngine("abacus");
        assertEquals("abacus", model.engine());
        for (Executable use : List.<Executable>of(
                () -> model.predict(new float[3]), model::predictor, () -> model.trace(new double[3]))) {
            assertTrue(assertThrows(EngineException.class, use).getMessage().contains("no engine 'abacus'"));
        }
    }

    private static void refused(String message, Executable action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
