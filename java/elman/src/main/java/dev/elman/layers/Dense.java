package dev.elman.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The fully connected layer {@code y = f(x K + b)}; on a sequence it is applied to each time step with the same
 * weights.
 *
 * @param units the width of the output, from 1 to {@link Layer#MAX_UNITS}
 * @param activation {@code f}; Keras's and PyTorch's default is linear
 * @param useBias whether {@code b} is there
 */
public record Dense(int units, Activation activation, boolean useBias) implements Layer {

    public Dense {
        Layer.requireUnits(units);
        Objects.requireNonNull(activation, "activation");
    }

    /** A layer with a bias. */
    public Dense(int units, Activation activation) {
        this(units, activation, true);
    }

    @Override
    public String type() {
        return "dense";
    }

    /** The same layer with or without a bias. */
    public Dense withBias(boolean useBias) {
        return new Dense(units, activation, useBias);
    }

    @Override
    public int outputs(int inputs) {
        return units;
    }

    @Override
    public List<Shape> shapes(int inputs) {
        List<Shape> shapes = new ArrayList<>(2);
        shapes.add(new Shape(Parameter.Role.KERNEL, inputs, units));
        if (useBias) {
            shapes.add(new Shape(Parameter.Role.BIAS, 1, units));
        }
        return shapes;
    }

    @Override
    public List<String> options() {
        List<String> options = new ArrayList<>(3);
        options.add(Integer.toString(units));
        options.add(activation.id());
        if (!useBias) {
            options.add("no bias");
        }
        return options;
    }
}
