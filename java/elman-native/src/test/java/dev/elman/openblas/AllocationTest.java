package dev.elman.openblas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.elman.engine.Data;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
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
