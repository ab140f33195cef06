package dev.elman.layers;

import java.util.Locale;

/** The function that a layer applies to each of its weighted sums {@code a}. */
public enum Activation {
    /** {@code f(a) = a}. */
    LINEAR,
    /** {@code f(a) = tanh(a)}, in (-1, 1); the default of recurrent layers in Keras and PyTorch. */
    TANH,
    /** {@code f(a) = 1 / (1 + exp(-a))}, in (0, 1). */
    SIGMOID,
    /** {@code f(a) = max(0, a)}; its slope at exactly zero is taken as zero. */
    RELU;

    /** The name used in files and on the command line: the constant's name in lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The activation of the given {@link #id()}.
     *
     * @throws IllegalArgumentException where there is none of that name; the message lists those there are
     */
    public static Activation of(String id) {
        for (Activation activation : values()) {
            if (activation.id().equals(id)) {
                return activation;
            }
        }
        throw new IllegalArgumentException("unknown activation '" + id + "'; there are linear, tanh, sigmoid and relu");
    }
}
