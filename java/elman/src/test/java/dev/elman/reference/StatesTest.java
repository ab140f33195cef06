package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Network;
import dev.elman.engine.Network.Part;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** States that go in and come out, and those that stateful training carries from sample to sample. */
class StatesTest {

    private static final int LANES = 2;
    private static final int CHUNKS = 3;
    private static final int CHUNK_STEPS = 4;
    private static final int SERIES_STEPS = CHUNKS * CHUNK_STEPS;
    private static final int COUNT = LANES * CHUNKS;

    private final ReferenceEngine engine = new ReferenceEngine();

    @Test
    void aSequenceInTwoPartsIsTheSequence() {
        int whole = 7;
        int first = 3;
        for (Architecture architecture : Stacks.forwards()) {
            int size = architecture.stateSize();
            double[] inputs = Stacks.random(whole * Stacks.FEATURES, 5);
            double[] start = Stacks.random(size, 6);
            try (Network network = Stacks.open(architecture, null)) {
                double[] outputs = new double[architecture.outputSteps(whole) * Stacks.OUTPUTS];
                double[] end = new double[size];
                network.predict(new Batch(inputs, 1, whole, null, null, start), outputs, end);

                double[] one = new double[architecture.outputSteps(first) * Stacks.OUTPUTS];
                double[] two = new double[architecture.outputSteps(whole - first) * Stacks.OUTPUTS];
                double[] between = new double[size];
                double[] endOfTwo = new double[size];
                double[] rest = Arrays.copyOfRange(inputs, first * Stacks.FEATURES, inputs.length);
                network.predict(new Batch(inputs, 1, first, null, null, start), one, between);
                network.predict(new Batch(rest, 1, whole - first, null, null, between), two, endOfTwo);
                assertArrayEquals(end, endOfTwo, architecture.toString());
                assertArrayEquals(
                        Arrays.copyOfRange(outputs, outputs.length - two.length, outputs.length), two);
                if (architecture.givesSequence()) {
                    assertArrayEquals(Arrays.copyOf(outputs, one.length), one);
                }
            }
        }
    }

    /** Chunks of {@link #LANES} series side by side; sample i continues sample i - LANES. */
    private static Samples chunks(Architecture architecture) {
        int inputSize = SERIES_STEPS * Stacks.FEATURES;
        int[] inputs = new int[COUNT];
        int[] targets = new int[COUNT];
        int targetSize = architecture.outputSteps(CHUNK_STEPS) * Stacks.OUTPUTS;
        for (int i = 0; i < COUNT; i++) {
            inputs[i] = i % LANES * inputSize + i / LANES * CHUNK_STEPS * Stacks.FEATURES;
            targets[i] = LANES * inputSize + i * targetSize;
        }
        return new Samples(
                        Stacks.random(LANES * inputSize + COUNT * targetSize, 5), CHUNK_STEPS, Stacks.FEATURES, inputs,
                        architecture.outputSteps(CHUNK_STEPS), Stacks.OUTPUTS, targets)
                .withLanes(LANES, CHUNK_STEPS);
    }

    /** What the whole series gives at the steps of a chunk, with the steps that the network passes on. */
    private static double[] expected(Network network, Architecture architecture, Samples chunks, int sample) {
        int lane = sample % LANES;
        int end = (sample / LANES + 1) * CHUNK_STEPS;
        double[] inputs = Arrays.copyOfRange(
                chunks.values(), chunks.inputOffsets()[lane], chunks.inputOffsets()[lane] + end * Stacks.FEATURES);
        double[] outputs = new double[architecture.outputSteps(end) * Stacks.OUTPUTS];
        network.predict(new Batch(inputs, 1, end), outputs, null);
        int size = architecture.outputSteps(CHUNK_STEPS) * Stacks.OUTPUTS;
        return Arrays.copyOfRange(outputs, outputs.length - size, outputs.length);
    }

    @Test
    void chunksThatCarryTheirStatesAreTheWholeSeries() {
        for (Architecture architecture : Stacks.forwards()) {
            Samples chunks = chunks(architecture);
            int size = architecture.outputSteps(CHUNK_STEPS) * Stacks.OUTPUTS;
            try (Network network = Stacks.open(architecture, Stacks.objective());
                    Data data = engine.openData(chunks, Precision.DOUBLE)) {
                double[] together = new double[COUNT * size];
                double sum = network.evaluate(data, 0, COUNT, 0, together, 0);
                double[] apart = new double[COUNT * size];
                double sumApart = 0;
                for (int first = 0; first < COUNT; first += LANES) {
                    sumApart += network.evaluate(data, first, first + LANES, first / LANES, apart, first * size);
                }
                assertArrayEquals(together, apart);
                assertEquals(sum, sumApart, 1e-12);
                for (int i = 0; i < COUNT; i++) {
                    double[] chunk = Arrays.copyOfRange(together, i * size, (i + 1) * size);
                    assertArrayEquals(expected(network, architecture, chunks, i), chunk, architecture.toString());
                }
            }
        }
    }

