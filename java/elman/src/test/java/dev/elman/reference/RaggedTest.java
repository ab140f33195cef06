package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Network;
import dev.elman.engine.Network.Part;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.optim.Clipping;
import dev.elman.optim.Loss;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A batch of sequences of different lengths is what each of them is alone. */
class RaggedTest {

    private static final int T = 5;
    private static final int[] LENGTHS = {3, 3, 5, 1, 3};
    private static final int COUNT = LENGTHS.length;

    private final ReferenceEngine engine = new ReferenceEngine();

    @Test
    void predictionsAreThoseOfEachSequenceAloneAndZeroBehindIt() {
        for (Architecture architecture : Stacks.all()) {
            int stateSize = architecture.stateSize();
            int outputSize = architecture.outputSteps(T) * Stacks.OUTPUTS;
            double[] inputs = Stacks.random(COUNT * T * Stacks.FEATURES, 5);
            double[] states = Stacks.random(COUNT * stateSize, 6);
            try (Network network = Stacks.open(architecture, null)) {
                double[] outputs = new double[COUNT * outputSize];
                double[] ends = new double[COUNT * stateSize];
                Arrays.fill(outputs, 7);
                network.predict(new Batch(inputs, COUNT, T, LENGTHS, null, states), outputs, ends);
                for (int i = 0; i < COUNT; i++) {
                    int length = LENGTHS[i];
                    double[] alone = new double[outputSize];
                    double[] end = new double[stateSize];
                    double[] input = cut(inputs, i, T * Stacks.FEATURES, length * Stacks.FEATURES);
                    double[] state = cut(states, i, stateSize, stateSize);
                    network.predict(new Batch(input, 1, length, null, null, state), alone, end);
                    assertArrayEquals(alone, cut(outputs, i, outputSize, outputSize), architecture.toString());
                    assertArrayEquals(end, cut(ends, i, stateSize, stateSize), architecture.toString());
                }
            }
        }
    }

    @Test
    void lossesAndGradientsAreTheSumsOfThoseOfEachSequenceAlone() {
        for (Architecture architecture : Stacks.all()) {
            check(architecture, Stacks.objective());
        }
    }

    @Test
    void truncatedGradientsAreTheSumsOfThoseOfEachSequenceAlone() {
        for (int k = 1; k < T; k++) {
            Objective truncated = new Objective(
                    Loss.MEAN_SQUARED_ERROR, Sgd.keras(), Clipping.none(), Truncation.of(k));
            for (Architecture architecture : Stacks.forwards()) {
                check(architecture, truncated);
            }
        }
    }

    private void check(Architecture architecture, Objective objective) {
        Samples padded = Stacks.samples(architecture, COUNT, T).withLengths(LENGTHS);
        int count = architecture.parameterCount();
        long steps = padded.lossSteps(Stacks.order(COUNT), 0, COUNT);
        double[] sum = new double[count];
        double loss = 0;
        try (Network network = Stacks.open(architecture, objective)) {
            for (int i = 0; i < COUNT; i++) {
                try (Data data = engine.openData(alone(padded, i), Precision.DOUBLE)) {
                    loss += network.gradient(data, new int[1], 0, 1, steps, 0, 1);
                    double[] one = Stacks.read(network, Part.GRADIENT, count);
                    Arrays.setAll(sum, j -> sum[j] + one[j]);
                }
            }
            try (Data data = engine.openData(padded, Precision.DOUBLE)) {
                assertEquals(loss, network.gradient(data, Stacks.order(COUNT), 0, COUNT, steps, 0, 1), 1e-13);
                assertArrayEquals(sum, Stacks.read(network, Part.GRADIENT, count), 1e-12, architecture.toString());
                double terms = (double) steps * Stacks.OUTPUTS;
                assertEquals(loss * terms, network.evaluate(data, 0, COUNT, 0, null, 0), 1e-12);
            }
        }
    }

    /** A sample in a data set of its own that has no more time steps than it. */
    private static Samples alone(Samples samples, int i) {
        int length = samples.length(i);
        int[] input = {samples.inputOffsets()[i]};
        int[] target = {samples.targetOffsets()[i]};
        return new Samples(samples.values(), length, samples.features(), input, samples.targetSteps(i),
                samples.outputs(), target);
    }

    @Test
    void nothingBehindALengthChangesABit() {
        for (Architecture architecture : Stacks.all()) {
            Samples clean = Stacks.samples(architecture, COUNT, T).withLengths(LENGTHS);
            double[] values = clean.values().clone();
            for (int i = 0; i < COUNT; i++) {
                int input = clean.inputOffsets()[i];
                Arrays.fill(values, input + LENGTHS[i] * Stacks.FEATURES, input + T * Stacks.FEATURES, Double.NaN);
                int target = clean.targetOffsets()[i];
                int targets = clean.targetSteps(i) * Stacks.OUTPUTS;
                Arrays.fill(values, target + targets, target + clean.targetSteps() * Stacks.OUTPUTS, Double.NaN);
            }
            Samples soiled = new Samples(values, T, Stacks.FEATURES, clean.inputOffsets(), clean.targetSteps(),
                    Stacks.OUTPUTS, clean.targetOffsets()).withLengths(LENGTHS);
            assertArrayEquals(results(architecture, clean), results(architecture, soiled), architecture.toString());
        }
    }

    /** Loss, gradient and outputs. */
    private double[] results(Architecture architecture, Samples samples) {
        int count = architecture.parameterCount();
        int outputs = COUNT * architecture.outputSteps(T) * Stacks.OUTPUTS;
        long steps = samples.lossSteps(Stacks.order(COUNT), 0, COUNT);
        double[] all = new double[1 + count + outputs];
        try (Network network = Stacks.open(architecture, Stacks.objective());
                Data data = engine.openData(samples, Precision.DOUBLE)) {
            all[0] = network.gradient(data, Stacks.order(COUNT), 0, COUNT, steps, 0, 1);
            System.arraycopy(Stacks.read(network, Part.GRADIENT, count), 0, all, 1, count);
            network.evaluate(data, 0, COUNT, 0, all, 1 + count);
        }
        return all;
    }

    @Test
    void aTraceHasZerosBehindTheLength() {
        for (Architecture architecture : Stacks.all()) {
            double[] inputs = Stacks.random(T * Stacks.FEATURES, 5);
            try (Network network = Stacks.open(architecture, null)) {
                double[][] whole = network.trace(new Batch(Arrays.copyOf(inputs, 3 * Stacks.FEATURES), 1, 3));
                double[][] padded = network.trace(new Batch(inputs, 1, T, new int[] {3}, null, null));
                for (int i = 0; i < whole.length; i++) {
                    assertArrayEquals(Arrays.copyOf(whole[i], padded[i].length), padded[i]);
                }
            }
        }
    }

    private static double[] cut(double[] values, int i, int size, int length) {
        return Arrays.copyOfRange(values, i * size, i * size + length);
    }
}
