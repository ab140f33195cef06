package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.Model;
import dev.elman.data.Dataset;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.optim.Loss;
import dev.elman.optim.Sgd;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DivergenceTest {

    private static final Architecture LINEAR =
            Architecture.inputs(1).simpleRnn(4, Activation.LINEAR).dense(1, Activation.LINEAR);
    private static final Dataset DATA = Examples.sine(40, 6);

    private static Trainer.Builder wild() {
        return Examples.reference().epochs(500).optimizer(Sgd.keras().withLearningRate(50));
    }

    private static boolean finite(double[] values) {
        return Weights.firstNotFinite(values) < 0;
    }

    @Test
    void itIsReportedWithEpochMiniBatchLayerAndAdviceAndTheLastGoodWeights() {
        for (int batchSize : new int[] {1, 8}) {
            TrainingStoppedException stopped = assertThrows(TrainingStoppedException.class,
                    () -> wild().batchSize(batchSize).build().train(LINEAR, DATA));
            String message = stopped.getMessage();
            assertEquals(StopReason.DIVERGED, stopped.reason());
            assertTrue(stopped.epoch() >= 1 && stopped.miniBatch() >= 1);
            assertTrue(stopped.layer() >= 0 && stopped.layer() <= 2);
            assertTrue(message.contains("epoch " + stopped.epoch() + " of 500, mini-batch " + stopped.miniBatch()),
                    message);
            assertTrue(message.contains(stopped.layer() == 2 ? "loss itself" : "layer " + stopped.layer() + " ("),
                    message);
            assertTrue(message.contains("Lower the learning rate (it was 50.0)") && message.contains("byGlobalNorm"),
                    message);
            Training training = stopped.training();
            assertEquals(StopReason.DIVERGED, training.stopReason());
            assertTrue(finite(training.model().parameterVector()));
            assertTrue(finite(training.history().losses()));
            assertEquals(stopped.epoch() - 1, training.epochs());
        }
    }

    @Test
    void itIsFoundInTheSameMiniBatchWithSeveralShardsAndThreads() {
        Dataset data = Examples.sine(256, 6);
        TrainingStoppedException one = assertThrows(TrainingStoppedException.class,
                () -> wild().batchSize(128).threads(1).build().train(LINEAR, data));
        TrainingStoppedException four = assertThrows(TrainingStoppedException.class,
                () -> wild().batchSize(128).threads(4).build().train(LINEAR, data));
        assertEquals(one.getMessage(), four.getMessage());
        assertArrayEquals(one.training().model().parameterVector(), four.training().model().parameterVector());
    }

    @Test
    void theWeightsAtTheStartAreKeptWhereTheFirstLossIsNotFinite() {
        double[] huge = new double[LINEAR.parameterCount()];
        Arrays.fill(huge, 1e200);
        Model model = Model.of(LINEAR, Precision.DOUBLE, huge);
        TrainingStoppedException stopped = assertThrows(TrainingStoppedException.class,
                () -> wild().build().train(model, DATA));
        assertEquals(1, stopped.epoch());
        assertEquals(1, stopped.miniBatch());
        assertArrayEquals(huge, stopped.training().model().parameterVector());
        assertEquals(0, stopped.training().threadsUsed());
    }

    @Test
    void aValidationLossThatIsNotFiniteKeepsTheWeightsOfTheEpochBefore() {
        // Inputs so large that the linear states overflow as soon as the recurrent weights have grown.
        double[][][] inputs = new double[3][6][1];
        for (double[][] sample : inputs) {
            for (double[] step : sample) {
                step[0] = 1e153;
            }
        }
        Dataset validation = Dataset.of(inputs, new double[3][1]);
        Architecture small = Architecture.inputs(1).simpleRnn(1, Activation.LINEAR);
        Model model = Model.of(small, Precision.DOUBLE, new double[] {0.5, 0, 0});
        Dataset train = Dataset.of(new double[][][] {{{1}, {1}, {1}, {1}, {1}, {1}}}, new double[][] {{100}});
        double[][] last = {null};
        Trainer trainer = wild().epochs(100).optimizer(Sgd.keras().withLearningRate(0.01))
                .callback(Callback.onEpochEnd(progress -> last[0] = progress.model().parameterVector())).build();
        TrainingStoppedException stopped =
                assertThrows(TrainingStoppedException.class, () -> trainer.train(model, train, validation));
        assertTrue(stopped.getMessage().contains("the validation loss is"), stopped.getMessage());
        assertEquals(1, stopped.miniBatch());
        assertEquals(stopped.epoch() - 1, stopped.training().epochs());
        assertArrayEquals(last[0] == null ? model.parameterVector() : last[0],
                stopped.training().model().parameterVector());
    }

    @Test
    void weightsThatOverflowInTheLastStepAreNotTheResult() {
        Architecture small = Architecture.inputs(1).simpleRnn(1, Activation.LINEAR);
        Model model = Model.of(small, Precision.DOUBLE, new double[] {0.5, 0, 0});
        Dataset train = Dataset.of(new double[][][] {{{10}}}, new double[][] {{100}});
        Trainer trainer = Examples.reference().epochs(1).optimizer(Sgd.keras().withLearningRate(1e308)).build();
        TrainingStoppedException stopped = assertThrows(TrainingStoppedException.class, () -> trainer.train(model, train));
        assertTrue(stopped.getMessage().contains("a weight"), stopped.getMessage());
        assertEquals(0, stopped.layer());
        assertTrue(finite(stopped.training().model().parameterVector()));
    }

    @Test
    void withEarlyStoppingTheBestWeightsAreKept() {
        Dataset validation = Examples.sine(20, 6, 40);
        TrainingStoppedException stopped = assertThrows(TrainingStoppedException.class,
                () -> wild().optimizer(Sgd.keras().withLearningRate(5)).loss(Loss.MEAN_SQUARED_ERROR)
                        .earlyStopping(EarlyStopping.patience(400)).build().train(LINEAR, DATA, validation));
        Training training = stopped.training();
        double[] losses = training.history().validationLosses();
        if (losses.length > 0) {
            double best = Arrays.stream(losses).min().orElseThrow();
            assertEquals(best, losses[training.bestEpoch() - 1]);
        }
        assertTrue(finite(training.model().parameterVector()));
    }

    @Test
    void aDivergedSessionCannotGoOn() {
        try (TrainingSession session = wild().build().start(LINEAR, DATA)) {
            assertThrows(TrainingStoppedException.class, session::run);
            assertThrows(IllegalStateException.class, session::step);
            assertThrows(IllegalStateException.class, session::finish);
        }
    }
}
