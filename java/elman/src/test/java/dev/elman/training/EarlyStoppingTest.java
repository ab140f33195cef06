package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Dataset;
import dev.elman.optim.Adam;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {

    private static final Dataset TRAIN = Examples.noise(24, 5, 1);
    private static final Dataset VALIDATION = Examples.noise(24, 5, 2);

    private static Trainer.Builder overfitting() {
        return Examples.reference().optimizer(Adam.keras().withLearningRate(0.05)).epochs(200);
    }

    private static int best(double[] losses) {
        int best = 0;
        for (int i = 1; i < losses.length; i++) {
            best = losses[i] < losses[best] ? i : best;
        }
        return best;
    }

    @Test
    void endsAfterPatienceEpochsWithoutABetterOneAndKeepsTheBestWeights() {
        List<double[]> weights = new ArrayList<>();
        Training run = overfitting().earlyStopping(EarlyStopping.patience(5))
                .callback(Callback.onEpochEnd(progress -> weights.add(progress.model().parameterVector()))).build()
                .train(Examples.NET, TRAIN, VALIDATION);
        assertEquals(StopReason.EARLY_STOPPED, run.stopReason());
        double[] losses = run.history().validationLosses();
        int best = best(losses);
        assertEquals(best + 1, run.bestEpoch());
        assertEquals(losses.length, run.bestEpoch() + 5);
        assertArrayEquals(weights.get(best), run.model().parameterVector());
        assertFalse(Arrays.equals(weights.get(losses.length - 1), run.model().parameterVector()));
        assertEquals(run.bestEpoch(), run.model().provenance().epochs());
    }

    @Test
    void theBestWeightsAreKeptAlsoWhereAllEpochsAreDone() {
        Training run = overfitting().epochs(30).earlyStopping(EarlyStopping.patience(1000)).build()
                .train(Examples.NET, TRAIN, VALIDATION);
        assertEquals(StopReason.COMPLETED, run.stopReason());
        assertEquals(30, run.epochs());
        assertEquals(best(run.history().validationLosses()) + 1, run.bestEpoch());
        assertTrue(run.bestEpoch() < 30);
    }

    @Test
    void itNeverChangesTheCourseOfTheRun() {
        Training stopped = overfitting().earlyStopping(EarlyStopping.patience(3)).build()
                .train(Examples.NET, TRAIN, VALIDATION);
        Training through = overfitting().epochs(stopped.epochs()).build().train(Examples.NET, TRAIN, VALIDATION);
        assertArrayEquals(through.history().losses(), stopped.history().losses());
        assertArrayEquals(through.history().validationLosses(), stopped.history().validationLosses());
    }

    @Test
    void smallFallsDoNotEndTheWaitingButTheirWeightsAreKept() {
        EarlyStopping rule = EarlyStopping.patience(2).minDelta(0.1);
        Best best = new Best(1);
        double[] losses = {1, 0.95, 0.93};
        for (int i = 0; i < losses.length; i++) {
            assertFalse(best.exhausted(rule));
            best.offer(rule, i + 1, losses[i], new double[] {i});
        }
        assertTrue(best.exhausted(rule));
        assertEquals(3, best.epoch);
        assertArrayEquals(new double[] {2}, best.weights);
    }

    @Test
    void aLargeFallSetsTheWaitingBack() {
        EarlyStopping rule = EarlyStopping.patience(2).minDelta(0.1);
        Best best = new Best(1);
        double[] losses = {1, 1.2, 0.8, 0.9};
        for (int i = 0; i < losses.length; i++) {
            best.offer(rule, i + 1, losses[i], new double[] {i});
            assertFalse(best.exhausted(rule));
        }
        best.offer(rule, 5, 0.75, new double[] {4});
        assertTrue(best.exhausted(rule));
        assertEquals(5, best.epoch);
    }
}
