package dev.elman.layers;

import java.util.ArrayList;
import java.util.List;

/** The configuration of one layer: what it computes and how large it is. No arithmetic lives here. */
public sealed interface Layer permits RecurrentLayer, Dense {

    /** The largest number of units a layer may have: beyond it no parameter matrix would fit into one Java array. */
    int MAX_UNITS = 1 << 24;

    /** The layer's type as parameter names and files spell it, such as {@code simpleRnn}. */
    String type();

    /** The width of the layer's output, at least 1. */
    int units();

    /** The function applied to the layer's weighted sums. */
    Activation activation();

    /** Whether a bias is added to the weighted sums. */
    boolean useBias();

    /**
     * The roles and shapes of the layer's parameters in their fixed order.
     *
     * @param features the width of the layer's input, at least 1
     */
    List<Shape> shapes(int features);

    /** What the layer was asked to be, in words and in order: its units, its activation, and what is not the usual. */
    default List<String> options() {
        List<String> options = new ArrayList<>();
        options.add(Integer.toString(units()));
        options.add(activation().id());
        if (!useBias()) {
            options.add("no bias");
        }
        return options;
    }

    /**
     * One parameter's role and extents.
     *
     * @param role what it does
     * @param rows first extent; 1 for a bias
     * @param columns second extent
     */
    record Shape(Parameter.Role role, int rows, int columns) {}

    /** Checks a number of units; for the compact constructors of the layers. */
    static void requireUnits(int units) {
        if (units < 1 || units > MAX_UNITS) {
            throw new IllegalArgumentException("units must be from 1 to " + MAX_UNITS + " but was " + units);
        }
    }
}
