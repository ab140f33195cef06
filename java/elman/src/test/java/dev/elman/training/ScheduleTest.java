package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Dataset;
import dev.elman.optim.Adam;
import dev.elman.optim.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learning rates in runs. */
class ScheduleTest {

    /** Three steps an epoch. */
    private static final Dataset DATA = Examples.noise(24, 5, 1);
    private static final Dataset VALIDATION = Examples.noise(24, 5, 2);

    private static double[] rates(Training run) {
        return run.history().epochs().stream().mapToDouble(History.Epoch::learningRate).toArray();
    }

    private static Trainer.Builder trainer(Schedule schedule) {
        return Examples.reference().epochs(12).optimizer(Adam.keras().withLearningRate(0.05)).schedule(schedule);
    }

    @Test
    void theRateOfAnEpochIsThatOfItsLastStep() {
        assertArrayEquals(new double[] {0.05, 0.05, 0.025, 0.025, 0.0125},
                rates(trainer(Schedule.stepDecay(2, 0.5)).epochs(5).build().train(Examples.NET, DATA)));
        assertArrayEquals(new double[] {0.03, 0.05, 0.05},
                rates(trainer(Schedule.warmUp(4, Schedule.constant())).epochs(3).build().train(Examples.NET, DATA)),
                1e-16);
    }

    @Test
    void aPlateauOfTheValidationLossCutsTheRateOfTheNextEpoch() {
        Schedule.ReduceOnPlateau schedule = new Schedule.ReduceOnPlateau(0.5, 2, 0.01, 1e-3);
        List<Double> seen = new ArrayList<>();
        Training run = trainer(schedule).callback(Callback.onEpochEnd(progress -> seen.add(progress.learningRate())))
                .build().train(Examples.NET, DATA, VALIDATION);
        double[] losses = run.history().validationLosses();
        double rate = 0.05;
        double lowest = Double.POSITIVE_INFINITY;
        int waited = 0;
        for (int epoch = 0; epoch < 12; epoch++) {
            assertEquals(rate, rates(run)[epoch], "epoch " + epoch);
            assertEquals(rate, seen.get(epoch), "epoch " + epoch);
            waited = losses[epoch] < lowest - 0.01 ? 0 : waited + 1;
            lowest = waited == 0 ? losses[epoch] : lowest;
            if (waited == 2) {
                rate = Math.max(rate * 0.5, 1e-3);
                waited = 0;
            }
        }
        assertTrue(rates(run)[11] < 0.05, "noise cannot be learnt: there was a plateau");
    }

    @Test
    void everyScheduleResumesToTheSameBits(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("run.checkpoint");
        for (Schedule schedule : List.of(Schedule.stepDecay(2, 0.5), Schedule.exponentialDecay(0.8),
                Schedule.oneCycle(), Schedule.warmUp(5, Schedule.cosineDecay()), Schedule.reduceOnPlateau(0.5, 1),
                Schedule.warmUp(4, new Schedule.ReduceOnPlateau(0.3, 2, 0.01, 1e-3)))) {
            Trainer trainer = trainer(schedule).build();
            Training expected = trainer.train(Examples.NET, DATA, VALIDATION);
            for (int steps = 0; steps <= 36; steps += 4) {
                try (TrainingSession session = trainer.start(Examples.NET, DATA, VALIDATION)) {
                    for (int i = 0; i < steps; i++) {
                        session.step();
                    }
                    session.checkpoint(file);
                }
                Training resumed = trainer.resume(file, DATA, VALIDATION);
                assertArrayEquals(rates(expected), rates(resumed), schedule.id());
                assertEquals(expected.model().sha256(), resumed.model().sha256(), schedule.id());
            }
        }
    }

    @Test
    void whatDependsOnValidationNeedsSome() {
        for (Schedule schedule : List.of(Schedule.reduceOnPlateau(0.5, 2),
                Schedule.warmUp(3, Schedule.reduceOnPlateau(0.5, 2)))) {
            String message = assertThrows(IllegalArgumentException.class,
                    () -> trainer(schedule).build().train(Examples.NET, DATA)).getMessage();
            assertTrue(message.contains(schedule.id()) && message.contains("needs validation data"), message);
        }
    }
}
