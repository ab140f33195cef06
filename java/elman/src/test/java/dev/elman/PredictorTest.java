package dev.elman;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Scaler;
import dev.elman.data.TimeSeries;
import dev.elman.data.Windows;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What happens around a network: lending, closing, threads, allocation. */
class PredictorTest extends WithCountingEngine {

    private static Model model(boolean scaled) {
        Architecture net = Architecture.inputs(1).simpleRnn(1, Activation.LINEAR);
        TimeSeries series = TimeSeries.of(0, 2, 4, 1);
        return Model.of(net, Precision.FLOAT, new double[3]).withEngine("counting").withSchema(
                Windows.lookBack(3).over(series, scaled ? Scaler.minMax().fit(series) : null).schema());
    }

    @Test
    void closedPredictorIsRefused() {
        Predictor predictor = model(true).predictor();
        assertEquals(6, predictor.predict(new float[] {1, 2, 3})[0]);
        assertEquals(1, open());
        predictor.close();
        predictor.close();
        assertEquals(0, open());
        assertTrue(assertThrows(IllegalStateException.class, () -> predictor.predict(new float[3])).getMessage()
                .contains("closed"));
        assertThrows(IllegalStateException.class, () -> predictor.predict(new double[3], new double[1]));
    }

    @Test
    void predictorInUseIsRefusedToOthers() throws Exception {
        try (Predictor predictor = model(false).predictor()) {
            CountDownLatch gate = new CountDownLatch(1);
            CountDownLatch waiting = new CountDownLatch(1);
            CountingEngine.waiting = waiting;
            CountingEngine.gate = gate;
            Thread user = new Thread(() -> predictor.predict(new float[3]));
            user.start();
            waiting.await();
            assertTrue(assertThrows(IllegalStateException.class, () -> predictor.predict(new float[3])).getMessage()
                    .contains("in use by another thread"));
            assertThrows(IllegalStateException.class, predictor::close);
            gate.countDown();
            user.join();
            CountingEngine.gate = null;
            predictor.predict(new float[3]);
        }
        assertEquals(0, open());
    }

    @Test
    void outputsIntoTheArrayOfInputsAreRefused() {
        Model model = model(true).withSchema(null);
        float[] floats = {1};
        double[] doubles = {1};
        for (Executable action : List.<Executable>of(() -> model.predict(floats, floats),
                () -> model.predict(doubles, doubles))) {
            assertTrue(assertThrows(IllegalArgumentException.class, action).getMessage()
                    .contains("outputs must be another array than inputs"));
        }
        assertEquals(1, floats[0]);
        assertEquals(1, doubles[0]);
    }

    @Test
    void failedPredictionLeavesThePredictorUsable() {
        try (Predictor predictor = model(true).predictor()) {
            assertThrows(IllegalArgumentException.class, () -> predictor.predict(new float[4], new float[1]));
            assertThrows(IllegalArgumentException.class, () -> predictor.predict(new float[] {1, Float.NaN, 2}));
            assertEquals(6, predictor.predict(new float[] {1, 2, 3})[0]);
        }
    }

    @Test
    void networksOpenedForManyThreadsAreClosedAgain() throws Exception {
        Model model = model(false);
        int slots = Math.max(1, Runtime.getRuntime().availableProcessors());
        int threads = slots + 5;
        CountDownLatch gate = new CountDownLatch(1);
        CountingEngine.waiting = new CountDownLatch(threads);
        CountingEngine.gate = gate;
        List<Thread> users = new ArrayList<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int i = 0; i < threads; i++) {
            Thread user = new Thread(() -> {
                try {
                    assertEquals(6, model.predict(new double[] {1, 2, 3})[0]);
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            user.start();
            users.add(user);
        }
        CountingEngine.waiting.await();
        assertEquals(threads, open());
        gate.countDown();
        for (Thread user : users) {
            user.join();
        }
        assertNull(failure.get());
        assertTrue(open() <= slots, open() + " are open");
        CountingEngine.gate = null;
        int opened = CountingEngine.OPENED.get();
        for (int i = 0; i < 100; i++) {
            model.predict(new float[] {1, 2, 3});
        }
        assertEquals(opened, CountingEngine.OPENED.get());
    }

    @Test
    void manyThreadsShareAModel() throws Exception {
        Model model = model(true);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> users = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            float value = i;
            Thread user = new Thread(() -> {
                try {
                    for (int round = 0; round < 5000; round++) {
                        assertEquals(3 * value, model.predict(new float[] {value, value, value})[0], 1e-5);
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            user.setContextClassLoader(thread.getContextClassLoader());
            users.add(user);
        }
        users.forEach(Thread::start);
        for (Thread user : users) {
            user.join();
        }
        assertNull(failure.get());
    }

    @Test
    void networksOfAModelThatIsGoneAreClosed() throws Exception {
        Model model = model(true);
        model.predict(new float[] {1, 2, 3});
        assertEquals(1, open());
        model = null;
        await(() -> open() == 0);
    }

    @Test
    void predictingIntoAGivenArrayAllocatesNothing() {
        float[] floatOutputs = new float[2];
        double[] doubleOutputs = new double[1];
        for (boolean scaled : new boolean[] {false, true}) {
            Model model = model(scaled);
            float[] floats = {1, 2, 3, 4, 5, 6};
            double[] doubles = {1, 2, 3};
            try (Predictor predictor = model.predictor()) {
                Allocation.assertNone(() -> predictor.predict(floats, floatOutputs));
                Allocation.assertNone(() -> predictor.predict(doubles, doubleOutputs));
            }
            Allocation.assertNone(() -> model.predict(floats, floatOutputs));
            Allocation.assertNone(() -> model.predict(doubles, doubleOutputs));
            assertEquals(6, doubleOutputs[0]);
            assertEquals(15, floatOutputs[1]);
        }
    }

    /** More sequences than are computed at once, and a last part that is not whole. */
    @Test
    void predictingManySequencesIntoAGivenArrayAllocatesNothing() {
        for (int count : new int[] {2 * Runner.MAX_SEQUENCES, 2 * Runner.MAX_SEQUENCES + 7}) {
            float[] floats = new float[3 * count];
            float[] floatOutputs = new float[count];
            double[] doubles = new double[3 * count];
            double[] doubleOutputs = new double[count];
            try (Predictor predictor = model(true).predictor()) {
                Allocation.assertNone(() -> predictor.predict(floats, floatOutputs));
                Allocation.assertNone(() -> predictor.predict(doubles, doubleOutputs));
            }
        }
    }
}
