package dev.elman.golden;

/**
 * The generator of Park and Miller (1993), started from a text, so that a case keeps its numbers when others come and
 * go.
 */
public final class Generator {

    private static final long MODULUS = 2147483647L;
    private static final long MULTIPLIER = 48271;
    /** Names that differ in their last letter begin close together; a few steps take them apart. */
    private static final int FIRST_STEPS = 8;

    private long state = 1;

    public Generator(String name) {
        name.codePoints().forEach(character -> state = (state * 131 + character) % (MODULUS - 1) + 1);
        for (int i = 0; i < FIRST_STEPS; i++) {
            next();
        }
    }

    /** A number above 0 and below 1. */
    public double next() {
        state = state * MULTIPLIER % MODULUS;
        return (double) state / MODULUS;
    }

    /** A whole number from 0 to bound - 1. */
    public int below(int bound) {
        return (int) Math.floor(next() * bound);
    }

    /** Numbers of three decimals in [-limit, limit], which keep the files short. */
    public Numbers tensor(double limit, long... shape) {
        double[] values = new double[Numbers.size(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round((2 * next() - 1) * limit * 1000) / 1000.0;
        }
        return new Numbers(shape, values);
    }
}
