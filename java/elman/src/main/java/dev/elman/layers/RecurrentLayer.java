package dev.elman.layers;

import java.util.ArrayList;
import java.util.List;

/** A layer that carries a state from one time step to the next, and so needs a sequence as its input. */
public sealed interface RecurrentLayer extends Layer permits SimpleRnn, Lstm, Gru {

    /** The width of the hidden state, which is the layer's output. */
    int units();

    /** The function applied to the weighted sums that become the state or its candidate. */
    Activation activation();

    /** Whether a bias is added to the weighted sums. */
    boolean useBias();

    /** How it goes through time. */
    Recurrence recurrence();

    /** The same layer going through time in another way. */
    RecurrentLayer withRecurrence(Recurrence recurrence);

    /** How many vectors of {@link #units()} values it carries from step to step: 1, or 2 with a cell state. */
    default int stateVectors() {
        return 1;
    }

    /** Whether the output is the hidden state of every time step, or of the last one alone. */
    default boolean allSteps() {
        return recurrence().allSteps();
    }

    /** Whether the sequence is read from its last valid step to its first. */
    default boolean goBackwards() {
        return recurrence().goBackwards();
    }

    /** The share of inputs set to zero in training; see {@link Recurrence}. */
    default double dropout() {
        return recurrence().dropout();
    }

    /** The share of the previous hidden state set to zero in training; see {@link Recurrence}. */
    default double recurrentDropout() {
        return recurrence().recurrentDropout();
    }

    /** The same layer with the output of every time step, or of the last one alone. */
    default RecurrentLayer withAllSteps(boolean allSteps) {
        return withRecurrence(recurrence().withAllSteps(allSteps));
    }

    /** The same layer reading the sequence from its last valid step to its first, or from the first to the last. */
    default RecurrentLayer withGoBackwards(boolean goBackwards) {
        return withRecurrence(recurrence().withGoBackwards(goBackwards));
    }

    /** The same layer with dropout of its inputs, one mask for all time steps. */
    default RecurrentLayer withDropout(double dropout) {
        return withRecurrence(recurrence().withDropout(dropout));
    }

    /** The same layer with dropout of its previous hidden state, one mask for all time steps. */
    default RecurrentLayer withRecurrentDropout(double recurrentDropout) {
        return withRecurrence(recurrence().withRecurrentDropout(recurrentDropout));
    }

    @Override
    default int outputs(int inputs) {
        return units();
    }

    @Override
    default boolean isRecurrent() {
        return true;
    }

    @Override
    default boolean givesLastStep() {
        return !allSteps();
    }

    /** The kernels and biases of so many gates. */
    static List<Shape> gates(int gates, int inputs, int units, boolean useBias, boolean recurrentBias) {
        List<Shape> shapes = new ArrayList<>(4);
        shapes.add(new Shape(Parameter.Role.KERNEL, inputs, gates * units));
        shapes.add(new Shape(Parameter.Role.RECURRENT_KERNEL, units, gates * units));
        if (useBias) {
            shapes.add(new Shape(Parameter.Role.BIAS, 1, gates * units));
        }
        if (recurrentBias) {
            shapes.add(new Shape(Parameter.Role.RECURRENT_BIAS, 1, gates * units));
        }
        return shapes;
    }

    @Override
    default List<String> options() {
        List<String> options = new ArrayList<>();
        options.add(Integer.toString(units()));
        options.add(activation().id());
        if (!useBias()) {
            options.add("no bias");
        }
        options.addAll(recurrence().options());
        return options;
    }
}
