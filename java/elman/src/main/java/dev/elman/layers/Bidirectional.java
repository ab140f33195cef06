package dev.elman.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A recurrent layer twice: one cell reads the sequence from its first step to its last, another one, with weights of
 * its own, from its last valid step to its first; their outputs are merged step by step (Schuster and Paliwal, 1997;
 * Keras's {@code Bidirectional}). With all steps the output at step {@code t} is merged from what either cell gives
 * when it reads step {@code t}; with the last step it is merged from what either gives at the end of its reading.
 *
 * <p>Its output at a step depends on later ones, so that it cannot be streamed and its gradients cannot be truncated.
 *
 * @param layer the layer that is there twice; it goes forwards. The backward one has the same options
 * @param merge how two outputs become one
 */
public record Bidirectional(RecurrentLayer layer, Merge merge) implements Layer {

    /** How the outputs {@code f} of the forward and {@code b} of the backward cell become one. */
    public enum Merge {
        /** {@code f} and {@code b} side by side: twice the units. Keras's default, PyTorch's only choice. */
        CONCAT,
        /** {@code f + b}. */
        SUM,
        /** {@code f * b}, elementwise. */
        MULTIPLY,
        /** {@code (f + b) / 2}. */
        AVERAGE;

        /** The name used in files and on the command line: the constant's name in lower case. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The way of the given {@link #id()}.
         *
         * @throws IllegalArgumentException where there is none of that name; the message lists those there are
         */
        public static Merge of(String id) {
            for (Merge merge : values()) {
                if (merge.id().equals(id)) {
                    return merge;
                }
            }
            throw new IllegalArgumentException(
                    "unknown merge '" + id + "'; there are concat, sum, multiply and average");
        }
    }

    public Bidirectional {
        Objects.requireNonNull(layer, "layer");
        Objects.requireNonNull(merge, "merge");
        if (layer.goBackwards()) {
            throw new IllegalArgumentException("the layer of a bidirectional one goes forwards; the other direction is"
                    + " added to it, so leave goBackwards out");
        }
    }

    /** A layer whose outputs are side by side. */
    public Bidirectional(RecurrentLayer layer) {
        this(layer, Merge.CONCAT);
    }

    /** The same layer with the output of every time step, or of the last one alone. */
    public Bidirectional withAllSteps(boolean allSteps) {
        return new Bidirectional(layer.withAllSteps(allSteps), merge);
    }

    @Override
    public String type() {
        return "bidirectional";
    }

    @Override
    public int outputs(int inputs) {
        return merge == Merge.CONCAT ? 2 * layer.units() : layer.units();
    }

    @Override
    public boolean isRecurrent() {
        return true;
    }

    @Override
    public boolean givesLastStep() {
        return layer.givesLastStep();
    }

    /** The parameters of the forward cell, then those of the backward one. */
    @Override
    public List<Shape> shapes(int inputs) {
        List<Shape> shapes = new ArrayList<>(layer.shapes(inputs));
        for (Shape shape : layer.shapes(inputs)) {
            shapes.add(new Shape(shape.role(), true, shape.rows(), shape.columns()));
        }
        return shapes;
    }

    @Override
    public List<String> options() {
        List<String> options = new ArrayList<>();
        options.add(layer.type());
        options.addAll(layer.options());
        if (merge != Merge.CONCAT) {
            options.add(merge.id());
        }
        return options;
    }
}
