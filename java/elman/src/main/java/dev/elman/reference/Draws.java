package dev.elman.reference;

import dev.elman.random.Philox;
import dev.elman.random.Purpose;

/**
 * The masks of dropout: what each value is multiplied by. A value is dropped, times 0, with probability {@code rate};
 * else it is kept, times {@code 1 / (1 - rate)}, so that on average it is what it is without dropout.
 *
 * <p>A mask is a function of what it is for, not of what was drawn before: which value of which layer, sample and step
 * of training, and the seed. Its random word is word {@code e}, the value's number in the sample, of the Philox stream
 *
 * <pre>
 * key = the seed    counter = e / 4, the sample's number in the data set, the step, DROPOUT * 2^28 + 4 layer + site
 * </pre>
 *
 * and the value is dropped where that word, without a sign, is below {@code floor(rate 2^32)}.
 */
final class Draws {

    /** The site of a layer's inputs. */
    static final int INPUTS = 0;
    /** The site of a cell's previous state. */
    static final int STATE = 1;
    /** The site of the previous state of the backward cell of two. */
    static final int BACKWARD_STATE = 2;

    private static final int SITES = 4;

    private final long seed;
    private final int step;
    /** The data set's number of the sample in each row. */
    private final int[] samples;

    /**
     * What one pass in training draws.
     *
     * @param step the number of the training step
     * @param samples the data set's number of the sample in each row; not copied
     */
    Draws(long seed, long step, int[] samples) {
        this.seed = seed;
        this.step = (int) step;
        this.samples = samples;
    }

    /**
     * Draws the factors of one value after another of every row.
     *
     * @param rate the share that is dropped
     * @param first the number of the first value; those of the following are one more each
     * @param width how many values of every row
     * @param factors receives {@code [batch, width]}
     */
    void mask(double rate, int layer, int site, long first, int width, int batch, double[] factors) {
        long limit = (long) Math.floor(rate * 0x1p32);
        double kept = 1 / (1 - rate);
        int place = Purpose.DROPOUT.number() << 28 | SITES * layer + site;
        int[] words = new int[4];
        for (int row = 0; row < batch; row++) {
            for (int i = 0; i < width; i++) {
                long e = first + i;
                Philox.words((int) seed, (int) (seed >>> 32), (int) (e / 4), samples[row], step, place, words);
                long word = Integer.toUnsignedLong(words[(int) (e % 4)]);
                factors[row * width + i] = word < limit ? 0 : kept;
            }
        }
    }
}
