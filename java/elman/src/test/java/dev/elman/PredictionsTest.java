package dev.elman;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Chunks;
import dev.elman.data.DataException;
import dev.elman.data.Dataset;
import dev.elman.data.Scaler;
import dev.elman.data.Schema;
import dev.elman.data.TimeSeries;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.Gru;
import dev.elman.layers.Lstm;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Predictions of data sets with lengths, masks, static features, states, lanes and tokens. */
class PredictionsTest {

    private static double[][][] sequences(int count, int longest, long seed) {
        Random random = new Random(seed);
        double[][][] sequences = new double[count][][];
        for (int i = 0; i < count; i++) {
            sequences[i] = new double[1 + random.nextInt(longest)][2];
            for (double[] row : sequences[i]) {
                row[0] = random.nextGaussian();
                row[1] = random.nextGaussian();
            }
        }
        return sequences;
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void everySequenceOfARaggedDataSetIsPredictedAsAlone(Precision precision) {
        for (Architecture net : List.of(
                Architecture.inputs(2).lstm(3).dense(2, Activation.LINEAR),
                Architecture.inputs(2).gru(3).bidirectional(new Lstm(2)).allSteps(),
                Architecture.inputs(2).then(new Bidirectional(new Gru(2), Bidirectional.Merge.SUM)))) {
            Model model = ModelTest.random(net, precision, 2);
            double[][][] inputs = sequences(Runner.MAX_SEQUENCES + 20, 6, 3);
            double[][] predicted = model.predict(Dataset.ragged(inputs, null));
            for (int i = 0; i < inputs.length; i++) {
                assertArrayEquals(model.predict(flat(inputs[i])), predicted[i], 1e-9);
            }
        }
    }

    @Test
    void paddingAndMaskedStepsChangeNothing() {
        Model model = ModelTest.random(Architecture.inputs(2).lstm(3).allSteps(), Precision.FLOAT, 2);
        double nan = Double.NaN;
        double[][][] inputs = {{{1, 2}, {3, 4}}, {{5, 6}}};
        double[][][] padded = {{{1, 2}, {3, 4}, {nan, nan}}, {{5, 6}, {nan, 7}, {8, nan}}};
        double[][][] holes = {{{1, 2}, {9, 9}, {3, 4}}, {{0, 0}, {0, 0}, {5, 6}}};
        double[][] expected = model.predict(Dataset.ragged(inputs, null));
        assertEquals(6, expected[0].length);
        assertEquals(3, expected[1].length);
        double[][] withNan = model.predict(Dataset.padded(padded, new int[] {2, 1}, null));
        double[][] masked = model.predict(Dataset.of(holes).withMask(
                new boolean[][] {{true, false, true}, {false, false, true}}));
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(expected[i], withNan[i]);
            assertArrayEquals(expected[i], masked[i]);
        }
    }