    /** As long as the weights stay, training's losses are evaluation's, and each gradient that from a given state. */
    @Test
    void trainingCarriesItsStatesFromChunkToChunk() {
        for (Architecture architecture : Stacks.forwards()) {
            Samples chunks = chunks(architecture);
            int size = architecture.stateSize();
            int count = architecture.parameterCount();
            int[] order = Stacks.order(COUNT);
            long steps = chunks.lossSteps(order, 0, LANES);
            double[] states = new double[LANES * size];
            try (Network network = Stacks.open(architecture, Stacks.objective());
                    Network given = Stacks.open(architecture, Stacks.objective());
                    Data data = engine.openData(chunks, Precision.DOUBLE)) {
                for (int first = 0; first < COUNT; first += LANES) {
                    double loss = network.gradient(data, order, first, first + LANES, steps, 0, 1);
                    try (Data alone = engine.openData(withStates(chunks, first, states), Precision.DOUBLE)) {
                        assertEquals(loss, given.gradient(alone, order, 0, LANES, steps, 0, 1), 0);
                    }
                    assertArrayEquals(Stacks.read(given, Part.GRADIENT, count),
                            Stacks.read(network, Part.GRADIENT, count), architecture.toString());
                    double sum = network.evaluate(data, first, first + LANES, 3, null, 0);
                    assertEquals(sum / (steps * Stacks.OUTPUTS), loss, 1e-13);
                    states = Stacks.read(network, Part.CARRIED_STATES, LANES * size);
                    assertNotEquals(0, states[0]);
                }
            }
        }
    }

    /** The chunks of one round with their states given, and without lanes. */
    private static Samples withStates(Samples chunks, int first, double[] states) {
        int length = chunks.values().length;
        double[] values = Arrays.copyOf(chunks.values(), length + states.length);
        System.arraycopy(states, 0, values, length, states.length);
        int size = states.length / LANES;
        int[] offsets = {length, length + size};
        return new Samples(values, CHUNK_STEPS, Stacks.FEATURES, chunks.inputOffsets(), chunks.targetSteps(),
                        Stacks.OUTPUTS, chunks.targetOffsets())
                .slice(first, first + LANES)
                .withInitialStates(size, offsets);
    }

    @Test
    void oneCallThatTrainsOnManyChunksCarriesTheStatesToo() {
        Architecture architecture = Stacks.forwards().get(2).allSteps();
        Samples chunks = chunks(architecture);
        int[] order = Stacks.order(COUNT);
        int count = architecture.parameterCount();
        double[] losses = new double[CHUNKS];
        double[] rates = {0.1, 0.1, 0.1};
        try (Network fused = Stacks.open(architecture, Stacks.objective());
                Network stepped = Stacks.open(architecture, Stacks.objective());
                Data data = engine.openData(chunks, Precision.DOUBLE)) {
            assertEquals(CHUNKS, fused.train(data, order, 0, COUNT, LANES, 1, rates, losses));
            long steps = chunks.lossSteps(order, 0, LANES);
            for (int i = 0; i < CHUNKS; i++) {
                // Each lane is a shard of its own.
                double one = stepped.gradient(data, order, i * LANES, i * LANES + 1, steps, 0, i + 1);
                double two = stepped.gradient(data, order, i * LANES + 1, i * LANES + 2, steps, 1, i + 1);
                assertEquals(losses[i], one + two, 1e-13);
                assertTrue(stepped.update(2, i + 1, 0.1));
            }
            assertArrayEquals(Stacks.read(stepped, Part.PARAMETERS, count),
                    Stacks.read(fused, Part.PARAMETERS, count), 1e-13);
        }
    }

