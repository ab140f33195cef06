package dev.elman.reference;

import dev.elman.layers.Activation;

/** The functions {@code y = f(a)} of layers, and their slopes. */
final class Activations {

    private Activations() {}

    /** Replaces the first {@code count} weighted sums {@code a} by {@code f(a)}. */
    static void apply(Activation activation, double[] a, int count) {
        switch (activation) {
            case LINEAR -> { }
            case TANH -> {
                for (int i = 0; i < count; i++) {
                    a[i] = Math.tanh(a[i]);
                }
            }
            case SIGMOID -> {
                for (int i = 0; i < count; i++) {
                    a[i] = 1 / (1 + Math.exp(-a[i]));
                }
            }
            case RELU -> {
                for (int i = 0; i < count; i++) {
                    a[i] = Math.max(0, a[i]);
                }
            }
        }
    }

    /**
     * Replaces the first {@code count} gradients with respect to {@code y} by those with respect to {@code a}:
     * {@code da = dy f'(a)}. All four slopes can be told from the output alone.
     */
    static void multiplyBySlope(Activation activation, double[] y, double[] dy, int count) {
        switch (activation) {
            case LINEAR -> { }
            case TANH -> {
                for (int i = 0; i < count; i++) {
                    dy[i] *= 1 - y[i] * y[i];
                }
            }
            case SIGMOID -> {
                for (int i = 0; i < count; i++) {
                    dy[i] *= y[i] * (1 - y[i]);
                }
            }
            case RELU -> {
                for (int i = 0; i < count; i++) {
                    dy[i] = y[i] > 0 ? dy[i] : 0;
                }
            }
        }
    }
}
