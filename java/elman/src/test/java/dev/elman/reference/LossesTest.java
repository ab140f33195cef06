package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.elman.optim.Loss;
import org.junit.jupiter.api.Test;

class LossesTest {

    @Test
    void givesValuesAndSlopes() {
        check(Loss.MEAN_SQUARED_ERROR, 1.5, 2.25, 3);
        check(Loss.HALF_SQUARED_ERROR, 1.5, 1.125, 1.5);
        check(Loss.MEAN_ABSOLUTE_ERROR, 1.5, 1.5, 1);
        check(Loss.huber(1), 0.5, 0.125, 0.5);
        check(Loss.huber(1), 1.5, 1, 1);
        check(Loss.huber(0.25), 1.5, 0.34375, 0.25);
    }

    @Test
    void takesTheSlopeOfTheAbsoluteErrorAtZeroAsZero() {
        assertEquals(0, Losses.slope(Loss.MEAN_ABSOLUTE_ERROR, 0));
    }

    @Test
    void averagesOverEverythingButWhatIsASum() {
        assertEquals(24, Losses.divisor(Loss.MEAN_SQUARED_ERROR, 6, 4));
        assertEquals(24, Losses.divisor(Loss.huber(1), 6, 4));
        assertEquals(1, Losses.divisor(Loss.HALF_SQUARED_ERROR, 6, 4));
    }

    /** Even functions: the slope of -e is minus that of e. */
    private static void check(Loss loss, double e, double value, double slope) {
        assertEquals(value, Losses.value(loss, e), 1e-15);
        assertEquals(value, Losses.value(loss, -e), 1e-15);
        assertEquals(slope, Losses.slope(loss, e), 1e-15);
        assertEquals(-slope, Losses.slope(loss, -e), 1e-15);
    }
}
