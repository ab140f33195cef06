package dev.elman.cases;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Samples;
import dev.elman.engine.Data;
import dev.elman.engine.Divergence;
import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import dev.elman.engine.Network.Part;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Recurrence;
import dev.elman.optim.Adam;
import dev.elman.optim.Clipping;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What {@link Network} promises, checked on any engine: shards, fused training, divergence, evaluation. */
public final class ContractChecks {

    static final Case SMALL = small(Kind.SIMPLE_RNN);

    private final Engine engine;
    private final Precision precision;

    /** Checks of an engine in a precision. */
    public ContractChecks(Engine engine, Precision precision) {
        this.engine = engine;
        this.precision = precision;
    }

    private static Case small(Kind kind) {
        return new Case(
                Net.of(Stack.RNN_DENSE, kind),
                new Sizes(33, 7, 3, 5),
                Learning.of(Loss.MEAN_SQUARED_ERROR, Adam.keras()).withClipping(Clipping.byNorm(0.1)),
                Contents.PLAIN,
                4);
    }

    /** All of them, those about layers for every kind of recurrent layer. */
    public void all() {
        for (Kind kind : Kind.values()) {
            Case small = small(kind);
            shardsAddUpToTheWholeMiniBatch(small);
            shardsGiveTheSameBitsOnAnyNumberOfThreads(small);
            trainingInOneCallIsTrainingStepByStep(small);
            optimizerStateReadAndWrittenContinuesBitForBit(small);
            evaluationIsThatOfOneSampleAfterAnother(small);
            divergenceNamesTheLayerThatOverflows(small);
        }
        divergenceGoesBackToTheLastGoodWeights();
        divergenceAtTheFirstStepKeepsTheWeights();
        divergenceInTheGradientKeepsTheWeights();
        beginsWithZeros();
    }

    private Network open(Case one) {
        Network network = engine.openNetwork(one.architecture(), precision, one.objective());
        network.write(Part.PARAMETERS, one.parameters(0));
        return network;
    }

    private static double[] read(Network network, Part part, int length) {
        double[] values = new double[length];
        network.read(part, values);
        return values;
    }

    private void shardsAddUpToTheWholeMiniBatch(Case small) {
        int count = small.architecture().parameterCount();
        try (Data data = engine.openData(small.samples(0), precision);
                Network whole = open(small);
                Network cut = open(small)) {
            double loss = whole.gradient(data, small.order(), 0, 33, 33, 0, 1);
            double parts = cut.gradient(data, small.order(), 22, 33, 33, 2, 1)
                    + cut.gradient(data, small.order(), 0, 11, 33, 0, 1)
                    + cut.gradient(data, small.order(), 11, 22, 33, 1, 1);
            double tolerance = precision == Precision.FLOAT ? Tolerances.FLOAT_OUTPUTS : Tolerances.DOUBLE;
            assertTrue(Tolerances.error(parts, loss) <= tolerance);
            double[] expected = read(whole, Part.GRADIENT, count);
            double[] before = read(cut, Part.GRADIENT, count);
            assertTrue(Tolerances.error(before, expected) <= tolerance);
            assertTrue(cut.update(3, 1, 1e-3));
            assertArrayEquals(before, read(cut, Part.GRADIENT, count));
        }
    }

    private void shardsGiveTheSameBitsOnAnyNumberOfThreads(Case small) {
        int[] order = small.order();
        List<double[]> results = new ArrayList<>();
        for (boolean parallel : new boolean[] {false, true, true, true}) {
            try (Data data = engine.openData(small.samples(0), precision);
                    Network network = open(small)) {
                for (int step = 1; step <= 5; step++) {
                    IntStream shards = IntStream.range(0, 11);
                    (parallel ? shards.parallel() : shards).forEach(
                            shard -> network.gradient(data, order, 3 * shard, 3 * shard + 3, 33, shard, 1));
                    assertTrue(network.update(11, step, 1e-2));
                }
                results.add(read(network, Part.PARAMETERS, small.architecture().parameterCount()));
            }
        }
        results.forEach(result -> assertArrayEquals(results.get(0), result));
    }

