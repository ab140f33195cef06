package dev.elman.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The fully connected recurrent layer of Elman (1990), Keras's {@code SimpleRNN}:
 * {@code h[t] = f(x[t] K + h[t-1] R + b)}, {@code h[-1] = 0}.
 *
 * @param units the width of the hidden state, from 1 to {@link Layer#MAX_UNITS}
 * @param activation {@code f}; Keras's and PyTorch's default is tanh
 * @param useBias whether {@code b} is there
 * @param allSteps whether the output is the hidden state of every time step, {@code [batch, time, units]}, or of the
 *     last one alone, {@code [batch, units]} (Keras's {@code return_sequences})
 */
public record SimpleRnn(int units, Activation activation, boolean useBias, boolean allSteps) implements RecurrentLayer {

    public SimpleRnn {
        Layer.requireUnits(units);
        Objects.requireNonNull(activation, "activation");
    }

    /** A layer with a bias that gives its last step. */
    public SimpleRnn(int units, Activation activation) {
        this(units, activation, true, false);
    }

    @Override
    public String type() {
        return "simpleRnn";
    }

    @Override
    public SimpleRnn withAllSteps(boolean allSteps) {
        return new SimpleRnn(units, activation, useBias, allSteps);
    }

    /** The same layer with or without a bias. */
    public SimpleRnn withBias(boolean useBias) {
        return new SimpleRnn(units, activation, useBias, allSteps);
    }

    @Override
    public List<Shape> shapes(int features) {
        List<Shape> shapes = new ArrayList<>(3);
        shapes.add(new Shape(Parameter.Role.KERNEL, features, units));
        shapes.add(new Shape(Parameter.Role.RECURRENT_KERNEL, units, units));
        if (useBias) {
            shapes.add(new Shape(Parameter.Role.BIAS, 1, units));
        }
        return shapes;
    }
}
