package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Samples;
import dev.elman.engine.Data;
import dev.elman.engine.Network;
import dev.elman.engine.Network.Part;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.Bidirectional.Merge;
import dev.elman.layers.Gru;
import dev.elman.layers.Lstm;
import dev.elman.layers.RecurrentLayer;
import dev.elman.layers.SimpleRnn;
import dev.elman.optim.Clipping;
import dev.elman.optim.Loss;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Dropout of a cell's previous state and of its inputs, by networks so plain that the masks show in the loss: half of
 * eight units are dropped, about, and the others doubled. The loss is the sum of squared outputs over two.
 */
class RecurrentDropoutTest {

    private static final int UNITS = 8;
    private static final double RATE = 0.5;
    private static final long SEED = 23;
    private static final long STEP = 4;
    /** What the initial states are. */
    private static final double START = 3;

    private static double[] mask(int layer, int site, int width, int sample, long step) {
        double[] mask = new double[width];
        new Draws(SEED, step, new int[] {sample}).mask(RATE, layer, site, 0, width, 1, mask);
        return mask;
    }

    /** The loss where each unit gives what its factor makes of it. */
    private static double expected(double[] mask, DoubleUnaryOperator output) {
        return Arrays.stream(mask).map(output).map(y -> y * y / 2).sum();
    }

    /** The training loss of one sample whose inputs are all one and whose initial states are all {@link #START}. */
    private static double loss(Architecture architecture, double[] weights, int timeSteps, int sample, long step) {
        int size = architecture.stateSize();
        int outputs = architecture.outputs();
        int inputs = timeSteps * architecture.features();
        double[] values = new double[inputs + outputs + size];
        Arrays.fill(values, 0, inputs, 1);
        Arrays.fill(values, inputs + outputs, values.length, START);
        int count = 5;
        int[] stateOffsets = new int[count];
        int[] targetOffsets = new int[count];
        Arrays.fill(targetOffsets, inputs);
        Arrays.fill(stateOffsets, inputs + outputs);
        Samples samples = new Samples(
                        values, timeSteps, architecture.features(), new int[count], 1, outputs, targetOffsets)
                .withInitialStates(size, stateOffsets);
        Objective objective = new Objective(Loss.HALF_SQUARED_ERROR, Sgd.keras(), Clipping.none(), Truncation.full(),
                List.of(), 0, SEED);
        ReferenceEngine engine = new ReferenceEngine();
        try (Network network = engine.openNetwork(architecture, Precision.DOUBLE, objective);
                Data data = engine.openData(samples, Precision.DOUBLE)) {
            network.write(Part.PARAMETERS, weights);
            return network.gradient(data, new int[] {sample}, 0, 1, 1, 0, step);
        }
    }

    /** Weights for every gate: its kernels are multiples of ones and of the identity, its bias a constant. */
    private static double[] weights(double[] kernels, double[] recurrent, double[] biases, int biasVectors) {
        int gates = kernels.length;
        double[] weights = new double[gates * UNITS * (1 + UNITS + biasVectors)];
        for (int gate = 0; gate < gates; gate++) {
            for (int j = 0; j < UNITS; j++) {
                int column = gate * UNITS + j;
                weights[column] = kernels[gate];
                weights[(1 + j) * gates * UNITS + column] = recurrent[gate];
                weights[(1 + UNITS) * gates * UNITS + column] = biases[gate];
            }
        }
        return weights;
    }

    private static Architecture dropping(RecurrentLayer layer) {
        return Architecture.inputs(1).then(layer.withRecurrentDropout(RATE));
    }

    /** h = 1 + m h, three times from 3. */
    @Test
    void aSimpleLayerSeesTheMaskedStateAtEveryStep() {
        Architecture simple = dropping(new SimpleRnn(UNITS, Activation.LINEAR));
        double[] weights = weights(new double[] {1}, new double[] {1}, new double[] {0}, 1);
        for (int sample = 0; sample < 5; sample++) {
            double[] mask = mask(0, Draws.STATE, UNITS, sample, STEP);
            assertTrue(Arrays.stream(mask).anyMatch(m -> m == 0) && Arrays.stream(mask).anyMatch(m -> m == 2));
            assertEquals(expected(mask, m -> 1 + m * (1 + m * (1 + m * START))),
                    loss(simple, weights, 3, sample, STEP), 1e-9);
        }
    }

    /** With an update gate of one, h = m h: what a GRU carries over is masked too. */
    @Test
    void aGruCarriesTheMaskedStateOver() {
        double[] weights = weights(new double[3], new double[3], new double[] {100, 0, 0}, 2);
        double[] mask = mask(0, Draws.STATE, UNITS, 1, STEP);
        assertEquals(expected(mask, m -> m * m * START),
                loss(dropping(new Gru(UNITS)), weights, 2, 1, STEP), 1e-9);
    }

