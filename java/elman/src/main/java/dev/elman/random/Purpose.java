package dev.elman.random;

/** What random numbers are for: each purpose has its own, so that drawing more of one never changes another. */
public enum Purpose {
    /** Initial weights. */
    WEIGHTS(0),
    /** The order of samples in an epoch. */
    SHUFFLE(1),
    /** Dropout masks. */
    DROPOUT(2),
    /** Drawing from a model's output. */
    SAMPLING(3),
    /** Made-up data, such as those of tests and benchmarks. */
    DATA(4);

    private final int number;

    Purpose(int number) {
        this.number = number;
    }

    /** The number that stands in the generator's counter, 0 to 15; never changes, since seeds must reproduce. */
    public int number() {
        return number;
    }
}
