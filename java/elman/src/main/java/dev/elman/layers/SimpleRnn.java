package dev.elman.layers;

import java.util.List;
import java.util.Objects;

/**
 * The fully connected recurrent layer of Elman (1990), Keras's {@code SimpleRNN}:
 * {@code h[t] = f(x[t] K + h[t-1] R + b)}, {@code h[-1] = 0}.
 *
 * @param units the width of the hidden state, from 1 to {@link Layer#MAX_UNITS}
 * @param activation {@code f}; Keras's and PyTorch's default is tanh
 * @param useBias whether {@code b} is there
 * @param recurrence how it goes through time
 */
public record SimpleRnn(int units, Activation activation, boolean useBias, Recurrence recurrence)
        implements RecurrentLayer {

    public SimpleRnn {
        Layer.requireUnits(units);
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(recurrence, "recurrence");
        activation.requireRecurrent("activation");
    }

    /** A layer with a bias that gives its last step. */
    public SimpleRnn(int units, Activation activation) {
        this(units, activation, true, Recurrence.DEFAULT);
    }

    @Override
    public String type() {
        return "simpleRnn";
    }

    @Override
    public SimpleRnn withRecurrence(Recurrence recurrence) {
        return new SimpleRnn(units, activation, useBias, recurrence);
    }

    /** The same layer with or without a bias. */
    public SimpleRnn withBias(boolean useBias) {
        return new SimpleRnn(units, activation, useBias, recurrence);
    }

    @Override
    public List<Shape> shapes(int inputs) {
        return RecurrentLayer.gates(1, inputs, units, useBias, false);
    }
}
