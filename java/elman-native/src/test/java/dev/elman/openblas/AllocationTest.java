package dev.elman.openblas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import dev.elman.engine.Streams;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No call that is made over and over allocates on the Java heap once it has been made a few times. */
class AllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Architecture ARCHITECTURE = Networks.architecture(2, 5, 3);
    private static final int COUNT = 64;

    @ParameterizedTest
    @EnumSource
    void noCallAllocatesOnceWarm(Precision precision) {
        int[] order = Networks.order(COUNT);
        double[] rates = {1e-3, 1e-3, 1e-3, 1e-3};
        double[] losses = new double[4];
        double[] outputs = new double[COUNT * 3];
        double[] inputs = Networks.random(4 * 12 * 2, 1);
        float[] floatInputs = Networks.randomFloats(4 * 12 * 2, 1);
        float[] floatOutputs = new float[4 * 3];
        try (Data data = Networks.ENGINE.openData(Networks.windows(COUNT, 12, 2, 3, 1), precision);
                Network network = Networks.open(ARCHITECTURE, precision, Networks.objective(), 2)) {
            assertNoAllocation("train", () -> network.train(data, order, 0, COUNT, 16, 1, rates, losses));
            assertNoAllocation("gradient and update", () -> {
                network.gradient(data, order, 0, 32, COUNT, 0, 1);
                network.gradient(data, order, 32, COUNT, COUNT, 1, 1);
                network.update(2, 1, 1e-3);
            });
            assertNoAllocation("evaluate", () -> network.evaluate(data, 0, COUNT, 0, outputs, 0));
            assertNoAllocation("predict double", () -> network.predict(inputs, 4, 12, outputs));
            assertNoAllocation("predict float", () -> network.predict(floatInputs, 4, 12, floatOutputs));
        }
    }

    /** Lengths, weights, static features, states, dropout, both directions; then streams. */
    @ParameterizedTest
    @EnumSource
    void noCallWithAllThatASequenceMayHaveAllocatesOnceWarm(Precision precision) {
        Architecture both = Networks.everything(2, 5, 3).allSteps();
        Samples samples = Networks.everything(COUNT, 12, 2, both);
        int[] order = Networks.order(COUNT);
        long steps = samples.lossSteps(order, 0, COUNT);
        double[] rates = {1e-3, 1e-3, 1e-3, 1e-3};
        double[] losses = new double[4];
        double[] outputs = new double[COUNT * 12 * 3];
        double[] states = new double[4 * both.stateSize()];
        Batch batch = new Batch(Networks.random(4 * 12 * 2, 1), 4, 12, new int[] {12, 3, 1, 7},
                Networks.random(4 * both.staticFeatures(), 2), Networks.random(states.length, 3));
        try (Data data = Networks.ENGINE.openData(samples, precision);
                Network network = Networks.open(both, precision, Networks.objective(), 2)) {
            assertNoAllocation("train", () -> network.train(data, order, 0, COUNT, 16, 1, rates, losses));
            assertNoAllocation("gradient and update", () -> {
                network.gradient(data, order, 0, 32, steps, 0, 1);
                network.gradient(data, order, 32, COUNT, steps, 1, 1);
                network.update(2, 1, 1e-3);
            });
            assertNoAllocation("evaluate", () -> network.evaluate(data, 0, COUNT, 0, outputs, 0));
            assertNoAllocation("predict", () -> network.predict(batch, outputs, states));
        }
        Architecture forward = Architecture.inputs(2).lstm(5).gru(4).staticFeatures(2).dense(3, Activation.LINEAR);
        int[] some = {7, 2, 5};
        double[] inputs = Networks.random(8 * 2, 4);
        float[] floatInputs = Networks.randomFloats(8 * 2, 4);
        float[] floatOutputs = new float[8 * 3];
        try (Network network = Networks.open(forward, precision, null, 2);
                Streams streams = network.openStreams(8)) {
            assertNoAllocation("step of all in double", () -> streams.step(null, 8, inputs, outputs));
            assertNoAllocation("step of some in float", () -> streams.step(some, 3, floatInputs, floatOutputs));
        }
    }

    private static void assertNoAllocation(String what, Runnable call) {
        for (int i = 0; i < 200; i++) {
            call.run();
        }
        // The bean itself may allocate when it is first asked; the least of a few measurements is the call's own.
        long least = Long.MAX_VALUE;
        for (int repetition = 0; repetition < 5; repetition++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 200; i++) {
                call.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least, what + " allocates");
    }
}
