package dev.elman.reference;

import dev.elman.layers.Architecture;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.Dense;
import dev.elman.layers.Dropout;
import dev.elman.layers.Embedding;
import dev.elman.layers.Gru;
import dev.elman.layers.Layer;
import dev.elman.layers.LayerNormalization;
import dev.elman.layers.Lstm;
import dev.elman.layers.RecurrentLayer;
import dev.elman.layers.SimpleRnn;
import dev.elman.layers.Softmax;
import dev.elman.layers.StaticFeatures;

/**
 * The arithmetic of one layer. Every workspace has its own, so a cell may keep between forward and backward what its
 * equations need beside inputs and outputs.
 */
abstract class Cell {

    /**
     * Computes what the layer gives at every step of its input.
     *
     * @param steps time steps of the input: those of the pass, or 1 above a layer that passes on its last step alone
     */
    abstract void forward(Pass pass, Sequence x, Sequence y, int steps);

    /**
     * Goes back in time through the steps {@code to - 1, to - 2, ..., from}.
     *
     * @param x the layer's inputs
     * @param y the layer's outputs, as {@link #forward} left them
     * @param dy the gradients with respect to the outputs; used up on return
     * @param dx receives the gradients with respect to the inputs of those steps, or null where nobody needs them
     * @param from first step
     * @param to behind the last step
     * @param gradient the flat gradient vector, to which this layer's gradients are added
     */
    abstract void backward(
            Pass pass, Sequence x, Sequence y, Sequence dy, Sequence dx, int from, int to, double[] gradient);

    /**
     * Copies the state behind the first {@code steps} time steps that were read into {@code states[batch, stateSize]};
     * a layer without a state has nothing to copy.
     */
    void readState(Pass pass, Sequence y, int steps, double[] states) {}

    /**
     * The cell of a layer of an architecture.
     *
     * @param timeSteps the largest number of time steps of its inputs
     * @param capacity the largest number of sequences
     */
    static Cell of(Architecture architecture, int index, int timeSteps, int capacity) {
        Layer layer = architecture.layers().get(index);
        Place place = new Place(architecture, index, false);
        if (layer instanceof RecurrentLayer recurrent) {
            Cell cell = recurrent.goBackwards()
                    ? backwards(recurrent, place, timeSteps, capacity)
                    : forwards(recurrent, place, timeSteps, capacity);
            return droppingInputs(cell, recurrent.dropout(), place, timeSteps, capacity);
        }
        if (layer instanceof Bidirectional both) {
            Place other = new Place(architecture, index, true);
            Cell forward = forwards(both.layer(), place, timeSteps, capacity);
            Cell backward = backwards(both.layer(), other, timeSteps, capacity);
            Cell cell = new BidirectionalCell(both, forward, backward, place, timeSteps, capacity);
            return droppingInputs(cell, both.layer().dropout(), place, timeSteps, capacity);
        }
        if (layer instanceof Dense dense) {
            return new DenseCell(dense, place, timeSteps, capacity);
        }
        if (layer instanceof Embedding embedding) {
            return new EmbeddingCell(embedding, place);
        }
        if (layer instanceof Dropout dropout) {
            return new DropoutCell(dropout.rate(), place, timeSteps, capacity);
        }
        if (layer instanceof LayerNormalization normalization) {
            return new LayerNormalizationCell(normalization, place);
        }
        if (layer instanceof Softmax) {
            return new SoftmaxCell(place);
        }
        if (layer instanceof StaticFeatures) {
            return new StaticFeaturesCell(place);
        }
        throw new IllegalArgumentException("the reference engine does not know the layer type " + layer.type());
    }

    /** A recurrent layer, of one cell or two, that drops inputs where it was asked to. */
    private static Cell droppingInputs(Cell cell, double rate, Place place, int timeSteps, int capacity) {
        return rate > 0 ? new InputDropoutCell(cell, rate, place, timeSteps, capacity) : cell;
    }

    private static Cell forwards(RecurrentLayer layer, Place place, int timeSteps, int capacity) {
        if (layer instanceof SimpleRnn simpleRnn) {
            return new SimpleRnnCell(simpleRnn, place, capacity);
        }
        if (layer instanceof Lstm lstm) {
            return new LstmCell(lstm, place, timeSteps, capacity);
        }
        return new GruCell((Gru) layer, place, timeSteps, capacity);
    }

    private static Cell backwards(RecurrentLayer layer, Place place, int timeSteps, int capacity) {
        return new ReversedCell(forwards(layer, place, timeSteps, capacity), place, timeSteps, capacity);
    }

    /** One step of the gradients with respect to the inputs, set to zero; null where nobody needs them. */
    static double[] cleared(Sequence dx, int t) {
        if (dx == null) {
            return null;
        }
        dx.clear(t, t + 1);
        return dx.at(t);
    }
}
