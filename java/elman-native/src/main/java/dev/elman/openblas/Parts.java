package dev.elman.openblas;

import dev.elman.engine.Network.Part;
import dev.elman.engine.Objective;
import dev.elman.layers.Architecture;
import dev.elman.openblas.internal.Elman;
import java.util.Objects;

/** The vectors that can be read from a network and written into it: which it has, and how long they are. */
final class Parts {

    private final boolean trains;
    private final boolean averages;
    private final int parameters;
    private final long optimizerState;
    private final int stateSize;

    Parts(Architecture architecture, Objective objective) {
        trains = objective != null;
        averages = trains && objective.averageDecay() > 0;
        parameters = architecture.parameterCount();
        optimizerState = trains ? (long) objective.optimizer().stateSlots() * parameters : 0;
        stateSize = architecture.stateSize();
    }

    /** The native engine's number of a part. */
    static int number(Part part) {
        return switch (part) {
            case PARAMETERS -> Elman.ELMAN_PARAMETERS;
            case GRADIENT -> Elman.ELMAN_GRADIENT;
            case OPTIMIZER_STATE -> Elman.ELMAN_OPTIMIZER_STATE;
            case AVERAGE -> Elman.ELMAN_AVERAGE;
            case CARRIED_STATES -> Elman.ELMAN_CARRIED_STATES;
        };
    }

    void requireWritable(Part part) {
        if (part == Part.GRADIENT) {
            throw new IllegalArgumentException("part must not be GRADIENT, which can only be read");
        }
    }

    /** Checks that the network has a part and that an array has its length. */
    void requireLength(Part part, String name, int length) {
        Objects.requireNonNull(part, "part");
        if (part != Part.PARAMETERS && !trains) {
            throw new IllegalStateException("the network was opened without an objective and has its parameters alone;"
                    + " open it with one to train");
        }
        if (part == Part.AVERAGE && !averages) {
            throw new IllegalArgumentException("part must not be AVERAGE: the objective has no average of the weights"
                    + " kept; give it an averageDecay above 0");
        }
        switch (part) {
            case PARAMETERS -> Arguments.exactly(name, length, parameters, "the parameters");
            case GRADIENT -> Arguments.exactly(name, length, parameters, "the gradient");
            case OPTIMIZER_STATE -> Arguments.exactly(name, length, optimizerState, "the optimizer's state");
            case AVERAGE -> Arguments.exactly(name, length, parameters, "the average of the weights");
            case CARRIED_STATES -> requireWholeStates(name, length);
        }
    }

    /** How many lanes there are, the native engine knows: it compares. */
    private void requireWholeStates(String name, int length) {
        if (stateSize == 0 ? length != 0 : length % stateSize != 0) {
            throw new IllegalArgumentException(name + " must hold a state of " + stateSize
                    + " values for every lane but has " + length);
        }
    }
}
