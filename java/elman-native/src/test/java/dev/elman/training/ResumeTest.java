package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Dataset;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.optim.Adam;
import dev.elman.optim.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that goes on in a new process gives the bits of the run that was not interrupted. */
class ResumeTest {

    private static final Architecture NET =
            Architecture.inputs(2).simpleRnn(16, Activation.TANH).dense(1, Activation.LINEAR);
    private static final int SAMPLES = 330;

    @TempDir
    Path folder;

    /** Resumes from the checkpoint that is its first argument, with the trainer of its second. */
    static final class Resumes {

        private Resumes() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println(OtherJvm.RESULT + digest(trainer(Integer.parseInt(arguments[1]))
                    .resume(Path.of(arguments[0]), data(1, SAMPLES), data(2, 100))));
        }
    }

    /** Shuffling, Adam, cosine decay and early stopping; a fused call or shards; float or double; stops early or not. */
    private static Trainer trainer(int kind) {
        return Trainer.builder().seed(11).optimizer(Adam.keras().withLearningRate(0.01))
                .schedule(Schedule.cosineDecay()).epochs(12)
                .batchSize(kind % 2 == 0 ? 16 : 128).threads(2)
                .precision(kind % 4 < 2 ? Precision.FLOAT : Precision.DOUBLE)
                .earlyStopping(EarlyStopping.patience(kind < 4 ? 2 : 20)).build();
    }

    private static Dataset data(long seed, int samples) {
        Random random = new Random(seed);
        double[] inputs = random.doubles((long) samples * 9 * 2, -1, 1).toArray();
        double[] targets = random.doubles(samples, -1, 1).toArray();
        return Dataset.of(inputs, samples, 9, 2, targets, 1, 1);
    }

    /** Weights, history, and how it ended. */
    private static String digest(Training run) {
        return run.model().sha256() + " " + Arrays.hashCode(run.history().losses()) + " "
                + Arrays.hashCode(run.history().validationLosses()) + " " + run.epochs() + " " + run.bestEpoch() + " "
                + run.stopReason();
    }

    @Test
    void twentyRunsResumedInANewProcessFromARandomMiniBatch() throws Exception {
        long seed = System.nanoTime();
        System.out.println("ResumeTest: random seed " + seed);
        Random random = new Random(seed);
        Dataset train = data(1, SAMPLES);
        Dataset validation = data(2, 100);
        boolean stoppedEarly = false;
        for (int i = 0; i < 20; i++) {
            int kind = i % 8;
            Trainer trainer = trainer(kind);
            Training whole = trainer.train(NET, train, validation);
            stoppedEarly |= whole.stopReason() == StopReason.EARLY_STOPPED;
            int batchSize = whole.settings().batchSize();
            int steps = whole.epochs() * Stepper.steps(SAMPLES, batchSize);
            Path file = folder.resolve("run" + i);
            int taken = 1 + random.nextInt(steps - 1);
            try (TrainingSession session = trainer.start(NET, train, validation)) {
                for (int step = 0; step < taken; step++) {
                    session.step();
                }
                session.checkpoint(file);
            }
            assertEquals(digest(whole), OtherJvm.run(Resumes.class, file.toString(), Integer.toString(kind)),
                    "after step " + taken + " of " + steps + ", trainer " + kind + ", random seed " + seed);
        }
        assertTrue(stoppedEarly, "some of the runs are to stop early");
        assertNotEquals(digest(trainer(0).train(NET, train, validation)),
                digest(trainer(1).train(NET, train, validation)));
    }
}
