package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import org.junit.jupiter.api.Test;

class DrawsTest {

    private static final long SEED = 0x123456789ABCDEFL;
    private static final int[] SAMPLES = {17, 0, 4};

    /** Word e of the stream of (seed, dropout, 4 layer + site, step, sample), one after another from word 0 on. */
    @Test
    void everyFactorFollowsFromItsOwnWord() {
        double rate = 0.3;
        int width = 7;
        int values = 5 * width;
        for (int site : new int[] {Draws.INPUTS, Draws.STATE, Draws.BACKWARD_STATE}) {
            for (int row = 0; row < SAMPLES.length; row++) {
                RandomStream stream = RandomStream.of(SEED, Purpose.DROPOUT, 4 * 3 + site, 12, SAMPLES[row]);
                for (int e = 0; e < values; e++) {
                    double share = (stream.nextInt() & 0xFFFFFFFFL) / 0x1p32;
                    double expected = share < rate ? 0 : 1 / 0.7;
                    double found = mask(12, rate, 3, site, e / width * width, width)[row * width + e % width];
                    assertEquals(expected, found, 1e-15, "site " + site + ", row " + row + ", value " + e);
                }
            }
        }
    }

    /** The low 32 bits of a step are all that counts. */
    @Test
    void stepsBeyondAnIntGoOnCounting() {
        double[] one = mask((1L << 32) + 5, 0.5, 0, Draws.INPUTS, 0, 64);
        double[] other = mask(5, 0.5, 0, Draws.INPUTS, 0, 64);
        for (int i = 0; i < one.length; i++) {
            assertEquals(other[i], one[i]);
        }
    }

    /** Within five standard deviations of a mean of 1, and a rate of nothing drops nothing. */
    @Test
    void keepsWhatItOughtToOnAverage() {
        int width = 10_000;
        for (double rate : new double[] {0, 0.1, 0.5, 0.9}) {
            double sum = 0;
            for (double factor : mask(1, rate, 0, Draws.STATE, 0, width)) {
                sum += factor;
            }
            double deviation = Math.sqrt(rate / (1 - rate) / (SAMPLES.length * width));
            assertEquals(1, sum / (SAMPLES.length * width), 5 * deviation + 1e-12, "rate " + rate);
        }
    }

    private static double[] mask(long step, double rate, int layer, int site, long first, int width) {
        double[] factors = new double[SAMPLES.length * width];
        new Draws(SEED, step, SAMPLES).mask(rate, layer, site, first, width, SAMPLES.length, factors);
        return factors;
    }
}
