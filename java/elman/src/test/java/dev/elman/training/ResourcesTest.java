package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Dataset;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.optim.Sgd;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** That everything opened is closed, whatever happens. */
class ResourcesTest {

    @TempDir
    Path folder;

    private static final Dataset DATA = Examples.sine(128, 5);

    private static Trainer.Builder counting() {
        return Examples.reference().engine("counting").batchSize(64).threads(3);
    }

    private void assertClosesEverything(int opened, Executable action) throws Exception {
        CountingEngine.whileThere(folder, () -> {
            try {
                action.execute();
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
            return null;
        });
        assertEquals(opened, CountingEngine.OPENED.get());
        assertEquals(0, CountingEngine.OPEN.get());
        assertNoThreads();
    }

    static void assertNoThreads() {
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("elman-training-")));
    }

    @Test
    void afterTraining() throws Exception {
        assertClosesEverything(3, () -> counting().build().train(Examples.NET, DATA, DATA));
    }

    @Test
    void whereTheNetworkCannotBeOpened() throws Exception {
        assertClosesEverything(1, () -> {
            CountingEngine.failing = "openNetwork";
            assertThrows(CountingEngine.Failure.class, () -> counting().build().train(Examples.NET, DATA, DATA));
        });
    }

    @Test
    void whereTheWeightsCannotBeWritten() throws Exception {
        assertClosesEverything(2, () -> {
            CountingEngine.failing = "write";
            assertThrows(CountingEngine.Failure.class, () -> counting().build().train(Examples.NET, DATA, DATA));
        });
    }

    @Test
    void whereAShardFails() throws Exception {
        assertClosesEverything(3, () -> {
            CountingEngine.failing = "gradient";
            assertThrows(CountingEngine.Failure.class, () -> counting().build().train(Examples.NET, DATA, DATA));
        });
    }

    @Test
    void whereValidationFails() throws Exception {
        assertClosesEverything(3, () -> {
            CountingEngine.failing = "evaluate";
            assertThrows(CountingEngine.Failure.class, () -> counting().build().train(Examples.NET, DATA, DATA));
        });
    }

    @Test
    void whereACallbackThrows() throws Exception {
        assertClosesEverything(2, () -> {
            Trainer trainer = counting().callback(Callback.onEpochEnd(progress -> {
                throw new CountingEngine.Failure();
            })).build();
            assertThrows(CountingEngine.Failure.class, () -> trainer.train(Examples.NET, DATA));
        });
    }

    @Test
    void whereTrainingDiverges() throws Exception {
        assertClosesEverything(2, () -> {
            Architecture linear = Architecture.inputs(1).simpleRnn(4, Activation.LINEAR).dense(1, Activation.LINEAR);
            Trainer trainer = counting().epochs(500).optimizer(Sgd.keras().withLearningRate(1e3)).build();
            assertThrows(TrainingStoppedException.class, () -> trainer.train(linear, DATA));
        });
    }

    @Test
    void whereTrainingIsInterrupted() throws Exception {
        assertClosesEverything(2, () -> {
            Thread.currentThread().interrupt();
            assertThrows(TrainingStoppedException.class, () -> counting().build().train(Examples.NET, DATA));
            assertTrue(Thread.interrupted());
        });
    }

    @Test
    void whereASessionIsLeftInTheMiddle() throws Exception {
        assertClosesEverything(2, () -> {
            try (TrainingSession session = counting().build().start(Examples.NET, DATA)) {
                session.step();
            }
        });
    }

    @Test
    void smallMiniBatchesShareOneCallOfTheEngine() throws Exception {
        assertClosesEverything(2, () -> counting().batchSize(1).epochs(4).build().train(Examples.NET, DATA));
        assertEquals(4, CountingEngine.calls("train"), "one call an epoch");
        assertEquals(0, CountingEngine.calls("gradient") + CountingEngine.calls("update"));
    }

    @Test
    void largeMiniBatchesTakeACallForEachShardAndOneToUpdate() throws Exception {
        // 128 samples are two mini-batches of 64, and each of these two shards.
        assertClosesEverything(2, () -> counting().epochs(3).build().train(Examples.NET, DATA));
        assertEquals(3 * 2 * 2, CountingEngine.calls("gradient"));
        assertEquals(3 * 2, CountingEngine.calls("update"));
        assertEquals(0, CountingEngine.calls("train"));
    }

    @Test
    void threadsOfASessionThatNobodyClosedEnd() throws Exception {
        abandon();
        for (int i = 0; i < 100; i++) {
            System.gc();
            Thread.sleep(20);
            if (Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("elman-training-"))) {
                return;
            }
        }
        assertNoThreads();
    }

    @SuppressWarnings("resource")
    private static void abandon() {
        Examples.reference().batchSize(64).threads(2).build().start(Examples.NET, DATA).step();
    }
}
