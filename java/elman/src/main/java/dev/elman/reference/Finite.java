package dev.elman.reference;

/** Whether numbers are neither infinite nor NaN. */
final class Finite {

    private Finite() {}

    /** Whether all numbers from index {@code from} to {@code to - 1} are finite. */
    static boolean all(double[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Double.isFinite(values[i])) {
                return false;
            }
        }
        return true;
    }
}