    @Test
    void staticFeaturesAndStatesComeWithTheData() {
        Architecture net = Architecture.inputs(2).staticFeatures(3).gru(2).staticFeatures(3).dense(1, Activation.TANH);
        Model model = ModelTest.random(net, Precision.DOUBLE, 2);
        double[][][] inputs = sequences(3, 4, 1);
        double[][] features = {{1, 2, 3}, {.1, .2, .3}, {-1, 0, 1}};
        State[] states = {
            model.state(new double[] {.5, -.5}), model.state(new double[2]), model.state(new double[] {1, 1})
        };
        Dataset data = Dataset.ragged(inputs, null).withStaticFeatures(features);
        double[][] predicted = model.predict(data.withInitialStates(new double[][] {{.5, -.5}, {0, 0}, {1, 1}}));
        Outputs run = model.run(inputs, features, states);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(run.outputs()[i][0], predicted[i], 1e-12);
            try (Stream stream = model.stream(features[i])) {
                stream.restore(states[i]);
                double[] last = null;
                for (double[] row : inputs[i]) {
                    last = stream.step(row);
                }
                assertArrayEquals(predicted[i], last, 1e-12);
            }
        }
        Trace trace = model.trace(flat(inputs[1]), features[1]);
        assertArrayEquals(model.predict(data)[1], trace.outputs()[0], 1e-12);
        assertArrayEquals(new double[] {inputs[1][0][0], inputs[1][0][1], .1, .2, .3}, trace.layer(0)[0], 1e-12);
        refused("3 static features of every sequence, which an array of inputs does not hold",
                () -> model.predict(new double[2]));
        refused("3 static features of every sequence, which", () -> model.predict(new float[2], new float[1]));
        refused("3 static features of every sequence but the sequence has 0", () -> model.trace(new double[2]));
        refused("takes 3 static features of every sequence but the data have 0",
                () -> model.predict(Dataset.ragged(inputs, null)));
        refused("takes 3 static features of every sequence but the data have 1",
                () -> model.predict(Dataset.ragged(inputs, null).withStaticFeatures(new double[3][1])));
        refused("a state of the model has 2 values but the initial states of the data have 5",
                () -> model.predict(data.withInitialStates(new double[3][5])));
    }

    /** What a model carries from chunk to chunk makes them one long sequence. */
    @Test
    void chunksArePredictedAsTheSeriesTheyAre() {
        Random random = new Random(5);
        TimeSeries series = TimeSeries.of("a", random.doubles(603).toArray());
        Scaler scaler = Scaler.standard().fit(series);
        Model bare = ModelTest.random(Architecture.inputs(1).lstm(3).dense(1, Activation.LINEAR).allSteps(),
                Precision.DOUBLE, 2);
        Dataset chunks = Chunks.of(2).lanes(3).over(series, scaler);
        Model model = bare.withSchema(chunks.schema());
        double[][] predicted = model.predict(chunks);
        assertEquals(300, predicted.length);
        for (int lane = 0; lane < 3; lane++) {
            double[][] rows = new double[200][1];
            for (int row = 0; row < rows.length; row++) {
                rows[row][0] = series.value(lane * 200 + row, 0);
            }
            double[][] whole = model.run(new double[][][] {rows}, null, null).outputs()[0];
            for (int row = 0; row < rows.length; row++) {
                assertEquals(whole[row][0], predicted[row / 2 * 3 + lane][row % 2], 1e-12);
            }
        }
        // Windows that overlap see the same states, and say the same where they overlap.
        double[][] reaching = model.predict(Chunks.of(2).reach(5).lanes(3).over(series, scaler));
        for (int sample = 3; sample < reaching.length; sample++) {
            for (int step = 0; step < 3; step++) {
                assertEquals(reaching[sample - 3][step + 2], reaching[sample][step], 1e-12);
            }
        }
        // Another call begins anew.
        assertArrayEquals(predicted[0], model.predict(chunks)[0]);
        assertTrue(model.evaluate(chunks).naiveRmse().isPresent());
    }

    @Test
    void tokensOutsideTheVocabularyAreRefused() {
        Architecture net = Architecture.inputs(1).embedding(5, 2).gru(2).dense(3, Activation.LINEAR);
        Model model = ModelTest.random(net, Precision.FLOAT, 1).withHead(Head.CLASSES);
        int token = model.classify(4, 0, 2);
        assertArrayEquals(new int[] {token}, model.classify(new double[] {4, 0, 2}));
        assertEquals(token, model.classify(Dataset.tokens(new int[][] {{4, 0, 2}, {1}}))[0][0]);
        for (double bad : new double[] {5, -1, 0.5, Double.NaN, 1e300}) {
            String message = "inputs must be tokens, whole numbers from 0 to 4, but inputs[1] was ";
            refused(message, () -> model.predict(new double[] {0, bad}));
            refused(message, () -> model.predict(new float[] {0, (float) bad}));
        }
        refused("inputs[1] was 7", () -> model.classify(0, 7));
        DataException e = assertThrows(DataException.class,
                () -> model.predict(Dataset.tokens(new int[][] {{0}, {4, 5}})));
        assertTrue(e.getMessage().contains("sample 1, time step 1 (from 0): a token"), e.getMessage());
        try (Stream stream = model.stream()) {
            refused("inputs must be tokens", () -> stream.step(5));
            assertEquals(0, stream.steps());
            assertEquals(3, stream.step(4).length);
        }
        refused("sequence 0, time step 1 (from 0): inputs must be tokens",
                () -> model.run(new double[][][] {{{0}, {9}}}, null, null));
    }

    @Test
    void valuesBeyondTheRangeOfFloatAreRefusedByAFloatModel() {
        Architecture net = Architecture.inputs(1).simpleRnn(1, Activation.TANH);
        Dataset large = Dataset.of(new double[][][] {{{1}}, {{1e39}}});
        assertEquals(2, ModelTest.random(net, Precision.DOUBLE, 1).predict(large).length);
        Model model = ModelTest.random(net, Precision.FLOAT, 1);
        DataException e = assertThrows(DataException.class, () -> model.predict(large));
        assertTrue(e.getMessage().contains("sample 1 (from 0): an input is 1.0E39, beyond the range of float"),
                e.getMessage());
    }

    @Test
    void aModelOfAnyLengthTakesEveryLength() {
        Dataset ragged = Dataset.ragged(new double[][][] {{{1}, {2}}, {{3}}}, new double[][] {{1}, {2}});
        Model model = ModelTest.random(Architecture.inputs(1).gru(2).dense(1, Activation.LINEAR), Precision.FLOAT, 1)
                .withSchema(ragged.schema());
        assertEquals(2, model.predict(ragged).length);
        assertEquals(2, model.evaluate(ragged).windows());
        assertEquals(1, model.predict(Dataset.of(new double[1][7][1])).length);
        assertEquals(1, model.predict(new double[9]).length);
        Model three = model.withSchema(new Schema(List.of("input 1"), List.of("output 1"), 3, 1, null));
        refused("a look-back of 3 but the data have sequences of any length", () -> three.predict(ragged));
        assertEquals(1, three.predict(Dataset.of(new double[1][3][1])).length);
    }

    private static void refused(String message, Executable action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
