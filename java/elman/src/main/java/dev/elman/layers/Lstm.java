package dev.elman.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The long short-term memory of Hochreiter and Schmidhuber (1997) with the forget gate of Gers, Schmidhuber and
 * Cummins (2000), Keras's {@code LSTM}. It carries a hidden state {@code h} and a cell state {@code c}, both
 * {@code [units]} and zero before the first time step:
 *
 * <pre>
 * i = s(x[t] Ki + h[t-1] Ri + bi)        how much of the candidate enters
 * f = s(x[t] Kf + h[t-1] Rf + bf)        how much of the cell state stays
 * g = a(x[t] Kc + h[t-1] Rc + bc)        the candidate
 * o = s(x[t] Ko + h[t-1] Ro + bo)        how much of the cell state shows
 * c[t] = f * c[t-1] + i * g
 * h[t] = o * a(c[t])
 * </pre>
 *
 * {@code *} is elementwise. Side by side in the order i, f, c, o (Keras's; PyTorch's is the same) the four make the
 * kernel {@code K[features, 4 * units]}, the recurrent kernel {@code R[units, 4 * units]} and the bias
 * {@code b[4 * units]}. (PyTorch's two biases, which it adds, are one here. There are no peepholes.)
 *
 * @param units the width of both states, from 1 to {@link Layer#MAX_UNITS}
 * @param activation {@code a}, of candidate and output; Keras's and PyTorch's default is tanh
 * @param recurrentActivation {@code s}, of the three gates; Keras's and PyTorch's default is sigmoid
 * @param useBias whether {@code b} is there
 * @param recurrence how it goes through time
 */
public record Lstm(
        int units, Activation activation, Activation recurrentActivation, boolean useBias, Recurrence recurrence)
        implements RecurrentLayer {

    private static final int GATES = 4;

    public Lstm {
        Layer.requireUnits(units);
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(recurrentActivation, "recurrentActivation");
        Objects.requireNonNull(recurrence, "recurrence");
        activation.requireRecurrent("activation");
        recurrentActivation.requireRecurrent("recurrentActivation");
    }

    /** A layer with tanh, sigmoid gates and a bias that gives its last step. */
    public Lstm(int units) {
        this(units, Activation.TANH, Activation.SIGMOID, true, Recurrence.DEFAULT);
    }

    @Override
    public String type() {
        return "lstm";
    }

    @Override
    public Lstm withRecurrence(Recurrence recurrence) {
        return new Lstm(units, activation, recurrentActivation, useBias, recurrence);
    }

    /** The same layer with another activation of candidate and output. */
    public Lstm withActivation(Activation activation) {
        return new Lstm(units, activation, recurrentActivation, useBias, recurrence);
    }

    /** The same layer with another activation of the three gates. */
    public Lstm withRecurrentActivation(Activation recurrentActivation) {
        return new Lstm(units, activation, recurrentActivation, useBias, recurrence);
    }

    /** The same layer with or without a bias. */
    public Lstm withBias(boolean useBias) {
        return new Lstm(units, activation, recurrentActivation, useBias, recurrence);
    }

    @Override
    public int stateVectors() {
        return 2;
    }

    @Override
    public List<Shape> shapes(int inputs) {
        return RecurrentLayer.gates(GATES, inputs, units, useBias, false);
    }

    @Override
    public List<String> options() {
        List<String> options = new ArrayList<>(RecurrentLayer.super.options());
        if (recurrentActivation != Activation.SIGMOID) {
            options.add(recurrentActivation.id() + " gates");
        }
        return options;
    }
}