    @Test
    void carriedStatesThatAreWrittenContinueBitForBit() {
        for (Architecture architecture : Stacks.forwards()) {
            int size = LANES * architecture.stateSize();
            int count = architecture.parameterCount();
            Samples chunks = chunks(architecture);
            int[] order = Stacks.order(COUNT);
            long steps = chunks.lossSteps(order, 0, LANES);
            try (Network first = Stacks.open(architecture, Stacks.objective());
                    Network second = Stacks.open(architecture, Stacks.objective());
                    Data data = engine.openData(chunks, Precision.DOUBLE)) {
                assertEquals(0, Stacks.read(first, Part.CARRIED_STATES, 0).length);
                first.gradient(data, order, 0, LANES, steps, 0, 1);
                second.write(Part.CARRIED_STATES, Stacks.read(first, Part.CARRIED_STATES, size));
                assertEquals(first.gradient(data, order, LANES, 2 * LANES, steps, 0, 1),
                        second.gradient(data, order, LANES, 2 * LANES, steps, 0, 1));
                assertArrayEquals(
                        Stacks.read(first, Part.GRADIENT, count), Stacks.read(second, Part.GRADIENT, count));
                assertArrayEquals(Stacks.read(first, Part.CARRIED_STATES, size),
                        Stacks.read(second, Part.CARRIED_STATES, size));
            }
        }
    }

    /** Windows of 4 steps that begin 2 steps after one another are continued after 2. */
    @Test
    void samplesThatOverlapAreContinuedWhereTheNextBegins() {
        for (Architecture architecture : Stacks.forwards()) {
            int steps = 4;
            int carry = 2;
            int windows = 3;
            int size = architecture.outputSteps(steps) * Stacks.OUTPUTS;
            int whole = carry * (windows - 1) + steps;
            double[] values = Stacks.random(whole * Stacks.FEATURES, 5);
            int[] offsets = {0, carry * Stacks.FEATURES, 2 * carry * Stacks.FEATURES};
            Samples samples = new Samples(values, steps, Stacks.FEATURES, offsets, 0, 0, new int[0])
                    .withLanes(1, carry);
            double[] outputs = new double[windows * size];
            double[] last = new double[architecture.outputSteps(whole) * Stacks.OUTPUTS];
            try (Network network = Stacks.open(architecture, null);
                    Data data = engine.openData(samples, Precision.DOUBLE)) {
                network.evaluate(data, 0, windows, 0, outputs, 0);
                network.predict(values, 1, whole, last);
            }
            assertArrayEquals(Arrays.copyOfRange(last, last.length - size, last.length),
                    Arrays.copyOfRange(outputs, outputs.length - size, outputs.length), architecture.toString());
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Architecture architecture = Architecture.inputs(2).gru(3).dense(2, Activation.LINEAR);
        double[] inputs = new double[2 * 5 * 2];
        double[] outputs = new double[2 * 2];
        try (Network network = Stacks.open(architecture, Stacks.objective());
                Data data = engine.openData(chunks(architecture), Precision.DOUBLE)) {
            refused("from and to must be multiples", () -> network.evaluate(data, 1, 3, 0, null, 0));
            refused("multiple of the state's size", () -> network.write(Part.CARRIED_STATES, new double[4]));
            refused("the length of sequence 1 must be from 1 to 5, the time steps, but was 0",
                    () -> network.predict(batch(inputs, new int[] {1, 0}, null), outputs, null));
            refused("the length of sequence 0 must be from 1 to 5, the time steps, but was 6",
                    () -> network.predict(batch(inputs, new int[] {6, 1}, null), outputs, null));
            refused("lengths", () -> network.predict(batch(inputs, new int[] {5}, null), outputs, null));
            refused("initialStates", () -> network.predict(batch(inputs, null, new double[5]), outputs, null));
            refused("finalStates", () -> network.predict(batch(inputs, null, null), outputs, new double[5]));
            refused("takes 0 static features",
                    () -> network.predict(new Batch(inputs, 2, 5, null, new double[2], null), outputs, null));
            refused("a trace is of one sequence", () -> network.trace(batch(inputs, null, null)));
            Samples joined = new Samples(new double[10], 1, 2, new int[1], 1, 2, new int[] {2})
                    .withStaticFeatures(3, new int[] {4});
            try (Data other = engine.openData(joined, Precision.DOUBLE)) {
                refused("3 static features but the network takes 0",
                        () -> network.gradient(other, new int[1], 0, 1, 1, 0, 1));
            }
            Samples wrong = new Samples(new double[10], 1, 2, new int[1], 1, 2, new int[] {2})
                    .withInitialStates(4, new int[] {4});
            try (Data other = engine.openData(wrong, Precision.DOUBLE)) {
                refused("initial states of 4 values but the network's have 3",
                        () -> network.gradient(other, new int[1], 0, 1, 1, 0, 1));
            }
        }
    }

    private static Batch batch(double[] inputs, int[] lengths, double[] states) {
        return new Batch(inputs, 2, 5, lengths, null, states);
    }

    private static void refused(String message, Executable call) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, call);
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }
}