    /** With an input gate of zero and the others of one, h = c = 3: an LSTM's cell state is whole. */
    @Test
    void anLstmKeepsItsCellState() {
        double[] weights = weights(new double[4], new double[4], new double[] {-100, 100, 0, 100}, 1);
        Architecture lstm = dropping(new Lstm(UNITS).withActivation(Activation.LINEAR));
        assertEquals(UNITS * START * START / 2, loss(lstm, weights, 2, 1, STEP), 1e-9);
        // The candidate is h: c = 3 + m 3 after one step.
        double[] candidate = weights(new double[4], new double[] {0, 0, 1, 0}, new double[] {100, 100, 0, 100}, 1);
        double[] mask = mask(0, Draws.STATE, UNITS, 1, STEP);
        assertEquals(expected(mask, m -> START + m * START), loss(lstm, candidate, 1, 1, STEP), 1e-9);
    }

    /** Over one step with R = 1 the forward cell gives m 3 and, with R = -1, the backward one -m' 3. */
    @Test
    void theTwoCellsOfABidirectionalLayerHaveMasksOfTheirOwn() {
        RecurrentLayer layer = new SimpleRnn(UNITS, Activation.LINEAR).withRecurrentDropout(RATE);
        double[] weights = weights(new double[1], new double[] {1}, new double[1], 1);
        double[] opposite = weights(new double[1], new double[] {-1}, new double[1], 1);
        double[] both = Arrays.copyOf(weights, 2 * weights.length);
        System.arraycopy(opposite, 0, both, weights.length, weights.length);
        double[] forward = mask(0, Draws.STATE, UNITS, 2, STEP);
        double[] backward = mask(0, Draws.BACKWARD_STATE, UNITS, 2, STEP);
        double[] differences = new double[UNITS];
        Arrays.setAll(differences, j -> forward[j] - backward[j]);
        double expected = expected(differences, d -> d * START);
        assertNotEquals(0, expected);
        Architecture sum = Architecture.inputs(1).then(new Bidirectional(layer, Merge.SUM));
        assertEquals(expected, loss(sum, both, 1, 2, STEP), 1e-9);
    }

    /** Of four inputs of one a linear unit without a state gives the sum of their factors, the other cell minus it. */
    @Test
    void theTwoCellsOfABidirectionalLayerShareTheMaskOfTheirInputs() {
        RecurrentLayer layer = new SimpleRnn(1, Activation.LINEAR).withBias(false).withDropout(RATE);
        Architecture inputs = Architecture.inputs(4);
        double[] weights = {1, 1, 1, 1, 0};
        double[] both = {1, 1, 1, 1, 0, -1, -1, -1, -1, 0};
        double sum = Arrays.stream(mask(0, Draws.INPUTS, 4, 3, STEP)).sum();
        assertNotEquals(0, sum);
        assertEquals(sum * sum / 2, loss(inputs.then(layer), weights, 2, 3, STEP), 1e-12);
        assertEquals(0, loss(inputs.then(new Bidirectional(layer, Merge.SUM)), both, 2, 3, STEP));
    }

    @Test
    void masksChangeWithTheStepAndTheSample() {
        Architecture simple = dropping(new SimpleRnn(UNITS, Activation.LINEAR));
        double[] weights = weights(new double[] {1}, new double[] {1}, new double[] {0}, 1);
        double one = loss(simple, weights, 1, 0, STEP);
        assertEquals(one, loss(simple, weights, 1, 0, STEP));
        assertEquals(expected(mask(0, Draws.STATE, UNITS, 0, STEP + 2), m -> 1 + m * START),
                loss(simple, weights, 1, 0, STEP + 2), 1e-9);
        assertTrue(one != loss(simple, weights, 1, 0, STEP + 1) || one != loss(simple, weights, 1, 0, STEP + 2));
    }

    /** Evaluation, prediction and streams drop nothing. */
    @Test
    void nothingIsDroppedOutsideTraining() {
        RecurrentLayer plain = new Gru(3);
        Architecture without = Architecture.inputs(2).then(plain).dense(2, Activation.LINEAR);
        Architecture with = Architecture.inputs(2).then(plain.withDropout(0.9).withRecurrentDropout(0.9))
                .dense(2, Activation.LINEAR);
        Samples samples = Stacks.samples(with, 4, 5);
        ReferenceEngine engine = new ReferenceEngine();
        try (Network dropping = Stacks.open(with, Stacks.objective());
                Network whole = Stacks.open(without, Stacks.objective());
                Data data = engine.openData(samples, Precision.DOUBLE)) {
            assertNotEquals(whole.gradient(data, Stacks.order(4), 0, 4, 4, 0, 1),
                    dropping.gradient(data, Stacks.order(4), 0, 4, 4, 0, 1));
            assertEquals(whole.evaluate(data, 0, 4, 0, null, 0), dropping.evaluate(data, 0, 4, 0, null, 0));
        }
    }
}
