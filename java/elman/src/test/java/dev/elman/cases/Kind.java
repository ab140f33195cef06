package dev.elman.cases;

import dev.elman.layers.Activation;
import dev.elman.layers.Gru;
import dev.elman.layers.Lstm;
import dev.elman.layers.Recurrence;
import dev.elman.layers.RecurrentLayer;
import dev.elman.layers.SimpleRnn;

/** What a recurrent layer of a case is. A new recurrent layer of the library, or a new variant, is a new row here. */
public enum Kind {
    SIMPLE_RNN,
    LSTM,
    GRU,
    GRU_RESET_BEFORE;

    /** Whether there is a recurrent activation. */
    public boolean isGated() {
        return this != SIMPLE_RNN;
    }

    /** A layer of this kind that goes through time in the given way. */
    RecurrentLayer layer(
            int units, Activation activation, Activation recurrentActivation, boolean bias, Recurrence recurrence) {
        return switch (this) {
            case SIMPLE_RNN -> new SimpleRnn(units, activation, bias, recurrence);
            case LSTM -> new Lstm(units, activation, recurrentActivation, bias, recurrence);
            case GRU -> new Gru(units, activation, recurrentActivation, bias, true, recurrence);
            case GRU_RESET_BEFORE -> new Gru(units, activation, recurrentActivation, bias, false, recurrence);
        };
    }
}
