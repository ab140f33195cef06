package dev.elman.random;

/**
 * The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
 * 1, 2, 3", 2011): a pure function of a counter of four 32-bit words and a key of two gives four random words.
 *
 * <p>One layout of key and counter serves the whole library, so that any implementation, Java's or the native one,
 * finds the same number for the same element. Word {@code w} of a stream (0, 1, 2, ...) is output word {@code w mod 4}
 * of
 *
 * <pre>
 * key[0]     = low 32 bits of the seed
 * key[1]     = high 32 bits of the seed
 * counter[0] = w / 4, rounded down
 * counter[1] = sample
 * counter[2] = step
 * counter[3] = purpose.number() * 2^28 + epoch
 * </pre>
 *
 * A number that does not apply is zero. {@code sample} counts samples of the data set, not places in a mini-batch, so
 * that cutting a mini-batch into shards changes nothing.
 */
public final class Philox {

    /** The largest epoch that the counter has room for. */
    public static final int MAX_EPOCH = (1 << 28) - 1;

    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    // The golden ratio and the square root of 3 less 1, as 32-bit fractions: what the key grows by in each round.
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW_32 = 0xFFFFFFFFL;

    private Philox() {}

    /**
     * Computes the four words of one counter.
     *
     * @param key0 first word of the key
     * @param key1 second word of the key
     * @param counter0 first word of the counter
     * @param counter1 second word of the counter
     * @param counter2 third word of the counter
     * @param counter3 fourth word of the counter
     * @param words receives the four random words
     */
    public static void words(
            int key0, int key1, int counter0, int counter1, int counter2, int counter3, int[] words) {
        int c0 = counter0;
        int c1 = counter1;
        int c2 = counter2;
        int c3 = counter3;
        int k0 = key0;
        int k1 = key1;
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW_32);
            long product1 = MULTIPLIER_1 * (c2 & LOW_32);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        words[0] = c0;
        words[1] = c1;
        words[2] = c2;
        words[3] = c3;
    }
}
