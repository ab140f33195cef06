package dev.elman.random;

import java.util.Objects;

/**
 * The random words of one (seed, purpose, epoch, step, sample), one after another; the layout is {@link Philox}'s. Two
 * streams of the same numbers give the same words on every machine. Not safe for use by several threads at once.
 */
public final class RandomStream {

    private final int key0;
    private final int key1;
    private final int counter1;
    private final int counter2;
    private final int counter3;
    private final int[] words = new int[4];
    private long position;

    private RandomStream(long seed, Purpose purpose, int epoch, int step, int sample) {
        key0 = (int) seed;
        key1 = (int) (seed >>> 32);
        counter1 = sample;
        counter2 = step;
        counter3 = purpose.number() << 28 | epoch;
    }

    /** The stream of a seed and a purpose; epoch, step and sample are zero. */
    public static RandomStream of(long seed, Purpose purpose) {
        return of(seed, purpose, 0);
    }

    /** The stream of a seed, a purpose and an epoch; step and sample are zero. */
    public static RandomStream of(long seed, Purpose purpose, int epoch) {
        return of(seed, purpose, epoch, 0, 0);
    }

    /**
     * The stream of a seed, a purpose, an epoch, a step and a sample.
     *
     * @param epoch 0 to {@link Philox#MAX_EPOCH}
     * @param step any number; a caller whose step numbers need more than 32 bits passes the low ones
     * @param sample any number
     * @throws IllegalArgumentException where the epoch is out of range
     */
    public static RandomStream of(long seed, Purpose purpose, int epoch, int step, int sample) {
        Objects.requireNonNull(purpose, "purpose");
        if (epoch < 0 || epoch > Philox.MAX_EPOCH) {
            throw new IllegalArgumentException("epoch must be from 0 to " + Philox.MAX_EPOCH + " but was " + epoch);
        }
        return new RandomStream(seed, purpose, epoch, step, sample);
    }

    /** The next 32 bits. */
    public int nextInt() {
        int word = (int) (position & 3);
        if (word == 0) {
            Philox.words(key0, key1, (int) (position >>> 2), counter1, counter2, counter3, words);
        }
        position++;
        return words[word];
    }

    /** The next 64 bits: the first word is the high one. */
    public long nextLong() {
        long high = nextInt();
        return high << 32 | nextInt() & 0xFFFFFFFFL;
    }

    /** A number from [0, 1): the upper 53 bits of {@link #nextLong()} over 2^53. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** A number from [low, high): {@code low + (high - low) nextDouble()}. */
    public double nextDouble(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /**
     * A whole number from [0, bound), every one equally likely: draws again where the words left over by a division
     * by {@code bound} would favour the small ones.
     *
     * @throws IllegalArgumentException where {@code bound} is below 1
     */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be at least 1 but was " + bound);
        }
        long fair = (1L << 32) / bound * bound;
        long word;
        do {
            word = nextInt() & 0xFFFFFFFFL;
        } while (word >= fair);
        return (int) (word % bound);
    }

    /**
     * A number of the standard normal distribution (Box and Muller, 1958):
     * {@code sqrt(-2 ln u1) cos(2 pi u2)} with {@code u1} in (0, 1]. Computed by {@link StrictMath}, whose results are
     * the same everywhere.
     */
    public double nextNormal() {
        double u1 = 1 - nextDouble();
        double u2 = nextDouble();
        return Math.sqrt(-2 * StrictMath.log(u1)) * StrictMath.cos(2 * Math.PI * u2);
    }

    /** Brings the values into a random order, every order equally likely (Fisher and Yates, from the end). */
    public void shuffle(int[] values) {
        for (int last = values.length - 1; last > 0; last--) {
            int other = nextInt(last + 1);
            int value = values[last];
            values[last] = values[other];
            values[other] = value;
        }
    }
}