    /** A last, smaller mini-batch included. */
    private void trainingInOneCallIsTrainingStepByStep(Case small) {
        int count = small.architecture().parameterCount();
        int[] order = small.order();
        double[] rates = {1e-2, 2e-2, 3e-2, 4e-2};
        double[] losses = new double[4];
        try (Data data = engine.openData(small.samples(0), precision);
                Network fused = open(small);
                Network stepped = open(small)) {
            assertEquals(4, fused.train(data, order, 1, 33, 10, 1, rates, losses));
            for (int i = 0; i < 4; i++) {
                int from = 1 + 10 * i;
                int to = Math.min(33, from + 10);
                assertEquals(losses[i], stepped.gradient(data, order, from, to, to - from, 0, 1));
                assertTrue(stepped.update(1, 1 + i, rates[i]));
            }
            assertArrayEquals(read(stepped, Part.PARAMETERS, count), read(fused, Part.PARAMETERS, count));
            assertArrayEquals(
                    read(stepped, Part.OPTIMIZER_STATE, 2 * count), read(fused, Part.OPTIMIZER_STATE, 2 * count));
            assertArrayEquals(read(stepped, Part.GRADIENT, count), read(fused, Part.GRADIENT, count));
            assertNull(fused.divergence());
        }
    }

    private void optimizerStateReadAndWrittenContinuesBitForBit(Case small) {
        int count = small.architecture().parameterCount();
        int[] order = small.order();
        double[] rates = {1e-2, 1e-2, 1e-2};
        double[] losses = new double[3];
        try (Data data = engine.openData(small.samples(0), precision);
                Network first = open(small);
                Network second = open(small)) {
            first.train(data, order, 0, 33, 11, 1, rates, losses);
            second.write(Part.PARAMETERS, read(first, Part.PARAMETERS, count));
            second.write(Part.OPTIMIZER_STATE, read(first, Part.OPTIMIZER_STATE, 2 * count));
            first.train(data, order, 0, 33, 11, 4, rates, losses);
            second.train(data, order, 0, 33, 11, 4, rates, losses);
            assertArrayEquals(read(first, Part.PARAMETERS, count), read(second, Part.PARAMETERS, count));
        }
    }

    private void evaluationIsThatOfOneSampleAfterAnother(Case small) {
        int count = small.sampleCount();
        int outputs = small.architecture().outputs();
        double tolerance = precision == Precision.FLOAT ? Tolerances.FLOAT_OUTPUTS : Tolerances.DOUBLE;
        try (Data data = engine.openData(small.samples(0), precision);
                Network network = open(small)) {
            double[] together = new double[2 + count * outputs];
            double sum = network.evaluate(data, 0, count, 0, together, 2);
            double apart = 0;
            double[] one = new double[outputs];
            for (int sample = 0; sample < count; sample++) {
                apart += network.evaluate(data, sample, sample + 1, 3, one, 0);
                for (int j = 0; j < outputs; j++) {
                    assertTrue(Tolerances.error(one[j], together[2 + sample * outputs + j]) <= tolerance);
                }
            }
            assertEquals(0, together[0] + together[1]);
            assertTrue(Tolerances.error(apart, sum) <= tolerance);
            assertEquals(sum, network.evaluate(data, 0, count, 0, null, 0));
            // The mean squared error of a mini-batch is the sum of its samples' over the number of outputs.
            double loss = network.gradient(data, new int[] {5, 6, 7}, 0, 3, 3, 0, 1);
            assertTrue(Tolerances.error(network.evaluate(data, 5, 8, 0, null, 0) / (3 * outputs), loss) <= tolerance);
        }
        try (Data data = engine.openData(small.samples(0), precision);
                Network network = engine.openNetwork(small.architecture(), precision, null)) {
            assertEquals(0, network.evaluate(data, 0, count, 0, null, 0));
        }
    }

    /** Kernels and inputs whose products are infinite, whatever the gates then make of them. */
    private void divergenceNamesTheLayerThatOverflows(Case small) {
        double huge = precision == Precision.FLOAT ? 1e30f : 1e200;
        Architecture architecture = Architecture.inputs(1)
                .then(small.kind().layer(1, Activation.LINEAR, Activation.SIGMOID, true, Recurrence.DEFAULT))
                .dense(1, Activation.LINEAR);
        double[] weights = new double[architecture.parameterCount()];
        Arrays.fill(weights, huge);
        Samples samples = new Samples(new double[] {huge, 0}, 1, 1, new int[] {0}, 1, 1, new int[] {1});
        Objective objective =
                new Objective(Loss.MEAN_SQUARED_ERROR, Sgd.keras(), Clipping.none(), Truncation.full());
        try (Data data = engine.openData(samples, precision);
                Network network = engine.openNetwork(architecture, precision, objective)) {
            network.write(Part.PARAMETERS, weights);
            assertFalse(Double.isFinite(network.gradient(data, new int[1], 0, 1, 1, 0, 1)));
            assertFalse(network.update(1, 1, 1e-3));
            assertEquals(new Divergence(0, false), network.divergence());
            assertArrayEquals(weights, read(network, Part.PARAMETERS, weights.length));
        }
    }

