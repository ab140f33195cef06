package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Embedding;
import dev.elman.layers.LayerNormalization;
import dev.elman.layers.SimpleRnn;
import dev.elman.optim.Loss;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import org.junit.jupiter.api.Test;

/** Blocks without a state, and the masks of dropout, against numbers worked by hand. */
class BlocksTest {

    /** Four tokens of two values; the third is padding. */
    private static final Architecture TOKENS = Architecture.inputs(1).then(new Embedding(4, 2, 2));
    private static final double[] VECTORS = {1, 2, 3, 4, 5, 6, 7, 8};

    @Test
    void embeddingGivesTheVectorOfEachToken() {
        double[] outputs = predict(TOKENS, VECTORS, new Batch(new double[] {3, 0, 2, 0, 1, 1}, 2, 3));
        assertArrayEquals(new double[] {7, 8, 1, 2, 5, 6, 1, 2, 3, 4, 3, 4}, outputs);
    }

    /** Half the squared error against zeros has the outputs as its slopes; token 1 comes twice. */
    @Test
    void embeddingAddsTheGradientsOfATokenAndNoneOfPadding() {
        Samples samples = Trial.samples(2, 2, new double[] {1, 2, 3, 1}, 2, new double[8]);
        double[] gradient = Trial.of(TOKENS, Loss.HALF_SQUARED_ERROR, samples).gradient(VECTORS, 1);
        assertArrayEquals(new double[] {0, 0, 6, 8, 0, 0, 7, 8}, gradient);
    }

    @Test
    void embeddingRefusesWhatIsNoToken() {
        for (double token : new double[] {-1, 4, 1.5, Double.NaN, 1e300}) {
            Samples samples = Trial.samples(3, 2, new double[] {0, 0, 0, 0, 0, token}, 2, new double[12]);
            String message = assertThrows(IllegalArgumentException.class,
                    () -> Trial.of(TOKENS, Loss.HALF_SQUARED_ERROR, samples).loss(VECTORS, 1)).getMessage();
            assertEquals("the token of sample 2 at time step 1 must be a whole number from 0 to 3, as the embedding has"
                    + " 4 tokens, but was " + token, message);
            assertThrows(IllegalArgumentException.class,
                    () -> predict(TOKENS, VECTORS, new Batch(new double[] {token}, 1, 1)));
        }
    }

    /** Of (1, 3) the mean is 2 and the variance 1, of (-4, 2) -1 and 9. */
    @Test
    void layerNormalizationScalesAndShiftsWhatHasVarianceOne() {
        Architecture architecture = Architecture.inputs(2).then(new LayerNormalization(0.44));
        double[] outputs = predict(
                architecture, new double[] {2, 3, 0.5, -1}, new Batch(new double[] {1, 3, -4, 2}, 1, 2));
        double d = Math.sqrt(9.44);
        assertArrayEquals(
                new double[] {0.5 - 2 / 1.2, -1 + 3 / 1.2, 0.5 - 2 * 3 / d, -1 + 3 * 3 / d}, outputs, 1e-15);
    }

    /** A row of equal values has no variance, and its quotient is zero. */
    @Test
    void layerNormalizationOfEqualValuesIsTheBias() {
        double[] outputs = predict(Architecture.inputs(2).layerNormalization(), new double[] {2, 3, 0.5, -1},
                new Batch(new double[] {7, 7}, 1, 1));
        assertArrayEquals(new double[] {0.5, -1}, outputs);
    }

    @Test
    void softmaxGivesProbabilities() {
        double[] logits = {0, Math.log(2), Math.log(5), 1000, -1000, 1000};
        double[] outputs = predict(Architecture.inputs(3).softmax(), new double[0], new Batch(logits, 1, 2));
        assertArrayEquals(new double[] {0.125, 0.25, 0.625, 0.5, 0, 0.5}, outputs, 1e-15);
    }

    @Test
    void staticFeaturesStandBehindEveryRow() {
        double[] statics = {10, 11, 20, 21};
        Batch batch = new Batch(new double[] {1, 2, 3, 4}, 2, 2, null, statics, null);
        assertArrayEquals(new double[] {1, 10, 11, 2, 10, 11, 3, 20, 21, 4, 20, 21},
                predict(Architecture.inputs(1).staticFeatures(2), new double[0], batch));
    }

