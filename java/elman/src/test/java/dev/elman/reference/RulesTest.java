package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.elman.data.Samples;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.optim.AdamW;
import dev.elman.optim.Adagrad;
import dev.elman.optim.Clipping;
import dev.elman.optim.LayerRule;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import dev.elman.optim.Penalty;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What training does beside following a loss's slope: weights of time steps, penalties, frozen layers, averages. */
class RulesTest {

    /** y = w x + b, w = 2, b = -3. */
    private static final Architecture LINE = Architecture.inputs(1).dense(1, Activation.LINEAR);
    private static final double[] WEIGHTS = {2, -3};
    /** Inputs 1, 2, 3 and 4 give -1, 1, 3 and 5; targets 0: one sample of two steps, and another. */
    private static final double[] VALUES = {1, 2, 3, 4, 0, 0, 0, 0, 0.5, 2, 0, 1};
    private static final Samples PLAIN = new Samples(VALUES, 2, 1, new int[] {0, 2}, 2, 1, new int[] {4, 6});
    private static final Samples WEIGHTED = PLAIN.withWeights(new int[] {8, 10});

    /** Of e = -1, 1, 5 (3 is left out) with weights 0.5, 2 and 1: over three steps, whatever the weights sum to. */
    @Test
    void weightsMultiplyTermsAndZeroTakesAStepOutOfTheMean() {
        Trial trial = Trial.of(LINE, Loss.MEAN_SQUARED_ERROR, WEIGHTED);
        assertEquals((0.5 + 2 + 25) / 3, trial.loss(WEIGHTS, 1), 1e-15);
        double[] expected = {2 * (-0.5 * 1 + 2 * 2 + 5 * 4) / 3, 2 * (-0.5 + 2 + 5) / 3};
        assertArrayEquals(expected, trial.gradient(WEIGHTS, 1), 1e-14);
        assertEquals(27.5, trial.with(WEIGHTS, (network, data) -> network.evaluate(data, 0, 2, 0, null, 0)), 1e-14);
        assertEquals(27.5 / 2, Trial.of(LINE, Loss.HALF_SQUARED_ERROR, WEIGHTED).loss(WEIGHTS, 1), 1e-14);
    }

    /** Both shards' steps count in the divisor of each. */
    @Test
    void shardsShareTheMean() {
        Trial trial = Trial.of(LINE, Loss.MEAN_SQUARED_ERROR, WEIGHTED);
        double second = trial.with(WEIGHTS, (network, data) -> network.gradient(data, new int[] {1}, 0, 1, 3, 1, 1));
        assertEquals(25 / 3.0, second, 1e-15);
    }

    /** Neither a loss that is not finite nor a class that there is not. */
    @Test
    void nothingOfAStepOfWeightZeroCounts() {
        double[] values = VALUES.clone();
        values[6] = 1e200;
        Samples far = new Samples(values, 2, 1, new int[] {0, 2}, 2, 1, new int[] {4, 6})
                .withWeights(new int[] {8, 10});
        Trial trial = Trial.of(LINE, Loss.MEAN_SQUARED_ERROR, far);
        assertEquals((0.5 + 2 + 25) / 3, trial.loss(WEIGHTS, 1), 1e-15);
        assertEquals(2 * (-0.5 + 2 + 5) / 3, trial.gradient(WEIGHTS, 1)[1], 1e-14);
        values[6] = 99;
        assertEquals(0, Trial.of(LINE, Loss.SPARSE_CROSS_ENTROPY, far).loss(WEIGHTS, 1));
    }

    @Test
    void classesThatThereAreNotAreRefused() {
        for (double target : new double[] {-1, 3, 0.5, Double.NaN}) {
            Architecture architecture = Architecture.inputs(1).dense(3, Activation.LINEAR);
            Samples samples = new Samples(
                    new double[] {1, 1, 1, target}, 2, 1, new int[] {0, 0}, 2, 1, new int[] {0, 2});
            Trial trial = Trial.of(architecture, Loss.SPARSE_CROSS_ENTROPY, samples);
            String expected = "the class of sample 1 at time step 1 must be a whole number from 0 to 2, as the network"
                    + " has 3 outputs, but was " + target;
            assertEquals(expected, assertThrows(
                    IllegalArgumentException.class, () -> trial.loss(new double[6], 1)).getMessage());
            assertEquals(expected, assertThrows(IllegalArgumentException.class, () -> trial.with(
                    new double[6], (network, data) -> network.evaluate(data, 0, 2, 0, null, 0))).getMessage());
        }
    }

    @Test
    void aMiniBatchWhoseStepsHaveNoWeightTeachesNothing() {
        Samples none = PLAIN.withWeights(new int[] {4, 4});
        Trial trial = Trial.of(LINE, Loss.MEAN_SQUARED_ERROR, none);
        assertEquals(0, trial.loss(WEIGHTS, 1));
        assertArrayEquals(new double[2], trial.gradient(WEIGHTS, 1));
    }

