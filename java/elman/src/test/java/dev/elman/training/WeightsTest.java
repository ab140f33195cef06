package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.Model;
import dev.elman.data.Dataset;
import dev.elman.engine.Precision;
import dev.elman.layers.Parameter;
import dev.elman.optim.AdamW;
import dev.elman.optim.LayerRule;
import dev.elman.optim.Penalty;
import dev.elman.optim.Sgd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What training does to weights beside following the gradient: freezing, penalties, averages, accumulation. */
class WeightsTest {

    private static final Dataset DATA = Examples.sine(20, 5);
    private static final Dataset VALIDATION = Examples.sine(10, 5, 20);

    private static double[] part(double[] vector, int layer) {
        List<Parameter> all = Examples.NET.parameters().stream().filter(one -> one.layer() == layer).toList();
        Parameter last = all.get(all.size() - 1);
        return Arrays.copyOfRange(vector, all.get(0).offset(), last.offset() + last.size());
    }

    @Test
    void frozenLayersKeepTheirBits() {
        for (int frozen = 0; frozen < 2; frozen++) {
            Trainer trainer = Examples.reference().optimizer(AdamW.torch().withWeightDecay(0.1))
                    .layerRules(LayerRule.DEFAULT.withKernel(new Penalty(0.1, 0.1))).trainable(frozen, false).build();
            double[] before = Initialization.keras().values(Examples.NET, 7, Precision.FLOAT);
            double[] after = trainer.train(Examples.NET, DATA).model().parameterVector();
            assertArrayEquals(part(before, frozen), part(after, frozen));
            assertFalse(Arrays.equals(part(before, 1 - frozen), part(after, 1 - frozen)));
        }
    }

    /** With one step of plain gradient descent both can be computed by hand. */
    @Test
    void penaltiesAreInTheTrainingLossAndTheGradientButNotInTheValidationLoss() {
        Trainer.Builder builder = Examples.reference().optimizer(Sgd.keras().withLearningRate(0.1)).batchSize(20)
                .epochs(1).precision(Precision.DOUBLE);
        double[] before = Initialization.keras().values(Examples.NET, 7, Precision.DOUBLE);
        Training plain = builder.build().train(Examples.NET, DATA, DATA);
        Training paying = builder.layerRule(1, LayerRule.DEFAULT.withKernel(new Penalty(0.01, 0.02))).build()
                .train(Examples.NET, DATA, DATA);
        double penalty = 0;
        Parameter kernel = Examples.NET.parameters().get(3);
        assertEquals("1.dense.kernel", kernel.name());
        double[] expected = plain.model().parameterVector();
        for (int i = kernel.offset(); i < kernel.offset() + kernel.size(); i++) {
            penalty += 0.01 * Math.abs(before[i]) + 0.02 * before[i] * before[i];
            expected[i] -= 0.1 * (0.01 * Math.signum(before[i]) + 0.04 * before[i]);
        }
        assertEquals(plain.history().last().loss() + penalty, paying.history().last().loss(), 1e-15);
        assertArrayEquals(expected, paying.model().parameterVector(), 1e-15);
        assertEquals(paying.model().evaluate(DATA).mse(), paying.history().last().validationLoss().getAsDouble(),
                1e-15);
    }

