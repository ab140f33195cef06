package dev.elman.cases;

import dev.elman.layers.Recurrence;

/**
 * What the recurrent layers of a case drop in training, with one mask for all time steps. Not too much of the state: what
 * is kept is multiplied at every step, and a GRU hands it on.
 */
public enum Drop {
    NOTHING(0, 0),
    INPUTS(0.3, 0),
    STATES(0, 0.25),
    BOTH(0.4, 0.2);

    private final double inputs;
    private final double states;

    Drop(double inputs, double states) {
        this.inputs = inputs;
        this.states = states;
    }

    Recurrence recurrence() {
        return Recurrence.DEFAULT.withDropout(inputs).withRecurrentDropout(states);
    }
}
