package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.elman.engine.Batch;
import dev.elman.engine.Network;
import dev.elman.engine.Network.Part;
import dev.elman.engine.Streams;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Stepping one by one is the whole sequence, for every cell and depth; and what is refused. */
class ReferenceStreamsTest {

    private static final int T = 6;
    private static final int COUNT = 4;
    private static final Architecture GRU = Architecture.inputs(2).gru(3).dense(2, Activation.LINEAR);

    @Test
    void steppingIsTheWholeSequence() {
        for (Architecture architecture : Stacks.forwards()) {
            int size = architecture.stateSize();
            double[] inputs = Stacks.random(COUNT * T * Stacks.FEATURES, 5);
            double[] expected = new double[COUNT * architecture.outputSteps(T) * Stacks.OUTPUTS];
            double[] ends = new double[COUNT * size];
            try (Network network = Stacks.open(architecture, null);
                    Streams streams = network.openStreams(COUNT)) {
                network.predict(new Batch(inputs, COUNT, T), expected, ends);
                for (int t = 0; t < T; t++) {
                    double[] outputs = new double[COUNT * Stacks.OUTPUTS];
                    streams.step(null, COUNT, step(inputs, t), outputs);
                    for (int i = 0; i < COUNT; i++) {
                        double[] one = Arrays.copyOfRange(outputs, i * Stacks.OUTPUTS, (i + 1) * Stacks.OUTPUTS);
                        assertArrayEquals(whole(network, architecture, inputs, i, t), one, architecture.toString());
                    }
                }
                for (int i = 0; i < COUNT; i++) {
                    assertArrayEquals(Arrays.copyOfRange(ends, i * size, (i + 1) * size), state(streams, i, size));
                }
            }
        }
    }

    /** Inputs of all streams at one step. */
    private static double[] step(double[] inputs, int t) {
        double[] step = new double[COUNT * Stacks.FEATURES];
        for (int i = 0; i < COUNT; i++) {
            System.arraycopy(inputs, (i * T + t) * Stacks.FEATURES, step, i * Stacks.FEATURES, Stacks.FEATURES);
        }
        return step;
    }

    /** What the network gives for a sequence until step t, at its last step. */
    private static double[] whole(Network network, Architecture architecture, double[] inputs, int i, int t) {
        double[] until = Arrays.copyOfRange(inputs, i * T * Stacks.FEATURES, (i * T + t + 1) * Stacks.FEATURES);
        double[] outputs = new double[architecture.outputSteps(t + 1) * Stacks.OUTPUTS];
        network.predict(new Batch(until, 1, t + 1), outputs, null);
        return Arrays.copyOfRange(outputs, outputs.length - Stacks.OUTPUTS, outputs.length);
    }

    private static double[] state(Streams streams, int stream, int size) {
        double[] state = new double[size];
        streams.read(stream, state);
        return state;
    }

    /** Some of them, in any order, and each at its own pace. */
    @Test
    void streamsKnowNothingOfOneAnother() {
        try (Network network = Stacks.open(GRU, null);
                Streams together = network.openStreams(COUNT);
                Streams alone = network.openStreams(1)) {
            double[] inputs = Stacks.random(3 * 2, 5);
            double[] expected = new double[2];
            alone.step(null, 1, inputs, expected);
            double[] outputs = new double[3 * 2];
            together.step(new int[] {2, 0}, 2, new double[] {9, 9, inputs[0], inputs[1]}, outputs);
            assertArrayEquals(expected, Arrays.copyOfRange(outputs, 2, 4));
            alone.step(null, 1, new double[] {inputs[2], inputs[3]}, expected);
            together.step(new int[] {3, 1, 0}, 3, new double[] {7, 7, 8, 8, inputs[2], inputs[3]}, outputs);
            assertArrayEquals(expected, Arrays.copyOfRange(outputs, 4, 6));
            assertArrayEquals(state(alone, 0, 3), state(together, 0, 3));
        }
    }

    @Test
    void aStateIsAValueThatGoesOnElsewhere() {
        Architecture architecture = Architecture.inputs(2).lstm(3).gru(2).dense(2, Activation.LINEAR);
        int size = architecture.stateSize();
        try (Network network = Stacks.open(architecture, null);
                Streams streams = network.openStreams(2);
                Streams others = network.openStreams(5)) {
            double[] outputs = new double[2];
            double[] continued = new double[2];
            streams.step(null, 1, new double[] {0.3, -0.7}, outputs);
            double[] state = state(streams, 0, size);
            streams.step(null, 1, new double[] {0.1, 0.9}, outputs);
            others.write(4, state);
            others.step(new int[] {4}, 1, new double[] {0.1, 0.9}, continued);
            assertArrayEquals(outputs, continued);
            assertArrayEquals(new double[size], state(others, 3, size));
        }
    }

    @Test
    void floatsAreRoundedDoubles() {
        try (Network network = Stacks.open(GRU, null);
                Streams streams = network.openStreams(1);
                Streams others = network.openStreams(1)) {
            float[] floats = new float[2];
            double[] doubles = new double[2];
            for (float x = -1; x < 1; x += 0.3f) {
                streams.step(null, 1, new float[] {x, 1 - x}, floats);
                others.step(null, 1, new double[] {x, 1 - x}, doubles);
                assertArrayEquals(new float[] {(float) doubles[0], (float) doubles[1]}, floats);
            }
        }
    }

