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
    RELU,
    /** {@code f(a) = log(1 + exp(a))}, above 0 (Dugas et al., 2001). */
    SOFTPLUS,
    /** {@code f(a) = a} above zero, else {@code exp(a) - 1}, above -1 (Clevert et al., 2016, with alpha 1). */
    ELU,
    /**
     * {@code f(a) = a (1 + erf(a / sqrt(2))) / 2}, exactly, not its approximation by tanh (Hendrycks and Gimpel, 2016).
     * Of dense layers alone: its slope does not follow from its value, which is all that a recurrent layer keeps.
     */
    GELU,
    /**
     * {@code f(a) = a / 6 + 1/2}, held within [0, 1]; Keras 3's and PyTorch's. (Keras 2 and ONNX have 0.2 in the place
     * of 1/6.) Its slope at exactly -3 and 3 is taken as zero.
     */
    HARD_SIGMOID;

    /** The name used in files and on the command line, such as {@code tanh} or {@code hardSigmoid}. */
    public String id() {
        return this == HARD_SIGMOID ? "hardSigmoid" : name().toLowerCase(Locale.ROOT);
    }

    /** Whether recurrent layers have it too. */
    public boolean isRecurrent() {
        return this != GELU;
    }

    void requireRecurrent(String name) {
        if (!isRecurrent()) {
            throw new IllegalArgumentException(name + " of a recurrent layer cannot be " + id()
                    + ", whose slope does not follow from its value; use it in dense layers, here another");
        }
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
        throw new IllegalArgumentException("unknown activation '" + id + "'; there are linear, tanh, sigmoid, relu,"
                + " softplus, elu, gelu and hardSigmoid");
    }
}
