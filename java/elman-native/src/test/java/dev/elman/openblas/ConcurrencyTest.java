package dev.elman.openblas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.engine.Data;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {

    private static final Architecture ARCHITECTURE = Networks.architecture(1, 33, 1);
    private static final int COUNT = 40;

    @Test
    void twoHundredThreadsOnTheirOwnNetworksGetTheSameBits() throws Exception {
        int threads = 200;
        try (Data data = Networks.ENGINE.openData(Networks.windows(COUNT, 12, 1, 1, 1), Precision.FLOAT)) {
            double[] expected = train(data);
            for (double[] actual : together(threads, () -> train(data))) {
                assertArrayEquals(expected, actual);
            }
        }
    }

    private static double[] train(Data data) {
        double[] rates = {1e-2, 1e-2, 1e-2};
        double[] losses = new double[3];
        try (Network network = Networks.open(ARCHITECTURE, Precision.FLOAT, Networks.objective(), 2)) {
            for (int epoch = 0; epoch < 5; epoch++) {
                network.train(data, Networks.order(COUNT), 0, COUNT, 16, 1 + epoch * 3L, rates, losses);
            }
            return Networks.read(network, Network.Part.PARAMETERS, ARCHITECTURE.parameterCount());
        }
    }

    @Test
    void oneOfSeveralThreadsOnOneNetworkComputesAndTheOthersAreRefused() throws Exception {
        float[] inputs = Networks.randomFloats(32 * 64, 3);
        try (Network network = Networks.open(ARCHITECTURE, Precision.FLOAT, null, 2)) {
            float[] expected = new float[32];
            network.predict(inputs, 32, 64, expected);
            AtomicInteger refused = new AtomicInteger();
            for (int computed : together(4, () -> {
                float[] outputs = new float[32];
                int count = 0;
                for (int i = 0; i < 300; i++) {
                    try {
                        network.predict(inputs, 32, 64, outputs);
                        count++;
                        assertArrayEquals(expected, outputs);
                    } catch (IllegalStateException e) {
                        assertTrue(e.getMessage().contains("in use by another thread"), e.getMessage());
                        refused.incrementAndGet();
                    }
                }
                return count;
            })) {
                assertTrue(computed >= 0);
            }
            assertTrue(refused.get() > 0, "no two threads met");
        }
    }

    @Test
    void twoThreadsOnOneShardAreNotBothServed() throws Exception {
        int[] order = Networks.order(COUNT);
        try (Data data = Networks.ENGINE.openData(Networks.windows(COUNT, 64, 1, 1, 1), Precision.FLOAT);
                Network network = Networks.open(ARCHITECTURE, Precision.FLOAT, Networks.objective(), 2)) {
            double expected = network.gradient(data, order, 0, COUNT, COUNT, 3, 1);
            AtomicInteger refused = new AtomicInteger();
            together(4, () -> {
                for (int i = 0; i < 200; i++) {
                    try {
                        assertEquals(expected, network.gradient(data, order, 0, COUNT, COUNT, 3, 1));
                    } catch (IllegalStateException e) {
                        assertTrue(e.getMessage().contains("in use by another thread"), e.getMessage());
                        refused.incrementAndGet();
                    }
                }
                return null;
            });
            assertTrue(refused.get() > 0, "no two threads met");
        }
    }

    @Test
    void closingUnderTheHandsOfOthersIsRefusedOrComesAfterThem() throws Exception {
        float[] inputs = Networks.randomFloats(8 * 16, 3);
        for (int round = 0; round < 100; round++) {
            Network network = Networks.open(ARCHITECTURE, Precision.FLOAT, null, 2);
            AtomicBoolean closed = new AtomicBoolean();
            AtomicInteger threads = new AtomicInteger();
            together(3, () -> {
                boolean closes = threads.getAndIncrement() == 0;
                float[] outputs = new float[8];
                for (int i = 0; i < 50 || closes && !closed.get(); i++) {
                    try {
                        if (closes) {
                            network.close();
                            closed.set(true);
                        } else {
                            network.predict(inputs, 8, 16, outputs);
                        }
                    } catch (IllegalStateException e) {
                        // In use, or closed.
                    }
                }
                return null;
            });
            network.close();
        }
    }

    @Test
    void dataCannotBeClosedWhileTheyAreTrainedOn() throws Exception {
        Data data = Networks.ENGINE.openData(Networks.windows(COUNT, 64, 1, 1, 1), Precision.FLOAT);
        AtomicBoolean closed = new AtomicBoolean();
        AtomicInteger threads = new AtomicInteger();
        AtomicInteger refusals = new AtomicInteger();
        together(2, () -> {
            if (threads.getAndIncrement() == 0) {
                while (!closed.get()) {
                    try {
                        data.close();
                        closed.set(true);
                    } catch (IllegalStateException e) {
                        assertTrue(e.getMessage().contains("cannot be closed while"), e.getMessage());
                        refusals.incrementAndGet();
                    }
                }
                return null;
            }
            try (Network network = Networks.open(ARCHITECTURE, Precision.FLOAT, Networks.objective(), 2)) {
                while (true) {
                    network.train(data, Networks.order(COUNT), 0, COUNT, COUNT, 1, new double[1], new double[1]);
                }
            } catch (IllegalStateException e) {
                assertEquals("the data set is closed", e.getMessage());
                return null;
            }
        });
    }

    /** Runs the same in several threads that begin at one moment; a failure in any is one here. */
    private static <T> List<T> together(int threads, Callable<T> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