    /** l1 |w| + l2 w^2 of the kernel 2 and of the bias -3; the data's loss is 36 / 4, its slopes 2 * 30 / 4 and 4. */
    @Test
    void penaltiesAddToLossAndGradientOfShardZeroAlone() {
        LayerRule rule = LayerRule.DEFAULT.withKernel(new Penalty(0.5, 0.25)).withBias(new Penalty(0.1, 0));
        Trial trial = Trial.of(LINE, Loss.MEAN_SQUARED_ERROR, Sgd.torch(), List.of(rule), PLAIN);
        assertEquals(9 + (0.5 * 2 + 0.25 * 4) + 0.1 * 3, trial.loss(WEIGHTS, 1), 1e-14);
        assertArrayEquals(new double[] {15 + 0.5 + 0.25 * 4, 4 - 0.1}, trial.gradient(WEIGHTS, 1), 1e-14);
        assertEquals(34.0 / 4, trial.with(WEIGHTS, (network, data) ->
                network.gradient(data, new int[] {1}, 0, 1, 4, 1, 1)), 1e-14);
        assertEquals(36, trial.with(WEIGHTS, (network, data) -> network.evaluate(data, 0, 2, 0, null, 0)), 1e-14);
    }

    @Test
    void frozenWeightsKeepTheirBitsAndTheOthersLearn() {
        Architecture architecture = Architecture.inputs(1).dense(2, Activation.TANH).dense(1, Activation.LINEAR);
        double[] weights = {0.25, -0.0, 1, -1, 0.5, 0.75, 0.125};
        LayerRule frozen = LayerRule.DEFAULT.withKernel(new Penalty(1, 1)).withTrainable(false);
        for (Optimizer optimizer : List.of(
                AdamW.keras(), Sgd.keras().withMomentum(0.9, true), Adagrad.torch())) {
            Trial trial = Trial.of(
                    architecture, Loss.MEAN_SQUARED_ERROR, optimizer, List.of(frozen, LayerRule.DEFAULT), PLAIN);
            double[] gradient = trial.gradient(weights, 1);
            assertArrayEquals(new double[4], new double[] {gradient[0], gradient[1], gradient[2], gradient[3]});
            assertNotEquals(0, gradient[4]);
            double[] after = trial.with(weights, (network, data) -> {
                network.train(data, new int[] {0, 1}, 0, 2, 1, 1, new double[] {0.1, 0.1}, new double[2]);
                return Trial.read(network, Network.Part.PARAMETERS, 7);
            });
            for (int i = 0; i < 7; i++) {
                boolean same = Double.doubleToRawLongBits(weights[i]) == Double.doubleToRawLongBits(after[i]);
                assertEquals(i < 4, same, optimizer + ", weight " + i);
            }
        }
    }

    /** The average begins at the weights written; then d average + (1 - d) w after every step. */
    @Test
    void theAverageFollowsTheWeights() {
        LayerRule frozen = LayerRule.DEFAULT.withTrainable(false);
        Architecture two = Architecture.inputs(1).dense(1, Activation.LINEAR).dense(1, Activation.LINEAR);
        double[] weights = {2, -3, 1 / 3.0, 0.1};
        Trial trial = new Trial(two, new Objective(Loss.MEAN_SQUARED_ERROR, Sgd.keras(), Clipping.none(),
                Truncation.full(), List.of(LayerRule.DEFAULT, frozen), 0.75, 0), PLAIN);
        double[] expected = weights.clone();
        trial.with(weights, (network, data) -> {
            assertArrayEquals(weights, Trial.read(network, Network.Part.AVERAGE, 4));
            for (int step = 1; step <= 3; step++) {
                trial.loss(network, data, step);
                network.update(1, step, 0.01);
                double[] now = Trial.read(network, Network.Part.PARAMETERS, 4);
                for (int i = 0; i < 2; i++) {
                    expected[i] = 0.75 * expected[i] + 0.25 * now[i];
                }
                assertArrayEquals(expected, Trial.read(network, Network.Part.AVERAGE, 4));
            }
            assertNotEquals(weights[0], expected[0]);
            double[] other = {9, 8, 7, 6};
            network.write(Network.Part.AVERAGE, other);
            assertArrayEquals(other, Trial.read(network, Network.Part.AVERAGE, 4));
            network.write(Network.Part.PARAMETERS, weights);
            assertArrayEquals(weights, Trial.read(network, Network.Part.AVERAGE, 4));
            return null;
        });
        Trial without = Trial.of(LINE, Loss.MEAN_SQUARED_ERROR, PLAIN);
        assertThrows(IllegalArgumentException.class, () -> without.with(
                WEIGHTS, (network, data) -> Trial.read(network, Network.Part.AVERAGE, 2)));
    }

    @Test
    void adagradsStateBeginsAtItsInitialAccumulator() {
        Trial trial = Trial.of(LINE, Loss.MEAN_SQUARED_ERROR, Adagrad.keras(), List.of(), PLAIN);
        assertArrayEquals(new double[] {0.1, 0.1}, trial.with(
                WEIGHTS, (network, data) -> Trial.read(network, Network.Part.OPTIMIZER_STATE, 2)));
    }

    @Test
    void objectivesThatDoNotFitAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Trial.of(LINE, Loss.GAUSSIAN, PLAIN).loss(WEIGHTS, 1));
        assertThrows(IllegalArgumentException.class,
                () -> Trial.of(LINE, Loss.quantiles(0.1, 0.9), PLAIN).loss(WEIGHTS, 1));
        List<LayerRule> rules = List.of(LayerRule.DEFAULT, LayerRule.DEFAULT);
        assertThrows(IllegalArgumentException.class,
                () -> Trial.of(LINE, Loss.MEAN_SQUARED_ERROR, Sgd.keras(), rules, PLAIN).loss(WEIGHTS, 1));
    }
}
