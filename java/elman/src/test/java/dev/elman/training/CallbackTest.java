package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.Model;
import dev.elman.data.Dataset;
import dev.elman.engine.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallbackTest {

    private static final Dataset DATA = Examples.sine(20, 5);

    /** Writes down what it is told. */
    private static class Recorder implements Callback {

        final List<String> events = new ArrayList<>();
        private final boolean everyMiniBatch;

        Recorder(boolean everyMiniBatch) {
            this.everyMiniBatch = everyMiniBatch;
        }

        @Override
        public boolean everyMiniBatch() {
            return everyMiniBatch;
        }

        @Override
        public void onEpochStart(Progress progress) {
            events.add("start " + progress.epoch() + "/" + progress.epochs() + " " + progress.miniBatch());
            assertTrue(Double.isNaN(progress.loss()));
        }

        @Override
        public void onMiniBatch(Progress progress) {
            events.add("miniBatch " + progress.miniBatch() + "/" + progress.miniBatches() + " " + progress.step());
        }

        @Override
        public void onEpochEnd(Progress progress) {
            events.add("end " + progress.epoch() + " " + progress.validationLoss().isPresent());
            assertEquals(progress.history().last().loss(), progress.loss());
        }
    }

    @Test
    void callbacksAreToldOfEpochsAndMiniBatchesInOrder() {
        Recorder all = new Recorder(true);
        Recorder epochs = new Recorder(false);
        Examples.reference().epochs(2).callback(all).callback(epochs).build().train(Examples.NET, DATA, DATA);
        assertEquals(List.of("start 1/2 0", "miniBatch 1/3 1", "miniBatch 2/3 2", "miniBatch 3/3 3", "end 1 true",
                "start 2/2 0", "miniBatch 1/3 4", "miniBatch 2/3 5", "miniBatch 3/3 6", "end 2 true"), all.events);
        assertEquals(List.of("start 1/2 0", "end 1 true", "start 2/2 0", "end 2 true"), epochs.events);
    }

    @Test
    void lossDuringAnEpochIsTheMeanSoFar() {
        List<Double> losses = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        Examples.reference().epochs(1).batchSize(5).callback(new Recorder(true) {
            @Override
            public void onMiniBatch(Progress progress) {
                losses.add(progress.miniBatchLoss());
                means.add(progress.loss());
            }
        }).build().train(Examples.NET, DATA);
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += losses.get(i);
            assertEquals(sum / (i + 1), means.get(i), 1e-15);
        }
    }

    @Test
    void stopAtTheEndOfAnEpochEndsTheRun() {
        Training run = Examples.reference().epochs(9).callback(Callback.onEpochEnd(progress -> {
            if (progress.epoch() == 2) {
                progress.stop();
            }
        })).build().train(Examples.NET, DATA);
        assertEquals(StopReason.CALLBACK, run.stopReason());
        assertEquals(2, run.epochs());
        Training two = Examples.reference().epochs(2).build().train(Examples.NET, DATA);
        assertArrayEquals(two.model().parameterVector(), run.model().parameterVector());
    }

    @Test
    void stopWithinAnEpochEndsTheRunAfterThatMiniBatch() {
        int[] last = {0};
        Training run = Examples.reference().epochs(9).callback(new Recorder(true) {
            @Override
            public void onMiniBatch(Progress progress) {
                last[0] = progress.miniBatch();
                if (progress.step() == 5) {
                    progress.stop();
                }
            }
        }).build().train(Examples.NET, DATA);
        assertEquals(StopReason.CALLBACK, run.stopReason());
        assertEquals(1, run.epochs(), "an epoch that was cut short is not in the history");
        assertEquals(2, last[0]);
    }

    @Test
    void stopBeforeTheFirstMiniBatchLeavesTheInitialWeights() {
        Training run = Examples.reference().callback(new Recorder(false) {
            @Override
            public void onEpochStart(Progress progress) {
                progress.stop();
            }
        }).build().train(Examples.NET, DATA);
        assertEquals(StopReason.CALLBACK, run.stopReason());
        assertEquals(0, run.epochs());
        assertEquals(0, run.threadsUsed());
        assertArrayEquals(Initialization.keras().values(Examples.NET, 7, Precision.FLOAT),
                run.model().parameterVector());
    }

    @Test
    void stopAtTheLastEpochsEndIsACompletedRun() {
        Training run = Examples.reference().epochs(1).callback(Callback.onEpochEnd(Progress::stop)).build()
                .train(Examples.NET, DATA);
        assertEquals(StopReason.COMPLETED, run.stopReason());
    }

    @Test
    void modelIsASnapshotOfTheMoment() {
        List<Model> models = new ArrayList<>();
        Training run = Examples.reference().epochs(3)
                .callback(Callback.onEpochEnd(progress -> models.add(progress.model()))).build()
                .train(Examples.NET, DATA);
        assertArrayEquals(run.model().parameterVector(), models.get(2).parameterVector());
        assertFalse(Arrays.equals(models.get(0).parameterVector(), models.get(1).parameterVector()));
        assertEquals(1, models.get(0).provenance().epochs());
    }

    @Test
    void modelOutsideOfACallbackIsRefused() {
        Progress[] kept = {null};
        Examples.reference().callback(Callback.onEpochEnd(progress -> kept[0] = progress)).build()
                .train(Examples.NET, DATA);
        assertThrows(IllegalStateException.class, () -> kept[0].model());
    }

    @Test
    void whatACallbackThrowsEndsTraining() {
        UnsupportedOperationException mine = new UnsupportedOperationException("mine");
        Trainer trainer = Examples.reference().callback(Callback.onEpochEnd(progress -> {
            throw mine;
        })).build();
        assertEquals(mine, assertThrows(UnsupportedOperationException.class, () -> trainer.train(Examples.NET, DATA)));
    }
}
