package dev.elman.layers;

/** A layer that carries a state from one time step to the next, and so needs a sequence as its input. */
public sealed interface RecurrentLayer extends Layer permits SimpleRnn {

    /** Whether the output is the hidden state of every time step, or of the last one alone. */
    boolean allSteps();

    /** The same layer with the output of every time step, or of the last one alone. */
    RecurrentLayer withAllSteps(boolean allSteps);
}
