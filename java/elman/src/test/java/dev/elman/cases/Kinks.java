package dev.elman.cases;

/** How near the numbers of a case come to kinks: to zero where a relu takes them, or to where a loss bends. */
final class Kinks {

    private double distance = Double.POSITIVE_INFINITY;
    private double fraction = Double.POSITIVE_INFINITY;

    /**
     * Notes a number.
     *
     * @param distance how far it is from its kink, of either sign
     * @param scale what its rounding errors are in proportion to, such as the norm of the terms that it is the sum of
     */
    void note(double distance, double scale) {
        // What is small as a whole also moves little.
        this.distance = Math.min(this.distance, Math.abs(distance) / Math.min(1, scale));
        fraction = Math.min(fraction, Math.abs(distance) / scale);
    }

    /** Whether a number came nearer to its kink than a distance, or than a fraction of its scale. */
    boolean isWithin(double distance, double fraction) {
        return this.distance < distance || this.fraction < fraction;
    }
}
