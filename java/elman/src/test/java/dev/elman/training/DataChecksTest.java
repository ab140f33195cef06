package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.elman.data.DataException;
import dev.elman.data.Dataset;
import dev.elman.data.Scaler;
import dev.elman.data.TimeSeries;
import dev.elman.data.Windows;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Gru;
import dev.elman.optim.Loss;
import dev.elman.optim.Truncation;
import org.junit.jupiter.api.Test;

/** Data that do not fit the architecture or the loss: refused before anything is computed, saying where. */
class DataChecksTest {

    private static final double[][][] INPUTS = new double[4][3][2];

    private static final Architecture CLASSES = Architecture.inputs(2).gru(3).dense(5, Activation.LINEAR);

    private static Trainer.Builder trainer(Loss loss) {
        return Trainer.builder().engine("reference").seed(1).epochs(1).loss(loss);
    }

    private static void assertRefused(
            Trainer.Builder trainer, Architecture net, Dataset train, Dataset validation, String... parts) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> trainer.build().train(net, train, validation)).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    private static Dataset probabilities(double... last) {
        double[][] targets = {{1, 0, 0, 0, 0}, {0, 0, 1, 0, 0}, {0.2, 0.2, 0.2, 0.2, 0.2}, last};
        return Dataset.of(INPUTS, targets);
    }

    @Test
    void aClassIsAWholeNumberThatTheNetworkHasAnOutputFor() {
        Trainer.Builder trainer = trainer(Loss.SPARSE_CROSS_ENTROPY);
        Dataset good = Dataset.classes(INPUTS, new int[] {0, 4, 2, 1});
        assertDoesNotThrow(() -> trainer.build().train(CLASSES, good, good));
        Dataset beyond = Dataset.classes(INPUTS, new int[] {0, 4, 5, 1});
        assertRefused(trainer, CLASSES, beyond, null, "sample 2", "from 0 to 4", "5");
        assertRefused(trainer, CLASSES, good, beyond, "sample 2", "5");
        Dataset half = Dataset.of(INPUTS, new double[][] {{0}, {1.5}, {0}, {0}});
        assertRefused(trainer, CLASSES, half, null, "sample 1", "1.5");
        Dataset negative = Dataset.of(INPUTS, new double[][] {{0}, {1}, {0}, {-1}});
        assertRefused(trainer, CLASSES, negative, null, "sample 3", "-1");
    }

    @Test
    void aClassThatWeighsNothingMayBeAnything() {
        Dataset unknown = Dataset.of(INPUTS, new double[][] {{0}, {-100}, {0}, {3}})
                .withWeights(new double[] {1, 0, 1, 1});
        assertDoesNotThrow(() -> trainer(Loss.SPARSE_CROSS_ENTROPY).build().train(CLASSES, unknown, unknown));
        Dataset nothing = unknown.slice(1, 2);
        assertRefused(trainer(Loss.SPARSE_CROSS_ENTROPY), CLASSES, nothing, null, "training data", "nothing counts");
    }

    @Test
    void probabilitiesSumToOne() {
        Trainer.Builder trainer = trainer(Loss.CROSS_ENTROPY);
        assertDoesNotThrow(() -> trainer.build().train(CLASSES, probabilities(0, 0.5, 0, 0.5, 0)));
        assertRefused(trainer, CLASSES, probabilities(0, 0.5, 0, 0.4, 0), null, "sample 3", "0.9");
        assertRefused(trainer, CLASSES, probabilities(0, 1.5, -0.5, 0, 0), null, "sample 3", "-0.5");
        assertRefused(trainer, CLASSES, Dataset.classes(INPUTS, new int[4]), null, "5 units", "have 1 values");
    }

    @Test
    void yesOrNoIsFromZeroToOne() {
        Trainer.Builder trainer = trainer(Loss.BINARY_CROSS_ENTROPY);
        assertDoesNotThrow(() -> trainer.build().train(CLASSES, probabilities(1, 1, 1, 0, 0)));
        assertRefused(trainer, CLASSES, probabilities(1, 1, 1.25, 0, 0), null, "sample 3", "1.25");
    }

    @Test
    void tokensAreOfTheVocabulary() {
        Architecture net = Architecture.inputs(1).embedding(6, 2).gru(3).dense(5, Activation.LINEAR);
        Trainer.Builder trainer = trainer(Loss.SPARSE_CROSS_ENTROPY);
        int[] classes = {0, 1};
        assertDoesNotThrow(() -> trainer.build().train(net, Dataset.tokens(new int[][] {{0, 5}, {3}}, classes)));
        assertRefused(trainer, net, Dataset.tokens(new int[][] {{0, 5}, {3, 1, 6}}, classes), null,
                "sample 1", "step 2", "from 0 to 5", "6");
    }

    @Test
    void outputsAreWhatTheLossTakes() {
        Dataset two = Dataset.of(INPUTS, new double[4][2]);
        Architecture net = Architecture.inputs(2).gru(3).dense(4, Activation.LINEAR);
        assertDoesNotThrow(() -> trainer(Loss.GAUSSIAN).build().train(net, two));
        assertDoesNotThrow(() -> trainer(Loss.quantiles(0.1, 0.9)).build().train(net, two));
        assertRefused(trainer(Loss.quantiles(0.5)), net, two, null, "4 units", "2 values");
        assertRefused(trainer(Loss.quantiles(0.1, 0.5, 0.9)), net, two, null, "4 outputs", "3 quantiles");
        assertRefused(trainer(Loss.GAUSSIAN), CLASSES, two, null, "5 outputs");
        assertRefused(trainer(Loss.SPARSE_CROSS_ENTROPY), CLASSES, two, null, "sparseCrossEntropy",
                "takes targets of 1 values");
    }

    @Test
    void whatTheModelCouldNotMeanIsRefusedBeforeTheFirstStep() {
        Dataset classes = Dataset.classes(INPUTS, new int[] {0, 4, 2, 1});
        TimeSeries bits = TimeSeries.of(0, 1, 0, 1);
        Dataset switches = Windows.lookBack(1).over(bits, Scaler.minMax().fit(bits));
        Architecture tokens = Architecture.inputs(1).embedding(2, 2).gru(2).dense(1, Activation.LINEAR);
        Callback none = Callback.onEpochEnd(progress -> fail("it has learnt"));
        assertRefused(trainer(Loss.SPARSE_CROSS_ENTROPY).callback(none), CLASSES.softmax(), classes, null,
                "before a softmax", "leave the layer out");
        assertRefused(trainer(Loss.MEAN_SQUARED_ERROR).callback(none), tokens, switches, null, "cannot be scaled");
    }

    @Test
    void staticFeaturesAndStatesAreThoseOfTheArchitecture() {
        Dataset plain = Dataset.of(INPUTS, new double[4][5]);
        Trainer.Builder trainer = trainer(Loss.MEAN_SQUARED_ERROR);
        Architecture joined = Architecture.inputs(2).gru(3).staticFeatures(2).dense(5, Activation.LINEAR);
        assertDoesNotThrow(() -> trainer.build().train(joined, plain.withStaticFeatures(new double[4][2])));
        assertRefused(trainer, joined, plain, null, "2 static features", "have 0");
        assertRefused(trainer, CLASSES, plain.withStaticFeatures(new double[4][2]), null, "0 static", "have 2");
        assertDoesNotThrow(() -> trainer.build().train(CLASSES, plain.withInitialStates(new double[4][3])));
        assertRefused(trainer, CLASSES, plain.withInitialStates(new double[4][4]), null, "has 3 values", "have 4");
    }

    @Test
    void gradientsOfALayerThatGoesBackwardsCannotBeTruncated() {
        Architecture backwards = Architecture.inputs(2).then(new Gru(3).withGoBackwards(true))
                .dense(5, Activation.LINEAR);
        assertRefused(trainer(Loss.MEAN_SQUARED_ERROR).truncation(Truncation.of(2)), backwards,
                Dataset.of(INPUTS, new double[4][5]), null, "cannot be truncated", "was 2", "Truncation.full()");
    }

    @Test
    void wordsAreOfTheData() {
        DataException exception = assertThrows(DataException.class, () -> trainer(Loss.SPARSE_CROSS_ENTROPY).build()
                .train(CLASSES, Dataset.classes(INPUTS, new int[] {9, 0, 0, 0})));
        assertTrue(exception.getMessage().contains("time step 0"), exception.getMessage());
    }
}
