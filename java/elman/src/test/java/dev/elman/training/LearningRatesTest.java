package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.optim.Schedule;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningRatesTest {

    private static final double LR = 0.01;

    private static LearningRates rates(Schedule schedule, long steps, int stepsPerEpoch) {
        return new LearningRates(schedule, LR, steps, stepsPerEpoch, new Plateau(LR));
    }

    private static LearningRates rates(Schedule schedule, long steps) {
        return rates(schedule, steps, 5);
    }

    @Test
    void constantIsTheSameAtEveryStep() {
        LearningRates rates = rates(Schedule.constant(), 100);
        assertTrue(rates.constant());
        assertEquals(0.01, rates.at(1));
        assertEquals(0.01, rates.at(100));
    }

    @Test
    void cosineDecayGoesFromTheWholeRateOverHalfOfItToNearlyZero() {
        LearningRates rates = rates(Schedule.cosineDecay(), 8);
        assertEquals(0.01, rates.at(1));
        assertEquals(0.01 * (1 + Math.sqrt(0.5)) / 2, rates.at(3), 1e-15);
        assertEquals(0.005, rates.at(5), 1e-15);
        assertEquals(0.01 * (1 - Math.cos(Math.PI / 8)) / 2, rates.at(8), 1e-15);
        for (long step = 2; step <= 8; step++) {
            assertTrue(rates.at(step) < rates.at(step - 1) && rates.at(step) > 0);
        }
    }

    /** PyTorch's StepLR(step_size=3, gamma=0.5). */
    @Test
    void stepDecayCutsEverySoManyEpochs() {
        LearningRates rates = rates(Schedule.stepDecay(3, 0.5), 100, 4);
        double[] ofEpochs = {0.01, 0.01, 0.01, 0.005, 0.005, 0.005, 0.0025};
        for (int step = 1; step <= 28; step++) {
            assertEquals(ofEpochs[(step - 1) / 4], rates.at(step), "step " + step);
        }
    }

    /** PyTorch's ExponentialLR(gamma=0.9). */
    @Test
    void exponentialDecayCutsEveryEpoch() {
        LearningRates rates = rates(Schedule.exponentialDecay(0.9), 1000, 2);
        double expected = 0.01;
        for (int epoch = 1; epoch <= 500; epoch++) {
            assertEquals(expected, rates.at(2 * epoch - 1), 1e-13 * expected);
            assertEquals(rates.at(2 * epoch - 1), rates.at(2 * epoch));
            expected *= 0.9;
        }
    }

    /** The rates of PyTorch's OneCycleLR(max_lr=0.01, total_steps=10): up to the third step, down to the tenth. */
    @Test
    void oneCycleGoesUpAndDownAlongHalfCosines() {
        LearningRates rates = rates(Schedule.oneCycle(), 10);
        assertEquals(0.0004, rates.at(1), 1e-17);
        assertEquals(0.0052, rates.at(2), 1e-17);
        assertEquals(0.01, rates.at(3), 1e-17);
        for (int step = 4; step <= 10; step++) {
            double down = (1 + StrictMath.cos(Math.PI * (step - 3) / 7)) / 2;
            assertEquals(4e-8 + (0.01 - 4e-8) * down, rates.at(step), 1e-17);
        }
        assertEquals(4e-8, rates.at(10), 1e-22);
    }

    @Test
    void oneCycleOfAFewStepsStaysWithinItsRange() {
        for (double rise : new double[] {0.01, 0.3, 0.5, 0.99}) {
            for (int steps = 1; steps <= 12; steps++) {
                LearningRates rates = rates(new Schedule.OneCycle(rise, 25, 1e4), steps);
                for (int step = 1; step <= steps; step++) {
                    double rate = rates.at(step);
                    assertTrue(rate > 0 && rate <= LR * (1 + 1e-15), steps + " steps, step " + step + ": " + rate);
                }
                assertEquals(LR / 25e4, rates.at(steps), 1e-20);
            }
        }
    }

    @Test
    void warmUpRisesInEqualPartsThenTheOtherScheduleHasWhatRemains() {
        LearningRates rates = rates(Schedule.warmUp(4, Schedule.cosineDecay()), 12);
        for (int step = 1; step <= 4; step++) {
            assertEquals(0.002 * step, rates.at(step), 1e-17);
        }
        LearningRates cosine = rates(Schedule.cosineDecay(), 8);
        for (int step = 1; step <= 8; step++) {
            assertEquals(cosine.at(step), rates.at(4 + step));
        }
    }

    @Test
    void warmUpOfMoreStepsThanThereAreNeverGetsToTheOther() {
        LearningRates rates = rates(Schedule.warmUp(100, Schedule.oneCycle()), 10);
        assertEquals(0.01 * 10 / 101, rates.at(10), 1e-17);
        double endless = rates(Schedule.warmUp(Long.MAX_VALUE, Schedule.oneCycle()), 10).at(10);
        assertEquals(0.01 * 10 / Math.pow(2, 63), endless, 1e-35);
    }

    @Test
    void epochsAfterAWarmUpAreThoseOfTheRun() {
        LearningRates rates = rates(Schedule.warmUp(2, Schedule.stepDecay(1, 0.1)), 20, 4);
        assertEquals(0.01, rates.at(4));
        assertEquals(0.001, rates.at(5), 1e-17);
    }

    /** Keras's ReduceLROnPlateau with factor 0.5, patience 2 and min_delta 0.1. */
    @Test
    void plateauCutsWhereTheLossHasNotFallen() {
        Schedule schedule = new Schedule.ReduceOnPlateau(0.5, 2, 0.1, 0.002);
        Plateau plateau = new Plateau(LR);
        LearningRates rates = new LearningRates(schedule, LR, 100, 5, plateau);
        double[] losses = {1, 0.95, 0.91, 0.85, 0.6, 0.6, 0.6, 0.55, 0.55, 0.55, 0.55};
        //                 best  1    cut   best  best  1   cut   1    cut to the least, where it stays
        double[] after = {0.01, 0.01, 0.005, 0.005, 0.005, 0.005, 0.0025, 0.0025, 0.002, 0.002, 0.002};
        for (int epoch = 0; epoch < losses.length; epoch++) {
            plateau.offer(schedule, losses[epoch]);
            assertEquals(after[epoch], rates.at(1 + epoch), "after loss " + epoch);
        }
    }

    @Test
    void plateauNeverRaisesARateThatIsBelowTheLeastFromTheStart() {
        Plateau plateau = new Plateau(LR);
        Schedule schedule = new Schedule.ReduceOnPlateau(0.5, 1, 0, 0.1);
        plateau.offer(schedule, 1);
        plateau.offer(schedule, 2);
        assertEquals(LR, plateau.rate());
    }

    @Test
    void plateauAfterAWarmUpHasHeardOfTheEpochsBefore() {
        Schedule schedule = Schedule.warmUp(3, Schedule.reduceOnPlateau(0.1, 1));
        assertTrue(schedule.needsValidation());
        Plateau plateau = new Plateau(LR);
        LearningRates rates = new LearningRates(schedule, LR, 100, 5, plateau);
        plateau.offer(schedule, 1);
        plateau.offer(schedule, 1);
        assertEquals(0.0025, rates.at(1));
        assertEquals(0.001, rates.at(4), 1e-17);
    }

    @Test
    void schedulesThatWouldGiveANegativeOrAGrowingRateAreRefused() {
        for (double factor : new double[] {-0.5, 0, 1.5, Double.NaN}) {
            String message = assertThrows(IllegalArgumentException.class, () -> Schedule.stepDecay(1, factor))
                    .getMessage();
            assertTrue(message.contains("factor") && message.contains(String.valueOf(factor)), message);
            assertThrows(IllegalArgumentException.class, () -> Schedule.exponentialDecay(factor));
            assertThrows(IllegalArgumentException.class, () -> Schedule.reduceOnPlateau(factor, 1));
        }
        assertThrows(IllegalArgumentException.class, () -> Schedule.reduceOnPlateau(1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Schedule.ReduceOnPlateau(0.5, 1, 0, -1e-9));
        assertThrows(IllegalArgumentException.class, () -> new Schedule.OneCycle(0.3, -25, 1e4));
        assertThrows(IllegalArgumentException.class, () -> new Schedule.OneCycle(0.3, 25, -1));
        assertThrows(IllegalArgumentException.class, () -> new Schedule.OneCycle(1, 25, 1e4));
        assertThrows(IllegalArgumentException.class, () -> Schedule.warmUp(-1, Schedule.constant()));
    }

    @Test
    void noScheduleAllocates() {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        double[] filled = new double[1000];
        for (Schedule schedule : List.of(Schedule.cosineDecay(), Schedule.stepDecay(3, 0.9),
                Schedule.exponentialDecay(0.9), Schedule.oneCycle(), Schedule.reduceOnPlateau(0.5, 2),
                Schedule.warmUp(500, Schedule.exponentialDecay(0.5)))) {
            LearningRates rates = rates(schedule, 1000, 7);
            rates.fill(1, 1000, filled);
            long before = threads.getCurrentThreadAllocatedBytes();
            rates.fill(1, 1000, filled);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            // The bean's own calls may take some; one small object for every step would be 16,000 bytes.
            assertTrue(allocated < 4000, schedule.id() + ": " + allocated + " bytes");
        }
    }

    @Test
    void cosineIsThatOfTheStandardLibrary() {
        for (int i = 0; i <= 100_000; i++) {
            double x = i / 100_000.0;
            assertEquals(StrictMath.cos(Math.PI * x), LearningRates.cosineOfPiTimes(x), 4.5e-16);
        }
        assertEquals(1, LearningRates.cosineOfPiTimes(0));
        assertEquals(0, LearningRates.cosineOfPiTimes(0.5));
        assertEquals(-1, LearningRates.cosineOfPiTimes(1));
    }

    @Test
    void fillGivesTheRatesOfConsecutiveSteps() {
        LearningRates rates = rates(Schedule.cosineDecay(), 10);
        double[] filled = new double[4];
        rates.fill(3, 4, filled);
        for (int i = 0; i < 4; i++) {
            assertEquals(rates.at(3 + i), filled[i]);
        }
    }
}
