package dev.elman.layers;

import java.util.List;

/**
 * Normalises every row (one sample at one time step) over its {@code n} values, then scales and shifts them:
 * {@code y = scale * (x - mean) / sqrt(variance + epsilon) + bias}, {@code variance} the mean of squared differences
 * (Ba, Kiros and Hinton, 2016).
 *
 * @param epsilon keeps the divisor from zero; positive. 0.001 in Keras, 0.00001 in PyTorch
 */
public record LayerNormalization(double epsilon) implements Layer {

    public LayerNormalization {
        if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new IllegalArgumentException("epsilon must be positive and finite but was " + epsilon);
        }
    }

    /** With Keras's epsilon, 0.001. */
    public static LayerNormalization keras() {
        return new LayerNormalization(1e-3);
    }

    /** With PyTorch's epsilon, 0.00001. */
    public static LayerNormalization torch() {
        return new LayerNormalization(1e-5);
    }

    @Override
    public String type() {
        return "layerNormalization";
    }

    @Override
    public int outputs(int inputs) {
        return inputs;
    }

    @Override
    public List<Shape> shapes(int inputs) {
        return List.of(new Shape(Parameter.Role.SCALE, 1, inputs), new Shape(Parameter.Role.BIAS, 1, inputs));
    }

    @Override
    public List<String> options() {
        return List.of("epsilon " + epsilon);
    }
}
