package dev.elman.reference;

/** The standard normal distribution, which the activation gelu is made of. */
final class Normal {

    /** Beyond it the share of a tail is a better number than one less the share of all the rest. */
    private static final double TAIL = 3;
    /** So many levels of the continued fraction leave nothing to add beyond {@link #TAIL}. */
    private static final int LEVELS = 100;

    private Normal() {}

    /** The density {@code exp(-a^2 / 2) / sqrt(2 pi)}. */
    static double density(double a) {
        return Math.exp(-a * a / 2) / Math.sqrt(2 * Math.PI);
    }

    /**
     * The share of all numbers that are at most {@code a}: {@code (1 + erf(a / sqrt(2))) / 2}. By Laplace's continued
     * fraction in the tails, where {@code |a| > 3}, else by a series whose terms all have one sign (Marsaglia,
     * "Evaluating the normal distribution", 2004):
     *
     * <pre>
     * share(-x) = density(x) / (x + 1 / (x + 2 / (x + 3 / (x + ...)))),    share(x) = 1 - share(-x)
     * share(a)  = 1/2 + density(a) (a + a^3 / 3 + a^5 / (3 5) + a^7 / (3 5 7) + ...)
     * </pre>
     */
    static double share(double a) {
        double x = Math.abs(a);
        if (x > TAIL) {
            double fraction = x;
            for (int level = LEVELS; level >= 1; level--) {
                fraction = x + level / fraction;
            }
            double tail = density(x) / fraction;
            return a < 0 ? tail : 1 - tail;
        }
        double sum = 0;
        double term = a;
        for (int odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
            sum += term;
            term *= a * a / odd;
        }
        return 0.5 + density(a) * sum;
    }
}