    /** h = k x, y = q h over one step of x = 1; the target is zero. */
    private Network product(Optimizer optimizer, double k, double q) {
        Architecture architecture =
                Architecture.inputs(1).simpleRnn(1, Activation.LINEAR).dense(1, Activation.LINEAR);
        Network network = engine.openNetwork(
                architecture,
                precision,
                new Objective(Loss.HALF_SQUARED_ERROR, optimizer, Clipping.none(), Truncation.full()));
        network.write(Part.PARAMETERS, new double[] {k, 0, 0, q, 0});
        return network;
    }

    private Data unit() {
        return engine.openData(
                new Samples(new double[] {1, 0}, 1, 1, new int[] {0}, 1, 1, new int[] {1}), precision);
    }

    /** A rate so large that weights grow from step to step until the output overflows. */
    private void divergenceGoesBackToTheLastGoodWeights() {
        int steps = 50;
        double[] rates = new double[steps];
        Arrays.fill(rates, 1e3);
        double[] losses = new double[steps];
        int[] order = new int[steps];
        try (Data data = unit();
                Network network = product(Sgd.keras(), 1, 1);
                Network again = product(Sgd.keras(), 1, 1)) {
            int taken = network.train(data, order, 0, steps, 1, 1, rates, losses);
            assertTrue(taken > 1 && taken < steps, "steps taken: " + taken);
            assertFalse(Double.isFinite(losses[taken]));
            assertTrue(Double.isFinite(losses[taken - 1]));
            Divergence divergence = network.divergence();
            assertTrue(divergence != null && !divergence.backward(), () -> "" + divergence);
            // The weights that gave the last finite loss are those after one step fewer than were taken.
            again.train(data, order, 0, taken - 1, 1, 1, rates, losses);
            assertArrayEquals(read(again, Part.PARAMETERS, 5), read(network, Part.PARAMETERS, 5));
            assertTrue(Double.isFinite(network.gradient(data, order, 0, 1, 1, 0, 1)));
        }
    }

    private void divergenceAtTheFirstStepKeepsTheWeights() {
        double huge = precision == Precision.FLOAT ? 1e30f : 1e200;
        double[] weights = {huge, 0, 0, huge, 0};
        try (Data data = unit();
                Network network = product(Sgd.keras(), huge, huge)) {
            assertFalse(Double.isFinite(network.gradient(data, new int[1], 0, 1, 1, 0, 1)));
            assertFalse(network.update(1, 1, 1e-3));
            assertEquals(new Divergence(1, false), network.divergence());
            assertArrayEquals(weights, read(network, Part.PARAMETERS, 5));
        }
    }

    /** With k tiny and q huge the loss is finite, and so is q's gradient, but k's is e q. */
    private void divergenceInTheGradientKeepsTheWeights() {
        boolean isFloat = precision == Precision.FLOAT;
        double tiny = isFloat ? 1e-20f : 1e-50;
        double huge = isFloat ? 1e35f : 1e200;
        try (Data data = unit();
                Network network = product(Sgd.keras(), tiny, huge)) {
            assertTrue(Double.isFinite(network.gradient(data, new int[1], 0, 1, 1, 0, 1)));
            assertFalse(network.update(1, 1, 1e-3));
            assertEquals(new Divergence(0, true), network.divergence());
            assertArrayEquals(new double[] {tiny, 0, 0, huge, 0}, read(network, Part.PARAMETERS, 5));
        }
    }

    private void beginsWithZeros() {
        int count = SMALL.architecture().parameterCount();
        try (Network network = engine.openNetwork(SMALL.architecture(), precision, SMALL.objective())) {
            assertArrayEquals(new double[count], read(network, Part.PARAMETERS, count));
            assertArrayEquals(new double[count], read(network, Part.GRADIENT, count));
            assertArrayEquals(new double[2 * count], read(network, Part.OPTIMIZER_STATE, 2 * count));
            assertNull(network.divergence());
        }
    }
}
