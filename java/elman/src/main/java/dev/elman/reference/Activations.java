package dev.elman.reference;

import dev.elman.layers.Activation;

/** The functions {@code y = f(a)} of layers, and their slopes {@code f'(a)}. */
final class Activations {

    private Activations() {}

    /** Replaces the first {@code count} weighted sums {@code a} by {@code f(a)}. */
    static void apply(Activation activation, double[] a, int count) {
        for (int i = 0; i < count; i++) {
            a[i] = value(activation, a[i]);
        }
    }

    /** {@code f(a)}, so written that no exponential overflows where {@code f} itself does not. */
    static double value(Activation activation, double a) {
        return switch (activation) {
            case LINEAR -> a;
            case TANH -> Math.tanh(a);
            case SIGMOID -> sigmoid(a);
            case RELU -> Math.max(0, a);
            case SOFTPLUS -> softplus(a);
            case ELU -> a > 0 ? a : Math.expm1(a);
            case GELU -> a * Normal.share(a);
            case HARD_SIGMOID -> Math.max(0, Math.min(1, a / 6 + 0.5));
        };
    }

    /**
     * Replaces the first {@code count} gradients with respect to {@code y} by those with respect to {@code a}:
     * {@code da = dy f'(a)}. All slopes but one can be told from the output alone; for that one see
     * {@link #multiplyByGelusSlope}.
     */
    static void multiplyBySlope(Activation activation, double[] y, double[] dy, int count) {
        for (int i = 0; i < count; i++) {
            dy[i] = multipliedBySlope(activation, y[i], dy[i]);
        }
    }

    private static double multipliedBySlope(Activation activation, double y, double dy) {
        return switch (activation) {
            case LINEAR -> dy;
            case TANH -> dy * (1 - y * y);
            case SIGMOID -> dy * (y * (1 - y));
            case RELU -> y > 0 ? dy : 0;
            // The slope is sigmoid(a) = 1 - exp(-y), which expm1 gives without cancellation where y is small.
            case SOFTPLUS -> dy * -Math.expm1(-y);
            // Below zero exp(a) = y + 1.
            case ELU -> y > 0 ? dy : dy * (y + 1);
            case HARD_SIGMOID -> y > 0 && y < 1 ? dy / 6 : 0;
            case GELU -> throw new IllegalArgumentException("the slope of gelu does not follow from its value");
        };
    }

    /** {@link #multiplyBySlope} of gelu, whose slope {@code share(a) + a density(a)} needs the weighted sum. */
    static void multiplyByGelusSlope(double[] a, double[] dy, int count) {
        for (int i = 0; i < count; i++) {
            dy[i] *= Normal.share(a[i]) + a[i] * Normal.density(a[i]);
        }
    }

    /** {@code 1 / (1 + exp(-a))}: where the exponential is infinite this is zero, as it should be. */
    static double sigmoid(double a) {
        return 1 / (1 + Math.exp(-a));
    }

    /** {@code log(1 + exp(a))}, with {@code max(0, a)} taken out so that the exponential is at most one. */
    static double softplus(double a) {
        return Math.max(0, a) + Math.log1p(Math.exp(-Math.abs(a)));
    }
}
