package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.elman.optim.Loss;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LossesTest {

    private static final double LOG_2 = Math.log(2);

    @Test
    void givesValuesAndSlopesOfErrors() {
        checkEven(Loss.MEAN_SQUARED_ERROR, 1.5, 2.25, 3);
        checkEven(Loss.HALF_SQUARED_ERROR, 1.5, 1.125, 1.5);
        checkEven(Loss.MEAN_ABSOLUTE_ERROR, 1.5, 1.5, 1);
        checkEven(Loss.huber(1), 0.5, 0.125, 0.5);
        checkEven(Loss.huber(1), 1.5, 1, 1);
        checkEven(Loss.huber(0.25), 1.5, 0.34375, 0.25);
    }

    @Test
    void addsTheLossesOfARow() {
        check(Loss.MEAN_SQUARED_ERROR, row(1, 2), row(0.5, 4), 0.25 + 4, 1, -4);
        check(Loss.BINARY_CROSS_ENTROPY, row(0, 0), row(1, 0.25), 2 * LOG_2, -0.5, 0.25);
    }

    @Test
    void takesTheSlopeOfAKinkAsZero() {
        check(Loss.MEAN_ABSOLUTE_ERROR, row(3), row(3), 0, 0);
        check(Loss.quantiles(0.9), row(3), row(3), 0, 0);
    }

    /** Of exp(z) = 1, 2 and 5 the probabilities are 1/8, 2/8 and 5/8. */
    @Test
    void givesCrossEntropies() {
        double[] logits = row(0, LOG_2, Math.log(5));
        check(Loss.SPARSE_CROSS_ENTROPY, logits, row(1), Math.log(4), 0.125, 0.25 - 1, 0.625);
        check(Loss.CROSS_ENTROPY, logits, row(0, 1, 0), Math.log(4), 0.125, 0.25 - 1, 0.625);
        check(Loss.CROSS_ENTROPY, logits, row(0.5, 0.5, 0), (Math.log(8) + Math.log(4)) / 2, -0.375, -0.25, 0.625);
        // Slopes are those of the value, of whatever sum.
        check(Loss.CROSS_ENTROPY, logits, row(1, 1, 0), Math.log(8) + Math.log(4), -0.75, -0.5, 1.25);
    }

    /** exp(1000) is infinite, but the loss is not. */
    @Test
    void givesCrossEntropiesOfLargeLogits() {
        check(Loss.SPARSE_CROSS_ENTROPY, row(1000, 0), row(0), 0, 0, 0);
        check(Loss.SPARSE_CROSS_ENTROPY, row(1000, 0), row(1), 1000, 1, -1);
        check(Loss.SPARSE_CROSS_ENTROPY, row(-1000, -1000), row(1), LOG_2, 0.5, -0.5);
        check(Loss.CROSS_ENTROPY, row(-1000, 1000), row(0.5, 0.5), 1000, -0.5, 0.5);
        check(Loss.BINARY_CROSS_ENTROPY, row(1000, -1000), row(0, 1), 2000, 1, -1);
        check(Loss.BINARY_CROSS_ENTROPY, row(1000, -1000), row(1, 0), 0, 0, 0);
    }

    /** A logit of ln 3 is a probability of 3/4: the loss is -(p ln 3/4 + (1 - p) ln 1/4). */
    @Test
    void givesBinaryCrossEntropy() {
        double p = 0.3;
        double expected = -(p * Math.log(0.75) + (1 - p) * Math.log(0.25));
        check(Loss.BINARY_CROSS_ENTROPY, row(Math.log(3)), row(p), expected, 0.75 - p);
    }

    /** Two targets, 10 and 20, with their 0.1 and 0.9 quantiles side by side. */
    @Test
    void givesQuantileLosses() {
        check(Loss.quantiles(0.1, 0.9), row(8, 13, 21, 17), row(10, 20),
                0.1 * 2 + 0.1 * 3 + 0.9 * 1 + 0.9 * 3, -0.1, 0.1, 0.9, -0.9);
    }

    /** Means 1 and 2, then logarithms of variances 0 and ln 4: a normal distribution's, less ln(2 pi) / 2 each. */
    @Test
    void givesTheGaussianLikelihood() {
        double constant = Math.log(2 * Math.PI) / 2;
        double expected = logDensity(3, 1, 1) + logDensity(-1, 2, 2);
        check(Loss.GAUSSIAN, row(1, 2, 0, Math.log(4)), row(3, -1), -expected - 2 * constant,
                -2, 0.75, (1 - 4) / 2.0, (1 - 9 / 4.0) / 2);
    }

    private static double logDensity(double value, double mean, double deviation) {
        double scaled = (value - mean) / deviation;
        return Math.log(Math.exp(-scaled * scaled / 2) / (deviation * Math.sqrt(2 * Math.PI)));
    }

    @Test
    void averagesOverEveryTermButWhatIsASum() {
        assertEquals(24, Losses.divisor(Loss.MEAN_SQUARED_ERROR, 6, 4));
        assertEquals(24, Losses.divisor(Loss.huber(1), 6, 4));
        assertEquals(24, Losses.divisor(Loss.BINARY_CROSS_ENTROPY, 6, 4));
        assertEquals(24, Losses.divisor(Loss.quantiles(0.1, 0.9), 6, 4));
        assertEquals(12, Losses.divisor(Loss.GAUSSIAN, 6, 4));
        assertEquals(6, Losses.divisor(Loss.CROSS_ENTROPY, 6, 4));
        assertEquals(6, Losses.divisor(Loss.SPARSE_CROSS_ENTROPY, 6, 4));
        assertEquals(1, Losses.divisor(Loss.HALF_SQUARED_ERROR, 6, 4));
        assertEquals(4, Losses.divisor(Loss.MEAN_SQUARED_ERROR, 0, 4));
    }

    /** Even functions: the slope of -e is minus that of e. */
    private static void checkEven(Loss loss, double e, double value, double slope) {
        check(loss, row(e), row(0), value, slope);
        check(loss, row(1), row(1 + e), value, -slope);
    }

    /** In the middle of longer arrays, whose other values are not touched; and slopes times a factor. */
    private static void check(Loss loss, double[] predicted, double[] targets, double value, double... slopes) {
        int outputs = predicted.length;
        double[] y = new double[outputs + 3];
        double[] d = new double[targets.length + 5];
        System.arraycopy(predicted, 0, y, 2, outputs);
        System.arraycopy(targets, 0, d, 4, targets.length);
        // Differences of numbers are as exact as the numbers are large.
        double largest = Math.max(1, Arrays.stream(predicted).map(Math::abs).max().orElseThrow());
        assertEquals(value, Losses.value(loss, y, 2, outputs, d, 4), 1e-15 * largest);
        double[] expected = new double[outputs + 3];
        double[] found = new double[outputs + 3];
        for (int i = 0; i < outputs; i++) {
            expected[i + 2] = 0.5 * slopes[i];
        }
        Losses.slope(loss, y, 2, outputs, d, 4, 0.5, found);
        assertArrayEquals(expected, found, 1e-15 * largest);
    }

    private static double[] row(double... values) {
        return values;
    }
}
