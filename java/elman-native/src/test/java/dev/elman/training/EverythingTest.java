package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Chunks;
import dev.elman.data.Dataset;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.Embedding;
import dev.elman.layers.Gru;
import dev.elman.layers.Lstm;
import dev.elman.optim.AdamW;
import dev.elman.optim.Clipping;
import dev.elman.optim.LayerRule;
import dev.elman.optim.Loss;
import dev.elman.optim.Penalty;
import dev.elman.optim.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that use all there is at once: the same bits on any number of threads, and when they are resumed. */
class EverythingTest {

    private static final int TOKENS = 17;

    /** Chunks of text with dropout in every place, states carried on. */
    private static final Architecture TEXT = Architecture.inputs(1).then(new Embedding(TOKENS, 8, 0)).dropout(0.1)
            .then(new Lstm(12).withDropout(0.2).withRecurrentDropout(0.3)).layerNormalization()
            .then(new Gru(9).withRecurrentDropout(0.1)).allSteps().dense(TOKENS, Activation.LINEAR);

    /** Sequences of different lengths in both directions, with static features and weights. */
    private static final Architecture SEQUENCES = Architecture.inputs(2).staticFeatures(3)
            .then(new Bidirectional(new Lstm(7).withDropout(0.2).withRecurrentDropout(0.2)))
            .then(new Gru(6).withGoBackwards(true)).staticFeatures(3).dense(4, Activation.LINEAR);

    @TempDir
    Path folder;

    private static Dataset text(long seed, int length, int lanes) {
        return Chunks.of(6).reach(9).lanes(lanes).over(new Random(seed).ints(length, 0, TOKENS).toArray());
    }

    private static Dataset sequences(long seed, int samples) {
        Random random = new Random(seed);
        double[][][] inputs = new double[samples][][];
        double[][] targets = new double[samples][4];
        double[] weights = new double[samples];
        double[][] statics = new double[samples][3];
        for (int i = 0; i < samples; i++) {
            inputs[i] = new double[1 + random.nextInt(11)][];
            Arrays.setAll(inputs[i], t -> random.doubles(2, -1, 1).toArray());
            targets[i][random.nextInt(4)] = 1;
            weights[i] = random.nextInt(4) * 0.5;
            statics[i] = random.doubles(3, -1, 1).toArray();
        }
        return Dataset.ragged(inputs, targets).withWeights(weights).withStaticFeatures(statics);
    }

    private static Trainer.Builder trainer(Loss loss) {
        return Trainer.builder().loss(loss).optimizer(AdamW.torch().withLearningRate(0.01)).seed(5).epochs(4)
                .schedule(Schedule.warmUp(5, Schedule.reduceOnPlateau(0.5, 1))).clipping(Clipping.byGlobalNorm(1))
                .averageWeights(0.9).earlyStopping(EarlyStopping.patience(3))
                .layerRules(LayerRule.DEFAULT.withKernel(new Penalty(1e-4, 1e-3)));
    }

    private static Trainer.Builder textTrainer() {
        return trainer(Loss.SPARSE_CROSS_ENTROPY).accumulation(2).trainable(3, false);
    }

    private static Trainer.Builder sequenceTrainer() {
        return trainer(Loss.CROSS_ENTROPY).batchSize(100);
    }

    private static void assertSame(Training expected, Training actual, String when) {
        assertEquals(expected.model().sha256(), actual.model().sha256(), when);
        assertArrayEquals(expected.history().losses(), actual.history().losses(), when);
        assertArrayEquals(expected.history().validationLosses(), actual.history().validationLosses(), when);
        assertEquals(expected.stopReason(), actual.stopReason(), when);
    }

    @Test
    void theNumberOfThreadsChangesNoBit() {
        Dataset text = text(1, 3000, 70);
        Dataset textValidation = text(2, 500, 3);
        Dataset sequences = sequences(1, 330);
        Dataset validation = sequences(2, 150);
        Training one = textTrainer().threads(1).build().train(TEXT, text, textValidation);
        Training other = sequenceTrainer().threads(1).build().train(SEQUENCES, sequences, validation);
        for (int threads : new int[] {2, 3}) {
            Training run = textTrainer().threads(threads).build().train(TEXT, text, textValidation);
            assertSame(one, run, threads + " threads");
            assertEquals(2, run.threadsUsed(), "70 lanes are two shards");
            Training second = sequenceTrainer().threads(threads).build().train(SEQUENCES, sequences, validation);
            assertSame(other, second, threads + " threads");
            assertEquals(threads, second.threadsUsed());
        }
    }

    @Test
    void aRunThatIsResumedAtAnyStepIsTheSame() throws IOException {
        resumes(textTrainer().build(), TEXT, text(1, 1000, 7), text(2, 300, 3), 3);
        resumes(textTrainer().threads(2).build(), TEXT, text(1, 3000, 70), text(2, 300, 3), 4);
        resumes(sequenceTrainer().threads(2).build(), SEQUENCES, sequences(1, 330), sequences(2, 50), 3);
    }

    private void resumes(Trainer trainer, Architecture net, Dataset train, Dataset validation, int every)
            throws IOException {
        Training whole = trainer.train(net, train, validation);
        int stepSize = whole.settings().samplesPerStep();
        int steps = whole.epochs() * Stepper.steps(train.count(), stepSize);
        assertTrue(steps > 10, "steps: " + steps);
        Path file = folder.resolve("run");
        for (int taken = 0; taken <= steps; taken += every) {
            try (TrainingSession session = trainer.start(net, train, validation)) {
                for (int step = 0; step < taken; step++) {
                    session.step();
                }
                session.checkpoint(file);
            }
            assertSame(whole, trainer.resume(file, train, validation), "after step " + taken + " of " + steps);
        }
    }
}
