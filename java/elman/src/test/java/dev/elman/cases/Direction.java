package dev.elman.cases;

import dev.elman.layers.Bidirectional;
import dev.elman.layers.Bidirectional.Merge;
import dev.elman.layers.Layer;
import dev.elman.layers.RecurrentLayer;

/** Which way a recurrent layer of a case reads a sequence, and how two ways are merged. */
public enum Direction {
    FORWARD,
    BACKWARD,
    CONCAT,
    SUM,
    MULTIPLY,
    AVERAGE;

    /** The layer that goes this way. */
    Layer layer(RecurrentLayer cell) {
        return switch (this) {
            case FORWARD -> cell;
            case BACKWARD -> cell.withGoBackwards(true);
            default -> new Bidirectional(cell, Merge.valueOf(name()));
        };
    }
}
