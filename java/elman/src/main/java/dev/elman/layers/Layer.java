package dev.elman.layers;

import java.util.List;

/** The configuration of one layer: what it computes and how large it is. No arithmetic lives here. */
public sealed interface Layer
        permits RecurrentLayer, Bidirectional, Dense, Embedding, Dropout, LayerNormalization, Softmax, StaticFeatures {

    /** The largest number of units a layer may have: beyond it no parameter matrix would fit into one Java array. */
    int MAX_UNITS = 1 << 24;

    /** The layer's type as parameter names and files spell it, such as {@code simpleRnn}. */
    String type();

    /**
     * The width of the layer's output.
     *
     * @param inputs the width of its input, at least 1
     */
    int outputs(int inputs);

    /**
     * The roles and shapes of the layer's parameters in their fixed order; none for a layer that learns nothing.
     *
     * @param inputs the width of the layer's input, at least 1
     */
    default List<Shape> shapes(int inputs) {
        return List.of();
    }

    /** What the layer was asked to be, in words and in order: its size, and what is not the usual. */
    List<String> options();

    /** Whether the layer carries a state from one time step to the next, and so needs a sequence as its input. */
    default boolean isRecurrent() {
        return false;
    }

    /** Whether the layer, given a sequence, passes on its last step alone. */
    default boolean givesLastStep() {
        return false;
    }

    /**
     * One parameter's role and extents.
     *
     * @param role what it does
     * @param backward whether it belongs to the cell of a {@link Bidirectional} layer that goes backwards
     * @param rows first extent; 1 for a vector
     * @param columns second extent
     */
    record Shape(Parameter.Role role, boolean backward, int rows, int columns) {

        /** A parameter of a layer of one direction. */
        public Shape(Parameter.Role role, int rows, int columns) {
            this(role, false, rows, columns);
        }
    }

    /** Checks a number of units; for the compact constructors of the layers. */
    static void requireUnits(int units) {
        requireSize("units", units);
    }

    /** Checks a number that becomes an extent of a parameter. */
    static void requireSize(String name, int size) {
        if (size < 1 || size > MAX_UNITS) {
            throw new IllegalArgumentException(name + " must be from 1 to " + MAX_UNITS + " but was " + size);
        }
    }

    /** Checks the share of values that dropout sets to zero. */
    static void requireRate(String name, double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1) but was " + rate
                    + ": it is the share of values that are set to zero in training");
        }
    }
}
