package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Dataset;
import dev.elman.engine.Precision;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptionTest {

    private static final Dataset DATA = Examples.sine(40, 5);

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void anInterruptBeforeTrainingKeepsTheInitialWeights() {
        Thread.currentThread().interrupt();
        TrainingStoppedException stopped = assertThrows(TrainingStoppedException.class,
                () -> Examples.reference().build().train(Examples.NET, DATA));
        assertTrue(Thread.currentThread().isInterrupted());
        assertEquals(StopReason.INTERRUPTED, stopped.reason());
        assertEquals(1, stopped.epoch());
        assertEquals(1, stopped.miniBatch());
        assertEquals(-1, stopped.layer());
        assertArrayEquals(Initialization.keras().values(Examples.NET, 7, Precision.FLOAT),
                stopped.training().model().parameterVector());
    }

    @Test
    void anInterruptInACallbackStopsAtTheNextMiniBatch() {
        Trainer trainer = Examples.reference().callback(new Callback() {
            @Override
            public boolean everyMiniBatch() {
                return true;
            }

            @Override
            public void onMiniBatch(Progress progress) {
                if (progress.step() == 7) {
                    Thread.currentThread().interrupt();
                }
            }
        }).build();
        TrainingStoppedException stopped =
                assertThrows(TrainingStoppedException.class, () -> trainer.train(Examples.NET, DATA));
        assertTrue(Thread.currentThread().isInterrupted());
        assertEquals(2, stopped.epoch());
        assertEquals(3, stopped.miniBatch(), "mini-batch 3 of 5 was not begun");
        assertEquals(1, stopped.training().epochs());
        assertEquals(StopReason.INTERRUPTED, stopped.training().stopReason());
        assertTrue(stopped.getMessage().contains("mini-batch 3 of 5 in epoch 2 of 3"), stopped.getMessage());
    }

    @Test
    void anInterruptFromAnotherThreadStopsSoonAlsoWithSeveralThreads() throws Exception {
        for (int batchSize : new int[] {1, 64}) {
            Dataset data = Examples.sine(4096, 20);
            CountDownLatch running = new CountDownLatch(1);
            AtomicReference<TrainingStoppedException> stopped = new AtomicReference<>();
            Trainer trainer = Examples.reference().epochs(1_000_000).batchSize(batchSize).threads(2)
                    .callback(Callback.onEpochEnd(progress -> running.countDown())).build();
            Thread thread = new Thread(() -> stopped.set(
                    assertThrows(TrainingStoppedException.class, () -> trainer.train(Examples.NET, data))));
            thread.start();
            assertTrue(running.await(60, TimeUnit.SECONDS));
            long began = System.nanoTime();
            thread.interrupt();
            thread.join(30_000);
            assertTrue(System.nanoTime() - began < 5_000_000_000L, "stopped within seconds on a busy machine");
            assertEquals(StopReason.INTERRUPTED, stopped.get().reason());
            assertTrue(stopped.get().training().epochs() >= 1);
        }
        ResourcesTest.assertNoThreads();
    }

    @Test
    void anInterruptDuringValidationStopsAndMayGoOn() {
        Dataset validation = Examples.sine(600, 5);
        boolean[] interrupt = {true};
        Trainer trainer = Examples.reference().callback(new Callback() {
            @Override
            public boolean everyMiniBatch() {
                return true;
            }

            @Override
            public void onMiniBatch(Progress progress) {
                if (progress.miniBatch() == progress.miniBatches() && interrupt[0]) {
                    interrupt[0] = false;
                    Thread.currentThread().interrupt();
                }
            }
        }).build();
        Training expected = Examples.reference().build().train(Examples.NET, DATA, validation);
        try (TrainingSession session = trainer.start(Examples.NET, DATA, validation)) {
            TrainingStoppedException stopped = assertThrows(TrainingStoppedException.class, session::run);
            assertEquals(0, stopped.training().epochs());
            assertTrue(Thread.interrupted());
            session.run();
            Training run = session.finish();
            assertEquals(StopReason.COMPLETED, run.stopReason());
            assertArrayEquals(expected.model().parameterVector(), run.model().parameterVector());
            assertArrayEquals(expected.history().validationLosses(), run.history().validationLosses());
        }
    }
}
