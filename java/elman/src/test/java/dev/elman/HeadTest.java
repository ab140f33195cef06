package dev.elman;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.DataException;
import dev.elman.data.Dataset;
import dev.elman.data.Scaler;
import dev.elman.data.Schema;
import dev.elman.data.TimeSeries;
import dev.elman.data.Vocabulary;
import dev.elman.engine.Precision;
import dev.elman.format.FormatException;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.optim.Loss;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeadTest {

    /** A model that gives its biases, whatever goes in. */
    private static Model constant(Precision precision, double... outputs) {
        Architecture net = Architecture.inputs(1).dense(outputs.length, Activation.LINEAR);
        double[] weights = new double[2 * outputs.length];
        System.arraycopy(outputs, 0, weights, outputs.length, outputs.length);
        return Model.of(net, precision, weights).withEngine("reference");
    }

    private static Schema schema(int lookBack, int horizon, String... targets) {
        return new Schema(List.of("x"), List.of(targets), lookBack, horizon, Scaler.of("by hand",
                List.of(new Scaler.Column("x", 5, 2), new Scaler.Column("y", -1, 10), new Scaler.Column("z", 100, 4))));
    }

    private static double[] predicted(Model model) {
        double[] doubles = model.predict(new double[] {0});
        float[] floats = model.predict(new float[] {0});
        double[] data = model.predict(Dataset.of(new double[][][] {{{0}}}).withSchema(
                model.schema() == null ? new Schema(List.of("x"), List.of(), 1, 1, null) : model.schema()))[0];
        double[][][] run = model.run(new double[][][] {{{0}}}, null, null).outputs();
        for (int i = 0; i < doubles.length; i++) {
            assertEquals(doubles[i], floats[i], 1e-5 * Math.abs(doubles[i]) + 1e-6);
        }
        assertArrayEquals(doubles, data, 1e-12);
        assertArrayEquals(doubles, run[0][0], 1e-12);
        assertArrayEquals(doubles, model.trace(new double[] {0}).outputs()[0], 1e-12);
        return doubles;
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void classesArePredictedAsProbabilities(Precision precision) {
        Model model = constant(precision, 1, 2, 1000).withHead(Head.CLASSES);
        assertArrayEquals(new double[] {0, 0, 1}, predicted(model), 1e-12);
        double sum = Math.exp(0) + Math.exp(0.5) + Math.exp(-1);
        Model close = constant(precision, 0, 0.5, -1).withHead(Head.CLASSES);
        assertArrayEquals(new double[] {Math.exp(0) / sum, Math.exp(0.5) / sum, Math.exp(-1) / sum}, predicted(close),
                1e-7);
        assertArrayEquals(new int[] {1}, close.classify(new double[] {0}));
        assertArrayEquals(new int[][] {{1}, {1}}, close.classify(Dataset.of(new double[][][] {{{0}}, {{9}}})));
        assertEquals(1, close.classify(3));
        // Where two are as probable, the first.
        assertArrayEquals(new int[] {0}, constant(precision, 3, 3).withHead(Head.CLASSES).classify(new double[] {0}));
    }

    @Test
    void aYesIsPredictedAsItsProbability() {
        Model model = constant(Precision.DOUBLE, 0, 2, -800).withHead(Head.BINARY);
        assertArrayEquals(new double[] {0.5, 1 / (1 + Math.exp(-2)), 0}, predicted(model), 1e-12);
        refused(IllegalStateException.class, "each of its 3 outputs is a yes or no of its own; use predict",
                () -> model.classify(new double[1]));
        assertArrayEquals(new int[] {1}, constant(Precision.FLOAT, .1).withHead(Head.BINARY).classify(new double[1]));
        assertArrayEquals(new int[] {0}, constant(Precision.FLOAT, -.1).withHead(Head.BINARY).classify(new double[1]));
    }

    @Test
    void aDistributionIsPredictedInTheTargetsUnits() {
        Model model = constant(Precision.DOUBLE, 0.5, 2, Math.log(4), Math.log(0.25)).withHead(Head.GAUSSIAN)
                .withSchema(schema(1, 1, "y", "z"));
        assertArrayEquals(new double[] {-1 + 0.5 * 10, 100 + 2 * 4, 2 * 10, 0.5 * 4}, predicted(model), 1e-12);
        // Two rows ahead: means of both targets, row by row, then deviations.
        Model ahead = constant(Precision.DOUBLE, 1, 2, 3, 4, 0, 0, 0, 0).withHead(Head.GAUSSIAN)
                .withSchema(schema(1, 2, "y", "z"));
        assertArrayEquals(new double[] {9, 108, 29, 116, 10, 4, 10, 4}, predicted(ahead), 1e-12);
    }

    @Test
    void quantilesArePredictedInTheTargetsUnits() {
        Model model = constant(Precision.DOUBLE, 0, 1, 2, 3, 4, 5).withHead(Head.quantiles(.1, .5, .9))
                .withSchema(schema(1, 1, "y", "z"));
        assertArrayEquals(new double[] {-1, 9, 19, 112, 116, 120}, predicted(model), 1e-12);
    }

    @Test
    void aForecastGoesOnWithTheMeanOrTheMedian() {
        TimeSeries series = TimeSeries.of("x", new double[] {1, 2, 3});
        Model gaussian = constant(Precision.DOUBLE, 0.25, 7).withHead(Head.GAUSSIAN).withSchema(schema(2, 1, "x"));
        // The dense layer gives an output for every time step, a recurrent one its last.
        assertThrows(IllegalStateException.class, () -> gaussian.forecast(series, 1));
        Architecture net = Architecture.inputs(1).simpleRnn(1, Activation.TANH).dense(3, Activation.LINEAR);
        double[] weights = new double[net.parameterCount()];
        weights[weights.length - 3] = 0.1;
        weights[weights.length - 2] = 0.2;
        weights[weights.length - 1] = 0.3;
        Model quantiles = Model.of(net, Precision.DOUBLE, weights).withEngine("reference")
                .withHead(Head.quantiles(.05, .45, .9)).withSchema(schema(2, 1, "x"));
        assertArrayEquals(new double[] {5.4, 5.4}, quantiles.forecast(series, 2), 1e-12);
        Model classes = Model.of(net, Precision.DOUBLE, weights).withHead(Head.CLASSES).withSchema(schema(2, 1, "x"));
        refused(IllegalStateException.class, "tells classes", () -> classes.forecast(series, 1));
        refused(IllegalStateException.class, "any length", () -> quantiles.withSchema(schema(0, 1, "x"))
                .forecast(series, 1));
        refused(IllegalStateException.class, "any length", () -> quantiles.withSchema(schema(0, 1, "x"))
                .dataset(series));
    }

    @Test
    void theHeadFollowsFromTheLoss() {
        assertEquals(Head.POINT, Head.of(Loss.MEAN_SQUARED_ERROR));
        assertEquals(Head.POINT, Head.of(Loss.huber(2)));
        assertEquals(Head.CLASSES, Head.of(Loss.SPARSE_CROSS_ENTROPY));
        assertEquals(Head.CLASSES, Head.of(Loss.CROSS_ENTROPY));
        assertEquals(Head.BINARY, Head.of(Loss.BINARY_CROSS_ENTROPY));
        assertEquals(Head.GAUSSIAN, Head.of(Loss.GAUSSIAN));
        assertEquals(Head.quantiles(.1, .9), Head.of(Loss.quantiles(.1, .9)));
    }

    @Test
    void headsSurviveAsJson() throws FormatException {
        for (Head head : List.of(Head.POINT, Head.CLASSES, Head.BINARY, Head.GAUSSIAN, Head.quantiles(.1, .5, .9))) {
            assertEquals(head, Head.fromJson(Head.toJson(head), "test"));
        }
        assertEquals("{\"type\":\"quantiles\",\"levels\":[0.1,0.9]}", Head.toJson(Head.quantiles(.1, .9)));
        refused(FormatException.class, "test: unknown head 'poisson'",
                () -> Head.fromJson("{\"type\":\"poisson\"}", "test"));
        refused(FormatException.class, "unknown field 'levels'",
                () -> Head.fromJson("{\"type\":\"classes\",\"levels\":[]}", "test"));
        refused(FormatException.class, "test: quantiles must be between",
                () -> Head.fromJson("{\"type\":\"quantiles\",\"levels\":[0.9,0.1]}", "test"));
        refused(FormatException.class, "has no 'type'", () -> Head.fromJson("{}", "test"));
    }

    @Test
    void headsThatDoNotGoWithTheNetworkAreRefused() {
        Model three = constant(Precision.FLOAT, 1, 2, 3);
        refused(IllegalArgumentException.class, "'gaussian' needs a mean", () -> three.withHead(Head.GAUSSIAN));
        refused(IllegalArgumentException.class, "'quantiles' needs 2 outputs for every target, but the network gives 3",
                () -> three.withHead(Head.quantiles(.1, .9)));
        Architecture softmax = Architecture.inputs(1).dense(2, Activation.LINEAR).softmax();
        Model probabilities = Model.of(softmax, Precision.FLOAT, new double[] {0, 0, 1, 2}).withEngine("reference");
        refused(IllegalArgumentException.class, "the last layer is one", () -> probabilities.withHead(Head.CLASSES));
        assertArrayEquals(new int[] {1}, probabilities.classify(new double[] {0}));
        refused(IllegalArgumentException.class, "for every target there must be 3 units",
                () -> three.withHead(Head.quantiles(.1, .5, .9)).withSchema(schema(1, 1, "y", "z")));
        refused(IllegalArgumentException.class, "one class, or a probability for every unit",
                () -> three.withHead(Head.CLASSES).withSchema(schema(1, 1, "y", "z")));
        refused(IllegalStateException.class, "its head is 'point'", () -> three.classify(new double[1]));
        Model every = Model.of(Architecture.inputs(1).simpleRnn(2, Activation.TANH).allSteps(), Precision.FLOAT,
                new double[8]).withHead(Head.CLASSES).withEngine("reference");
        assertEquals(3, every.classify(new double[3]).length);
        refused(IllegalStateException.class, "for every time step", () -> every.classify(1, 2, 3));
    }

    @Test
    void targetsThatTheHeadDoesNotTellAreRefused() {
        Model classes = constant(Precision.FLOAT, 1, 2, 3).withHead(Head.CLASSES);
        double[][][] inputs = {{{0}}, {{0}}};
        assertEquals(2, classes.evaluate(Dataset.sequences(inputs, new double[][][] {{{2}}, {{0}}})).windows());
        refused(DataException.class, "sample 1, time step 0 (from 0): a class must be a whole number from 0 to 2",
                () -> classes.evaluate(Dataset.sequences(inputs, new double[][][] {{{2}}, {{3}}})));
        refused(DataException.class, "the probabilities of the 3 classes must sum to 1",
                () -> classes.evaluate(Dataset.sequences(inputs, new double[][][] {{{1, 0, 0}}, {{.5, .6, 0}}})));
        refused(DataException.class, "from 0 to 1", () -> constant(Precision.FLOAT, 1).withHead(Head.BINARY)
                .evaluate(Dataset.sequences(inputs, new double[][][] {{{.5}}, {{-.5}}})));
    }

    @Test
    void aVocabularyGoesWithAnEmbedding() {
        Vocabulary vocabulary = Vocabulary.ofCharacters("abc");
        Architecture net = Architecture.inputs(1).embedding(3, 2).simpleRnn(2, Activation.TANH);
        Model model = Model.of(net, Precision.FLOAT, new double[net.parameterCount()]).withVocabulary(vocabulary);
        assertEquals(vocabulary, model.vocabulary());
        assertEquals(vocabulary, model.withEngine("reference").withHead(Head.CLASSES).vocabulary());
        refused(IllegalArgumentException.class, "has 4 symbols but the embedding has 3 tokens",
                () -> model.withVocabulary(Vocabulary.ofCharacters("abcd")));
        refused(IllegalArgumentException.class, "the first layer is no embedding",
                () -> constant(Precision.FLOAT, 1).withVocabulary(vocabulary));
        refused(IllegalArgumentException.class, "tokens, which cannot be scaled",
                () -> model.withSchema(new Schema(List.of("x"), List.of("x", "y"), 0, 1,
                        schema(0, 1, "x").scaler())));
    }

    private static <T extends Throwable> void refused(Class<T> type, String message, Executable action) {
        T e = assertThrows(type, action);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
