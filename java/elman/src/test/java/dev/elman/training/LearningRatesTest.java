package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.optim.Schedule;
import org.junit.jupiter.api.Test;

class LearningRatesTest {

    @Test
    void constantIsTheSameAtEveryStep() {
        LearningRates rates = new LearningRates(Schedule.constant(), 0.01, 100);
        assertTrue(rates.constant());
        assertEquals(0.01, rates.at(1));
        assertEquals(0.01, rates.at(100));
    }

    @Test
    void cosineDecayGoesFromTheWholeRateOverHalfOfItToNearlyZero() {
        LearningRates rates = new LearningRates(Schedule.cosineDecay(), 0.01, 8);
        assertEquals(0.01, rates.at(1));
        assertEquals(0.01 * (1 + Math.sqrt(0.5)) / 2, rates.at(3), 1e-15);
        assertEquals(0.005, rates.at(5), 1e-15);
        assertEquals(0.01 * (1 - Math.cos(Math.PI / 8)) / 2, rates.at(8), 1e-15);
        for (long step = 2; step <= 8; step++) {
            assertTrue(rates.at(step) < rates.at(step - 1) && rates.at(step) > 0);
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
        LearningRates rates = new LearningRates(Schedule.cosineDecay(), 1, 10);
        double[] filled = new double[4];
        rates.fill(3, 4, filled);
        for (int i = 0; i < 4; i++) {
            assertEquals(rates.at(3 + i), filled[i]);
        }
    }
}
