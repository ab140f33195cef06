package dev.elman.cases;

import dev.elman.layers.Recurrence;

/** What the recurrent layers of a case drop in training, with one mask for all time steps. */
public enum Drop {
    NOTHING(0, 0),
    INPUTS(0.3, 0),
    STATES(0, 0.4),
    BOTH(0.25, 0.5);

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