    @Test
    void theWeightsAreThoseOfWhenTheyWereOpened() {
        Network network = Stacks.open(GRU, null);
        try (Streams streams = network.openStreams(1);
                Streams others = network.openStreams(1)) {
            double[] outputs = new double[2];
            double[] later = new double[2];
            streams.step(null, 1, new double[] {1, 2}, outputs);
            network.write(Part.PARAMETERS, new double[GRU.parameterCount()]);
            network.close();
            others.step(null, 1, new double[] {1, 2}, later);
            assertArrayEquals(outputs, later);
        }
    }

    @Test
    void staticFeaturesBelongToAStream() {
        Architecture architecture = Architecture.inputs(1).staticFeatures(2).gru(3).dense(2, Activation.LINEAR);
        double[] inputs = {0.5, -0.5};
        double[] expected = new double[2];
        double[] outputs = new double[2];
        try (Network network = Stacks.open(architecture, null);
                Streams streams = network.openStreams(2)) {
            network.predict(new Batch(inputs, 1, 2, null, new double[] {3, -4}, null), expected, null);
            streams.write(1, new double[] {0, 0, 0, 3, -4});
            streams.step(new int[] {1}, 1, new double[] {0.5}, outputs);
            streams.step(new int[] {1}, 1, new double[] {-0.5}, outputs);
            assertArrayEquals(expected, outputs);
            assertArrayEquals(new double[] {3, -4}, Arrays.copyOfRange(state(streams, 1, 5), 3, 5));
        }
    }

    @Test
    void layersThatGoBackwardsRefuse() {
        for (Architecture architecture : Stacks.backwards()) {
            try (Network network = Stacks.open(architecture, null)) {
                refused("goes backwards, so that its outputs depend on time steps to come",
                        () -> network.openStreams(1));
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefusedAndChangesNothing() {
        double[] inputs = new double[4];
        double[] outputs = new double[4];
        try (Network network = Stacks.open(GRU, null);
                Streams streams = network.openStreams(2)) {
            assertEquals(2, streams.count());
            refused("count must be at least 1 but was 0", () -> network.openStreams(0));
            refused("count must be from 1 to the 2 streams there are but was 3",
                    () -> streams.step(null, 3, inputs, outputs));
            refused("count must be from 1", () -> streams.step(null, 0, inputs, outputs));
            refused("inputs", () -> streams.step(null, 2, new double[3], outputs));
            refused("outputs", () -> streams.step(null, 2, inputs, new double[3]));
            refused("inputs", () -> streams.step(null, 2, new float[3], new float[4]));
            refused("streams", () -> streams.step(new int[1], 2, inputs, outputs));
            refused("stream must be from 0 to 1 but was 2",
                    () -> streams.step(new int[] {0, 2}, 2, inputs, outputs));
            refused("stream 1 was named twice", () -> streams.step(new int[] {1, 1}, 2, inputs, outputs));
            refused("stream must be from 0 to 1 but was -1", () -> streams.read(-1, new double[3]));
            refused("3 values and 0 static features but the array has 2", () -> streams.write(0, new double[2]));
            assertArrayEquals(new double[3], state(streams, 1, 3));
            streams.step(new int[] {1, 0}, 2, inputs, outputs);
        }
    }

    @Test
    void moreStreamsThanAnArrayHoldsAreNamedWithTheirBytes() {
        try (Network network = Stacks.open(GRU, null)) {
            String message =
                    assertThrows(OutOfMemoryError.class, () -> network.openStreams(2_000_000_000)).getMessage();
            assertTrue(message.contains("2000000000 streams of 3 values") && message.contains("48000000000 bytes"),
                    message);
        }
    }

    @Test
    void steppingAllocatesNothingOnceWarm() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int[] some = {2, 0};
        double[] inputs = new double[8];
        double[] outputs = new double[8];
        float[] floats = new float[8];
        float[] floatOutputs = new float[8];
        long least = Long.MAX_VALUE;
        try (Network network = Stacks.open(GRU, null);
                Streams streams = network.openStreams(COUNT)) {
            // The JVM itself allocates a little now and then, while it links and compiles.
            for (int round = 0; round < 10; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 1000; i++) {
                    streams.step(null, COUNT, inputs, outputs);
                    streams.step(some, 2, inputs, outputs);
                    streams.step(null, COUNT, floats, floatOutputs);
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
        }
        assertEquals(0, least);
    }

    @Test
    void nothingGoesOnceClosed() {
        try (Network network = Stacks.open(GRU, null)) {
            Streams streams = network.openStreams(1);
            streams.close();
            streams.close();
            IllegalStateException closed = assertThrows(IllegalStateException.class,
                    () -> streams.step(null, 1, new double[2], new double[2]));
            assertEquals("the set of streams is closed", closed.getMessage());
            assertThrows(IllegalStateException.class, () -> streams.read(0, new double[3]));
            assertThrows(IllegalStateException.class, () -> streams.write(0, new double[3]));
        }
    }

    private static void refused(String message, Executable call) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, call);
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }
}
