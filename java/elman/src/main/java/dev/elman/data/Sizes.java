package dev.elman.data;

/** Checks of sizes, made before anything of that size is allocated. */
final class Sizes {

    /** The longest array that common JVMs allocate. */
    static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private Sizes() {}

    static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
        }
        return value;
    }

    /** The product of sizes that are at least 0. */
    static int product(String what, int... factors) {
        long product = 1;
        boolean fits = true;
        StringBuilder text = new StringBuilder();
        for (int factor : factors) {
            text.append(text.isEmpty() ? "" : " * ").append(factor);
            fits &= factor == 0 || product <= LARGEST_ARRAY / factor;
            product = fits ? product * factor : 0;
        }
        if (!fits) {
            throw tooMany(what, text.toString());
        }
        return (int) product;
    }

    static int sum(String what, int a, int b) {
        long sum = (long) a + b;
        if (sum > LARGEST_ARRAY) {
            throw tooMany(what, a + " + " + b);
        }
        return (int) sum;
    }

    /** A number of values that may be more than an array holds. */
    static int array(String what, long count) {
        if (count > LARGEST_ARRAY) {
            throw tooMany(what, Long.toString(count));
        }
        return (int) count;
    }

    private static DataException tooMany(String what, String count) {
        return new DataException(what + ": " + count + " are more than the " + LARGEST_ARRAY + " that an array holds");
    }
}
