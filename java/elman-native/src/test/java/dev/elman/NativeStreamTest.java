package dev.elman;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams on the native engine. */
class NativeStreamTest {

    private static Model model(Architecture net, Precision precision) {
        double[] vector = new Random(3).doubles(net.parameterCount(), -0.5, 0.5).toArray();
        return Model.of(net, precision, vector);
    }

    private static double[][] inputs(int steps) {
        Random random = new Random(4);
        double[][] inputs = new double[steps][];
        for (int step = 0; step < steps; step++) {
            inputs[step] = new double[] {(float) random.nextGaussian(), (float) random.nextGaussian()};
        }
        return inputs;
    }

    @ParameterizedTest
    @MethodSource("dev.elman.StateTest#streaming")
    void oneStepAfterAnotherGivesWhatTheWholeSequenceDoes(Architecture net) {
        double[][] inputs = inputs(9);
        for (Precision precision : Precision.values()) {
            double tolerance = precision == Precision.FLOAT ? 1e-5 : 1e-12;
            Model model = model(net, precision);
            try (Stream stream = model.stream()) {
                for (int step = 0; step < inputs.length; step++) {
                    Outputs whole = model.run(new double[][][] {Arrays.copyOf(inputs, step + 1)}, null, null);
                    double[] expected = whole.outputs()[0][whole.outputs()[0].length - 1];
                    assertArrayEquals(expected, stream.step(inputs[step]), tolerance);
                    assertArrayEquals(whole.finalStates()[0].values(), stream.state().values(), tolerance);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.elman.StateTest#streaming")
    void aStateGoesFromEngineToEngine(Architecture net) throws IOException {
        Model model = model(net, Precision.DOUBLE);
        double[][] inputs = inputs(8);
        try (Stream there = model.stream(); Stream here = model.withEngine("reference").stream()) {
            for (double[] row : inputs) {
                assertArrayEquals(here.step(row), there.step(row), 1e-12);
                State state = State.fromBytes(there.state().toBytes());
                there.restore(here.state());
                here.restore(state);
            }
            assertEquals(8, here.steps());
        }
    }

    @Test
    void stepsAllocateNothing() {
        Model model = model(Architecture.inputs(2).lstm(5).gru(3).dense(2, Activation.LINEAR), Precision.FLOAT);
        float[] floats = {1, 2, 3, 4, 5, 6};
        float[] floatOutputs = new float[6];
        double[] doubles = {1, 2};
        double[] doubleOutputs = new double[2];
        int[] which = {4, 0, 2};
        try (Stream stream = model.stream(); StreamBatch streams = model.streams(5)) {
            Allocation.assertNone(() -> stream.step(doubles, doubleOutputs));
            Allocation.assertNone(() -> {
                streams.step(which, floats, floatOutputs);
                streams.step(which, 2, floats, floatOutputs);
            });
        }
    }

    /** Any of many streams may step at any time, each as if it were alone. */
    @Test
    void manyStreamsAreAsOneEach() {
        int count = 3000;
        int batch = 137;
        Model model = model(Architecture.inputs(1).gru(32).dense(1, Activation.LINEAR), Precision.FLOAT);
        Random random = new Random(1);
        double[][] seen = new double[count][0];
        double[] last = new double[count];
        try (StreamBatch streams = model.streams(count)) {
            for (int round = 0; round < 12 * count / batch; round++) {
                int[] which = random.ints(0, count).distinct().limit(batch).toArray();
                double[] inputs = random.doubles(batch).toArray();
                double[] outputs = new double[batch];
                streams.step(which, inputs, outputs);
                for (int i = 0; i < batch; i++) {
                    int stream = which[i];
                    seen[stream] = Arrays.copyOf(seen[stream], seen[stream].length + 1);
                    seen[stream][seen[stream].length - 1] = inputs[i];
                    last[stream] = outputs[i];
                }
            }
            for (int stream = 0; stream < count; stream++) {
                assertEquals(seen[stream].length, streams.steps(stream));
                if (seen[stream].length > 0) {
                    assertEquals(model.predict(seen[stream])[0], last[stream], 1e-5);
                }
            }
        }
    }

    @Test
    void aHundredThousandStreamsCostLittleMoreThanTheirStates() throws IOException {
        int count = 100_000;
        int batch = 1000;
        Model model = model(Architecture.inputs(1).gru(32).dense(1, Activation.LINEAR), Precision.FLOAT);
        int[] which = new int[batch];
        float[] inputs = new float[batch];
        float[] outputs = new float[batch];
        try (StreamBatch warm = model.streams(batch)) {
            warm.step(null, inputs, outputs);
        }
        long before = residentBytes();
        try (StreamBatch streams = model.streams(count)) {
            long best = Long.MAX_VALUE;
            for (int round = 0; round < 5; round++) {
                long began = System.nanoTime();
                for (int from = 0; from < count; from += batch) {
                    for (int i = 0; i < batch; i++) {
                        which[i] = from + i;
                        inputs[i] = i;
                    }
                    streams.step(which, inputs, outputs);
                }
                best = Math.min(best, System.nanoTime() - began);
            }
            long each = (residentBytes() - before) / count;
            System.out.printf("100,000 streams of a GRU(32) in float: %.1f million steps per second in batches of %d,"
                    + " %d bytes each, of which 128 are the state%n", count * 1e3 / best, batch, each);
            assertTrue(each < 3 * 128, each + " bytes per stream");
        }
    }

    /** What the process occupies; 0 where the system does not tell. */
    private static long residentBytes() throws IOException {
        Path statm = Path.of("/proc/self/statm");
        return Files.exists(statm) ? Long.parseLong(Files.readString(statm).split(" ")[1]) * 4096 : 0;
    }
}
