package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.Model;
import dev.elman.data.Dataset;
import dev.elman.data.Scaler;
import dev.elman.data.TimeSeries;
import dev.elman.data.Windows;
import dev.elman.engine.Precision;
import dev.elman.format.FormatException;
import dev.elman.optim.Adam;
import dev.elman.optim.Loss;
import dev.elman.optim.RmsProp;
import dev.elman.optim.Sgd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

    private static final Dataset DATA = Examples.sine(20, 5);
    private static final Dataset VALIDATION = Examples.sine(10, 5, 20);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void file() {
        file = folder.resolve("run.checkpoint");
    }

    /** Runs some steps, writes a checkpoint, and throws the session away. */
    private void interruptedAfter(Trainer trainer, int steps, Dataset train, Dataset validation) throws IOException {
        try (TrainingSession session = trainer.start(Examples.NET, train, validation)) {
            for (int i = 0; i < steps; i++) {
                session.step();
            }
            session.checkpoint(file);
        }
    }

    private static void assertSameRun(Training expected, Training actual) {
        assertArrayEquals(expected.model().parameterVector(), actual.model().parameterVector());
        assertArrayEquals(expected.history().losses(), actual.history().losses());
        assertArrayEquals(expected.history().validationLosses(), actual.history().validationLosses());
        assertEquals(expected.stopReason(), actual.stopReason());
        assertEquals(expected.bestEpoch(), actual.bestEpoch());
        assertEquals(expected.seed(), actual.seed());
        for (int i = 0; i < expected.epochs(); i++) {
            assertEquals(expected.history().epochs().get(i).learningRate(),
                    actual.history().epochs().get(i).learningRate());
        }
    }

    @Test
    void resumingAtAnyMiniBatchGivesTheSameBits() throws IOException {
        Trainer trainer = Examples.stateful().build();
        Training expected = trainer.train(Examples.NET, DATA, VALIDATION);
        for (int steps = 0; steps <= 15; steps++) {
            interruptedAfter(trainer, steps, DATA, VALIDATION);
            assertSameRun(expected, trainer.resume(file, DATA, VALIDATION));
        }
    }

    @Test
    void resumingIsTheSameWithEveryOptimizerAndPrecision() throws IOException {
        Trainer[] trainers = {
            Examples.reference().optimizer(Sgd.keras()).build(),
            Examples.reference().optimizer(Sgd.torch().withMomentum(0.9, true)).build(),
            Examples.reference().optimizer(RmsProp.torch()).build(),
            Examples.reference().optimizer(Adam.torch()).precision(Precision.DOUBLE).build(),
        };
        for (Trainer trainer : trainers) {
            interruptedAfter(trainer, 5, DATA, null);
            assertSameRun(trainer.train(Examples.NET, DATA), trainer.resume(file, DATA));
        }
    }

    @Test
    void aResumedRunThatStopsEarlyStopsAtTheSameEpochWithTheSameBestWeights() throws IOException {
        Dataset train = Examples.noise(24, 5, 1);
        Dataset validation = Examples.noise(24, 5, 2);
        Trainer trainer = Examples.reference().optimizer(Adam.keras().withLearningRate(0.05)).epochs(200)
                .earlyStopping(EarlyStopping.patience(5)).build();
        Training expected = trainer.train(Examples.NET, train, validation);
        assertEquals(StopReason.EARLY_STOPPED, expected.stopReason());
        int steps = 3 * expected.epochs();
        for (int stop : new int[] {1, steps - 10, steps - 1, steps}) {
            interruptedAfter(trainer, stop, train, validation);
            assertSameRun(expected, trainer.resume(file, train, validation));
        }
    }

    @Test
    void aResumedRunCanBeInterruptedAgainAndHaveOtherThreadsAndCallbacks() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Dataset data = Examples.sine(200, 5);
        Trainer.Builder builder = Examples.stateful().batchSize(70);
        Training expected = builder.threads(1).build().train(Examples.NET, data, VALIDATION);
        interruptedAfter(builder.threads(2).build(), random.nextInt(15), data, VALIDATION);
        for (int again = 0; again < 3; again++) {
            Trainer trainer = builder.threads(1 + again).callback(Callback.onEpochEnd(progress -> {})).build();
            try (TrainingSession session = trainer.start(file, data, VALIDATION)) {
                for (int i = random.nextInt(4); i > 0; i--) {
                    session.step();
                }
                session.checkpoint(file);
            }
        }
        assertSameRun(expected, builder.build().resume(file, data, VALIDATION));
        System.out.println("CheckpointTest: random seed " + seed);
    }

    @Test
    void aRunFromAModelResumesToo() throws IOException {
        TimeSeries series = TimeSeries.of("spots", IntStream.range(0, 80).mapToDouble(i -> 50 + i % 9).toArray());
        Dataset data = Windows.lookBack(6).over(series, Scaler.minMax().fit(series));
        Trainer trainer = Examples.reference().build();
        Model model = trainer.train(Examples.NET, data).model();
        Training expected = trainer.train(model, data);
        try (TrainingSession session = trainer.start(model, data)) {
            session.step();
            session.checkpoint(file);
        }
        Training resumed = trainer.resume(file, data);
        assertSameRun(expected, resumed);
        assertEquals(model.schema(), resumed.model().schema());
    }

    @Test
    void periodicCheckpointsAreOfTheStepsAskedForWhateverTheCallsOfTheEngine() throws IOException {
        int[] seen = {0};
        Trainer trainer = Examples.stateful().checkpoints(file, 4).callback(Callback.onEpochEnd(progress -> {
            long expected = progress.step() / 4 * 4;
            try {
                if (expected > 0) {
                    assertEquals(expected, Checkpoint.read(file).step());
                    seen[0]++;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        })).build();
        Training expected = trainer.train(Examples.NET, DATA, VALIDATION);
        assertEquals(4, seen[0]);
        Checkpoint last = Checkpoint.read(file);
        assertEquals(12, last.step());
        assertEquals(4, last.epoch());
        assertEquals(3, last.miniBatch());
        assertSameRun(expected, Examples.stateful().build().resume(file, DATA, VALIDATION));
    }

    @Test
    void periodicCheckpointsAreWrittenAfterEveryEpochWhereNoNumberIsGiven() throws IOException {
        Training expected = Examples.stateful().build().train(Examples.NET, DATA, VALIDATION);
        Training run = Examples.stateful().checkpoints(file).callback(Callback.onEpochEnd(progress -> {
            if (progress.epoch() == 3) {
                progress.stop();
            }
        })).build().train(Examples.NET, DATA, VALIDATION);
        assertEquals(3, run.epochs());
        assertEquals(3, Checkpoint.read(file).history().size());
        assertSameRun(expected, Examples.stateful().build().resume(file, DATA, VALIDATION));
    }

    @Test
    void anInterruptedRunGoesOnFromItsPeriodicCheckpoint() throws IOException {
        Trainer trainer = Examples.stateful().checkpoints(file, 1).callback(Callback.onEpochEnd(progress -> {
            if (progress.epoch() == 2) {
                Thread.currentThread().interrupt();
            }
        })).build();
        assertThrows(TrainingStoppedException.class, () -> trainer.train(Examples.NET, DATA, VALIDATION));
        assertTrue(Thread.interrupted());
        Trainer calm = Examples.stateful().build();
        assertSameRun(calm.train(Examples.NET, DATA, VALIDATION), calm.resume(file, DATA, VALIDATION));
    }

    @Test
    void aCheckpointTellsWhatItHolds() throws IOException {
        interruptedAfter(Examples.stateful().build(), 7, DATA, VALIDATION);
        Checkpoint checkpoint = Checkpoint.read(file);
        assertEquals(Examples.NET, checkpoint.architecture());
        assertEquals(DATA.schema(), checkpoint.schema());
        assertEquals(7, checkpoint.seed());
        assertEquals(3, checkpoint.epoch());
        assertEquals(1, checkpoint.miniBatch());
        assertEquals(7, checkpoint.step());
        assertEquals(2, checkpoint.history().size());
        assertEquals(Precision.FLOAT, checkpoint.precision());
        assertEquals("cosineDecay", checkpoint.settings().get("schedule"));
        assertNotNull(checkpoint.engine());
        assertEquals(Examples.NET.parameterCount(), checkpoint.parameters().length);
    }

    @Test
    void otherSettingsAreRefusedAndNamed() throws IOException {
        interruptedAfter(Examples.stateful().build(), 7, DATA, VALIDATION);
        assertRefused("batchSize was 8 but here is 9", Examples.stateful().batchSize(9));
        assertRefused("epochs was 5 but here is 6", Examples.stateful().epochs(6));
        assertRefused("seed was 7 but here is 8", Examples.stateful().seed(8));
        assertRefused("shuffle was true but here is false", Examples.stateful().shuffle(false));
        assertRefused("precision was float but here is double", Examples.stateful().precision(Precision.DOUBLE));
        assertRefused("optimizer.learningRate was 0.02 but here is 0.001", Examples.stateful().optimizer(Adam.keras()));
        assertRefused("loss.delta was not there but here is 2.0", Examples.stateful().loss(Loss.huber(2)));
        assertRefused("earlyStopping.patience was 4 but here is 3",
                Examples.stateful().earlyStopping(EarlyStopping.patience(3)));
        assertRefused("initialization was keras but here is torch",
                Examples.stateful().initialization(Initialization.torch()));
        assertRefused("engine was reference but here is native", Examples.stateful().engine("native"));
    }

    private void assertRefused(String part, Trainer.Builder builder) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> builder.build().resume(file, DATA, VALIDATION)).getMessage();
        assertTrue(message.contains(part), message);
    }

    @Test
    void otherDataAreRefusedAndNamed() throws IOException {
        Trainer trainer = Examples.stateful().build();
        interruptedAfter(trainer, 7, DATA, VALIDATION);
        Dataset other = Examples.sine(20, 5, 1);
        assertDataRefused("training data (SHA-256)", () -> trainer.resume(file, other, VALIDATION));
        assertDataRefused("validation data (SHA-256)", () -> trainer.resume(file, DATA, other));
        Trainer plain = Examples.reference().build();
        interruptedAfter(plain, 1, DATA, null);
        assertDataRefused("validation data (SHA-256) was not there", () -> plain.resume(file, DATA, VALIDATION));
        assertDataRefused("training data (SHA-256)", () -> plain.resume(file, DATA.slice(0, 19)));
    }

    private static void assertDataRefused(String part, Executable action) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        assertTrue(message.contains(part), message);
    }

    @Test
    void aTrainerWithoutASeedTakesThatOfTheCheckpoint() throws IOException {
        Trainer trainer = Trainer.builder().engine("reference").epochs(3).batchSize(8).build();
        Training expected;
        try (TrainingSession session = trainer.start(Examples.NET, DATA)) {
            session.step();
            session.checkpoint(file);
            session.run();
            expected = session.finish();
        }
        assertSameRun(expected, trainer.resume(file, DATA));
    }

    @Test
    void filesThatAreNoCheckpointsAreRefused() throws IOException {
        Trainer trainer = Examples.reference().build();
        assertThrows(NoSuchFileException.class, () -> trainer.resume(file, DATA));
        trainer.train(Examples.NET, DATA).model().save(file);
        String message = assertThrows(FormatException.class, () -> trainer.resume(file, DATA)).getMessage();
        assertTrue(message.contains("not a checkpoint but a model"), message);
        interruptedAfter(trainer, 2, DATA, null);
        message = assertThrows(FormatException.class, () -> Model.load(file)).getMessage();
        assertTrue(message.contains("not a model but a checkpoint"), message);
        Files.writeString(file, "nothing of the kind");
        assertThrows(FormatException.class, () -> trainer.resume(file, DATA));
    }

    @Test
    void everyDamagedOrTruncatedFileIsRefused() throws IOException {
        Trainer trainer = Examples.stateful().build();
        interruptedAfter(trainer, 7, DATA, VALIDATION);
        byte[] bytes = Files.readAllBytes(file);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = bytes.clone();
            if (i % 2 == 0) {
                damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            } else {
                damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, damaged);
            try {
                Checkpoint.read(file);
                assertFalse(i % 2 == 0, "a truncated file was read; random seed " + seed);
            } catch (FormatException e) {
                // As it should be; a flipped bit in a space of the header is harmless.
            }
        }
    }

    @Test
    void whereItCannotBeWrittenTheRunEndsOrGoesOnAsAsked() throws IOException {
        Path nowhere = folder.resolve("no such folder").resolve("file");
        Trainer trainer = Examples.reference().checkpoints(nowhere).build();
        assertThrows(UncheckedIOException.class, () -> trainer.train(Examples.NET, DATA));
        try (TrainingSession session = Examples.reference().build().start(Examples.NET, DATA)) {
            session.step();
            assertThrows(IOException.class, () -> session.checkpoint(nowhere));
            session.run();
            assertEquals(3, session.finish().epochs());
        }
    }

    @Test
    void timeAddsUp() throws IOException {
        Trainer trainer = Examples.reference().build();
        interruptedAfter(trainer, 4, DATA, null);
        long before = Checkpoint.read(file).history().last().nanos();
        Training run = trainer.resume(file, DATA);
        assertEquals(before, run.history().epochs().get(0).nanos());
        assertTrue(run.fitNanos() > before);
    }
}
