package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Dataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSessionTest {

    private static final Dataset DATA = Examples.sine(20, 5);

    @TempDir
    Path folder;

    @Test
    void stepsEpochsAndTheWholeRunGiveTheSameBits() {
        Trainer trainer = Examples.stateful().build();
        Training expected = trainer.train(Examples.NET, DATA, DATA);
        int steps = 0;
        try (TrainingSession session = trainer.start(Examples.NET, DATA, DATA)) {
            boolean more = true;
            while (more) {
                more = session.step();
                steps++;
                assertEquals(steps / 3, session.history().size());
            }
            assertArrayEquals(expected.model().parameterVector(), session.finish().model().parameterVector());
        }
        assertEquals(15, steps);
        try (TrainingSession session = trainer.start(Examples.NET, DATA, DATA)) {
            assertTrue(session.runEpoch());
            assertEquals(1, session.history().size());
            session.step();
            assertTrue(session.runEpoch());
            assertEquals(2, session.history().size());
            session.run();
            Training run = session.finish();
            assertArrayEquals(expected.model().parameterVector(), run.model().parameterVector());
            assertEquals(expected.stopReason(), run.stopReason());
        }
    }

    @Test
    void afterTheEndThereIsNothingMoreToDo() {
        try (TrainingSession session = Examples.reference().build().start(Examples.NET, DATA)) {
            session.run();
            assertFalse(session.step());
            assertFalse(session.runEpoch());
            session.run();
            assertEquals(3, session.finish().epochs());
        }
    }

    @Test
    void finishBeforeTheEndGivesWhatWasLearnt() {
        try (TrainingSession session = Examples.reference().build().start(Examples.NET, DATA)) {
            session.runEpoch();
            session.step();
            Training run = session.finish();
            assertEquals(StopReason.FINISHED, run.stopReason());
            assertEquals(1, run.epochs());
        }
    }

    @Test
    void everyUseAfterFinishOrCloseIsRefused() {
        TrainingSession finished = Examples.reference().build().start(Examples.NET, DATA);
        finished.finish();
        TrainingSession closed = Examples.reference().build().start(Examples.NET, DATA);
        closed.close();
        for (TrainingSession session : new TrainingSession[] {finished, closed}) {
            assertThrows(IllegalStateException.class, session::step);
            assertThrows(IllegalStateException.class, session::runEpoch);
            assertThrows(IllegalStateException.class, session::run);
            assertThrows(IllegalStateException.class, session::history);
            assertThrows(IllegalStateException.class, () -> session.checkpoint(folder.resolve("a")));
            assertThrows(IllegalStateException.class, session::finish);
            session.close();
        }
        assertFalse(Files.exists(folder.resolve("a")));
    }

    @Test
    void useFromACallbackIsRefused() {
        AtomicReference<TrainingSession> current = new AtomicReference<>();
        Trainer trainer = Examples.reference().callback(Callback.onEpochEnd(progress -> {
            assertThrows(IllegalStateException.class, () -> current.get().step());
            assertThrows(IllegalStateException.class, () -> current.get().finish());
            assertThrows(IllegalStateException.class, () -> current.get().close());
        })).build();
        try (TrainingSession session = trainer.start(Examples.NET, DATA)) {
            current.set(session);
            session.run();
            assertEquals(StopReason.COMPLETED, session.finish().stopReason());
        }
    }

    @Test
    void useFromTwoThreadsAtOnceIsRefused() throws Exception {
        CountDownLatch within = new CountDownLatch(1);
        CountDownLatch tried = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Trainer trainer = Examples.reference().callback(Callback.onEpochEnd(progress -> {
            within.countDown();
            try {
                tried.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        })).build();
        try (TrainingSession session = trainer.start(Examples.NET, DATA)) {
            Thread other = new Thread(() -> {
                try {
                    within.await();
                    session.step();
                } catch (Throwable e) {
                    thrown.set(e);
                } finally {
                    tried.countDown();
                }
            });
            other.start();
            session.run();
            other.join();
            assertInstanceOf(IllegalStateException.class, thrown.get());
            assertEquals(3, session.finish().epochs());
        }
    }

    @Test
    void oneThreadAfterTheOtherMayUseIt() throws Exception {
        Training expected = Examples.reference().build().train(Examples.NET, DATA);
        try (TrainingSession session = Examples.reference().build().start(Examples.NET, DATA)) {
            session.runEpoch();
            Thread other = new Thread(session::runEpoch);
            other.start();
            other.join();
            session.run();
            assertArrayEquals(expected.model().parameterVector(), session.finish().model().parameterVector());
        }
    }
}
