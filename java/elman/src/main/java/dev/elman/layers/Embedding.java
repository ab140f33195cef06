package dev.elman.layers;

import java.util.ArrayList;
import java.util.List;

/**
 * A vector for every token: {@code y = E[token]} with {@code E[vocabulary, units]}. It is the first layer; its input is
 * one feature, a whole number from 0 to {@code vocabulary - 1}.
 *
 * @param vocabulary how many tokens there are, from 1 to {@link Layer#MAX_UNITS}
 * @param units the width of a vector, from 1 to {@link Layer#MAX_UNITS}
 * @param paddingIndex the token that stands for padding, whose vector begins at zero and is not learnt (PyTorch's
 *     {@code padding_idx}); -1 for none
 */
public record Embedding(int vocabulary, int units, int paddingIndex) implements Layer {

    /** The {@code paddingIndex} of a layer that learns every token's vector. */
    public static final int NO_PADDING = -1;

    public Embedding {
        Layer.requireSize("vocabulary", vocabulary);
        Layer.requireUnits(units);
        if (paddingIndex < NO_PADDING || paddingIndex >= vocabulary) {
            throw new IllegalArgumentException("paddingIndex must be a token from 0 to " + (vocabulary - 1)
                    + ", or -1 for none, but was " + paddingIndex);
        }
    }

    /** A layer that learns every token's vector. */
    public Embedding(int vocabulary, int units) {
        this(vocabulary, units, NO_PADDING);
    }

    @Override
    public String type() {
        return "embedding";
    }

    @Override
    public int outputs(int inputs) {
        return units;
    }

    @Override
    public List<Shape> shapes(int inputs) {
        return List.of(new Shape(Parameter.Role.EMBEDDING, vocabulary, units));
    }

    @Override
    public List<String> options() {
        List<String> options = new ArrayList<>(List.of(vocabulary + " tokens", Integer.toString(units)));
        if (paddingIndex != NO_PADDING) {
            options.add("padding " + paddingIndex);
        }
        return options;
    }
}
