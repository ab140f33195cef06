package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.Model;
import dev.elman.data.Dataset;
import dev.elman.engine.Precision;
import dev.elman.optim.Loss;
import dev.elman.optim.Schedule;
import dev.elman.optim.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HistoryTest {

    /** With so low a learning rate the weights stay where they are, so that losses can be computed from outside. */
    private static Trainer.Builder standingStill() {
        return Examples.reference().optimizer(Sgd.keras().withLearningRate(1e-300))
                .precision(Precision.DOUBLE);
    }

    private static double squaredErrors(Model model, Dataset data, int from, int to) {
        double[][] outputs = model.predict(data);
        double sum = 0;
        for (int i = from; i < to; i++) {
            double error = outputs[i][0] - data.target(i)[0];
            sum += error * error;
        }
        return sum;
    }

    @Test
    void lossIsTheSampleWeightedMeanOverMiniBatchesOfWhichTheLastAveragesOverItsOwnSize() {
        Dataset data = Examples.sine(11, 6);
        List<Double> miniBatchLosses = new ArrayList<>();
        Training run = standingStill().epochs(1).batchSize(4).shuffle(false).callback(new Callback() {
            @Override
            public boolean everyMiniBatch() {
                return true;
            }

            @Override
            public void onMiniBatch(Progress progress) {
                miniBatchLosses.add(progress.miniBatchLoss());
            }
        }).build().train(Examples.NET, data);
        Model model = run.model();
        assertEquals(3, miniBatchLosses.size());
        assertEquals(squaredErrors(model, data, 0, 4) / 4, miniBatchLosses.get(0), 1e-14);
        assertEquals(squaredErrors(model, data, 8, 11) / 3, miniBatchLosses.get(2), 1e-14);
        assertEquals(squaredErrors(model, data, 0, 11) / 11, run.history().last().loss(), 1e-14);
    }

    @Test
    void aSummedLossIsTheSampleWeightedMeanOfTheSumsOfMiniBatches() {
        Dataset data = Examples.sine(11, 6);
        Training run = standingStill().loss(Loss.HALF_SQUARED_ERROR).epochs(1).batchSize(4).shuffle(false).build()
                .train(Examples.NET, data, data);
        Model model = run.model();
        double expected = (4 * squaredErrors(model, data, 0, 4) + 4 * squaredErrors(model, data, 4, 8)
                + 3 * squaredErrors(model, data, 8, 11)) / 2 / 11;
        assertEquals(expected, run.history().last().loss(), 1e-14);
        assertEquals(squaredErrors(model, data, 0, 11) / 2 / 11,
                run.history().last().validationLoss().orElseThrow(), 1e-14, "the mean of each sample's sum");
    }

    @Test
    void validationLossIsTheMeanOverTheValidationData() {
        Dataset data = Examples.sine(20, 6);
        Dataset validation = Examples.sine(700, 6, 50);
        Training run = standingStill().epochs(2).build().train(Examples.NET, data, validation);
        double expected = squaredErrors(run.model(), validation, 0, 700) / 700;
        assertArrayEquals(new double[] {expected, expected}, run.history().validationLosses(), 1e-14);
    }

    @Test
    void historyHasEveryEpochWithItsLearningRateAndTime() {
        Training run = Examples.reference().epochs(4).schedule(Schedule.cosineDecay()).build()
                .train(Examples.NET, Examples.sine(20, 6));
        assertEquals(4, run.history().size());
        assertEquals(4, run.epochs());
        for (int i = 0; i < 4; i++) {
            History.Epoch epoch = run.history().epochs().get(i);
            assertEquals(i + 1, epoch.number());
            assertTrue(epoch.validationLoss().isEmpty());
            assertTrue(epoch.nanos() > 0);
            assertEquals(1e-3 * (1 + Math.cos(Math.PI * (3 * (i + 1) - 1) / 12)) / 2, epoch.learningRate(), 1e-15,
                    "of the epoch's last of three steps");
        }
        assertEquals(0, run.history().validationLosses().length);
        assertTrue(run.fitNanos() >= run.history().epochs().stream().mapToLong(History.Epoch::nanos).sum());
    }

    @Test
    void anEmptyHistoryHasNoLastEpoch() {
        assertThrows(IllegalStateException.class, () -> new History(List.of()).last());
        assertEquals(1.5, new History(List.of(new History.Epoch(1, 1.5, OptionalDouble.empty(), 1, 1))).last().loss());
    }
}