    @Test
    void gelusOfADenseLayer() {
        Architecture architecture = Architecture.inputs(1).dense(2, Activation.GELU);
        double[] outputs = predict(architecture, new double[] {1, -1, 0, 0}, new Batch(new double[] {1}, 1, 1));
        assertArrayEquals(new double[] {0.841344746068543, -0.158655253931457}, outputs, 1e-15);
    }

    private static double[] predict(Architecture architecture, double[] weights, Batch batch) {
        double[] outputs = new double[batch.count() * architecture.outputSteps(batch.timeSteps())
                * architecture.outputs()];
        Samples none = new Samples(new double[architecture.features()], 1, architecture.features(), new int[1], 0, 0,
                new int[0]);
        return Trial.of(architecture, Loss.HALF_SQUARED_ERROR, none).with(weights, (network, data) -> {
            network.predict(batch, outputs, null);
            return outputs;
        });
    }

    /** Three samples of two steps of two ones; a loss against zeros adds half the squared factors of the masks. */
    private static final Samples ONES =
            Trial.samples(3, 2, new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 2, new double[12]);

    @Test
    void dropoutDropsEveryValueByItself() {
        double rate = 0.4;
        Trial trial = Trial.of(Architecture.inputs(2).dropout(rate), Loss.HALF_SQUARED_ERROR, ONES);
        for (long step = 1; step <= 20; step++) {
            double expected = 0;
            for (int sample = 0; sample < 3; sample++) {
                expected += halfSquares(trial, step, sample, 0, rate, 4);
            }
            assertEquals(expected, trial.loss(new double[0], step), 1e-14);
        }
    }

    /** The second layer's kernel is the identity and its recurrent kernel nothing: it passes its masked inputs on. */
    @Test
    void dropoutOfARecurrentLayersInputsHasOneMaskForAllSteps() {
        double rate = 0.4;
        Architecture architecture = Architecture.inputs(2)
                .dense(2, Activation.LINEAR)
                .then(new SimpleRnn(2, Activation.LINEAR).withDropout(rate))
                .allSteps();
        double[] weights = {1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0};
        Trial trial = Trial.of(architecture, Loss.HALF_SQUARED_ERROR, ONES);
        for (long step = 1; step <= 20; step++) {
            double expected = 0;
            for (int sample = 0; sample < 3; sample++) {
                expected += 2 * halfSquares(trial, step, sample, 4, rate, 2);
            }
            assertEquals(expected, trial.loss(weights, step), 1e-14);
        }
    }

    /** Of the first words of a stream, half the sum of the squares of their factors. */
    private static double halfSquares(Trial trial, long step, int sample, int place, double rate, int words) {
        RandomStream stream = RandomStream.of(trial.objective().seed(), Purpose.DROPOUT, place, (int) step, sample);
        double sum = 0;
        for (int e = 0; e < words; e++) {
            double share = (stream.nextInt() & 0xFFFFFFFFL) / 0x1p32;
            sum += share < rate ? 0 : 0.5 / ((1 - rate) * (1 - rate));
        }
        return sum;
    }

    @Test
    void nothingIsDroppedOutsideOfTraining() {
        Trial trial = Trial.of(Architecture.inputs(2).dropout(0.9), Loss.HALF_SQUARED_ERROR, ONES);
        assertEquals(6.0, trial.with(new double[0], (network, data) -> network.evaluate(data, 0, 3, 0, null, 0)), 0);
        double[] outputs = new double[4];
        trial.with(new double[0], (network, data) -> {
            network.predict(new double[] {1, 2, 3, 4}, 1, 2, outputs);
            return null;
        });
        assertArrayEquals(new double[] {1, 2, 3, 4}, outputs);
    }

    /** A mask follows a sample's number, not its place: any order and any shards give the same. */
    @Test
    void masksFollowSamplesNotShards() {
        Trial trial = Trial.of(Architecture.inputs(2).dropout(0.5), Loss.HALF_SQUARED_ERROR, ONES);
        double parts = trial.with(new double[0], (network, data) ->
                network.gradient(data, new int[] {2, 0}, 0, 2, 6, 1, 7)
                        + network.gradient(data, new int[] {2, 0, 1}, 2, 3, 6, 0, 7));
        assertEquals(trial.loss(new double[0], 7), parts, 1e-15);
    }
}