    @Test
    void theModelIsTheAverageOfTheWeights() {
        List<double[]> weights = new ArrayList<>();
        Callback everyStep = new Callback() {
            @Override
            public boolean everyMiniBatch() {
                return true;
            }

            @Override
            public void onMiniBatch(Progress progress) {
                weights.add(progress.model().parameterVector());
            }
        };
        Trainer.Builder builder = Examples.reference().precision(Precision.DOUBLE);
        Training plain = builder.callback(everyStep).build().train(Examples.NET, DATA);
        List<double[]> plainWeights = List.copyOf(weights);
        weights.clear();
        Training averaged = builder.averageWeights(0.75).build().train(Examples.NET, DATA, VALIDATION);
        double[] average = Initialization.keras().values(Examples.NET, 7, Precision.DOUBLE);
        assertEquals(9, plainWeights.size());
        for (int step = 0; step < 9; step++) {
            for (int i = 0; i < average.length; i++) {
                average[i] = 0.75 * average[i] + (1 - 0.75) * plainWeights.get(step)[i];
            }
            assertArrayEquals(average, weights.get(step), 1e-15, "step " + step);
        }
        assertArrayEquals(average, averaged.model().parameterVector(), 1e-15);
        // Training itself goes on from the weights, also after a validation, which judges the average.
        assertArrayEquals(plain.history().losses(), averaged.history().losses());
        assertEquals(averaged.model().evaluate(VALIDATION).mse(),
                averaged.history().last().validationLoss().getAsDouble(), 1e-15);
        assertNotEquals(plain.model().sha256(), averaged.model().sha256());
    }

    @Test
    void earlyStoppingJudgesTheAverage() {
        Dataset noise = Examples.noise(24, 5, 1);
        Training run = Examples.reference().epochs(40).averageWeights(0.9).earlyStopping(EarlyStopping.patience(3))
                .precision(Precision.DOUBLE).optimizer(Sgd.keras().withLearningRate(0.1)).build()
                .train(Examples.NET, noise, Examples.noise(24, 5, 2));
        double best = Arrays.stream(run.history().validationLosses()).min().orElseThrow();
        assertEquals(best, run.model().evaluate(Examples.noise(24, 5, 2)).mse(), 1e-14);
    }

    @Test
    void averagedRunsResumeToTheSameBits(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("run.checkpoint");
        Trainer trainer = Examples.stateful().averageWeights(0.9).build();
        Training expected = trainer.train(Examples.NET, DATA, VALIDATION);
        for (int steps = 0; steps <= 15; steps++) {
            try (TrainingSession session = trainer.start(Examples.NET, DATA, VALIDATION)) {
                for (int i = 0; i < steps; i++) {
                    session.step();
                }
                session.checkpoint(file);
            }
            Training resumed = trainer.resume(file, DATA, VALIDATION);
            assertEquals(expected.model().sha256(), resumed.model().sha256());
            assertArrayEquals(expected.history().validationLosses(), resumed.history().validationLosses());
        }
    }

    @Test
    void accumulatedMiniBatchesAreOneLargeOne() {
        Training accumulated = Examples.stateful().batchSize(4).accumulation(3).build()
                .train(Examples.NET, DATA, VALIDATION);
        Training large = Examples.stateful().batchSize(12).build().train(Examples.NET, DATA, VALIDATION);
        assertEquals(large.model().sha256(), accumulated.model().sha256());
        assertArrayEquals(large.history().losses(), accumulated.history().losses());
        Model single = Examples.stateful().batchSize(4).build().train(Examples.NET, DATA, VALIDATION).model();
        assertNotEquals(single.sha256(), accumulated.model().sha256());
    }

    @Test
    void accumulationResumesToTheSameBits(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("run.checkpoint");
        Trainer trainer = Examples.stateful().batchSize(3).accumulation(2).build();
        Training expected = trainer.train(Examples.NET, DATA, VALIDATION);
        try (TrainingSession session = trainer.start(Examples.NET, DATA, VALIDATION)) {
            for (int i = 0; i < 6; i++) {
                session.step();
            }
            session.checkpoint(file);
        }
        assertEquals(2, Checkpoint.read(file).miniBatch());
        assertEquals(expected.model().sha256(), trainer.resume(file, DATA, VALIDATION).model().sha256());
        Trainer other = Examples.stateful().batchSize(6).build();
        String message = assertThrows(IllegalArgumentException.class, () -> other.resume(file, DATA, VALIDATION))
                .getMessage();
        assertTrue(message.contains("accumulation was 2"), message);
    }
}
