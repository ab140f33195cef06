package dev.elman.layers;

import java.util.ArrayList;
import java.util.List;

/** A layer that carries a state from one time step to the next, and so needs a sequence as its input. */
public sealed interface RecurrentLayer extends Layer permits SimpleRnn, Lstm, Gru {

    /** Whether the output is the hidden state of every time step, or of the last one alone. */
    boolean allSteps();

    /** The same layer with the output of every time step, or of the last one alone. */
    RecurrentLayer withAllSteps(boolean allSteps);

    @Override
    default List<String> options() {
        List<String> options = new ArrayList<>(Layer.super.options());
        if (allSteps()) {
            options.add("all steps");
        }
        return options;
    }
}
