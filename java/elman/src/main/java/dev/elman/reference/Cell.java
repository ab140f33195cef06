package dev.elman.reference;

import dev.elman.layers.Architecture;
import dev.elman.layers.Dense;
import dev.elman.layers.Gru;
import dev.elman.layers.Layer;
import dev.elman.layers.Lstm;
import dev.elman.layers.SimpleRnn;

/**
 * The arithmetic of one layer. Every workspace has its own, so a cell may keep between forward and backward what its
 * equations need beside inputs and outputs.
 */
abstract class Cell {

    /** Computes what the layer gives at every step of its input. */
    abstract void forward(double[] parameters, Sequence x, Sequence y, int batch);

    /**
     * Goes back in time through the steps {@code to - 1, to - 2, ..., from}.
     *
     * @param parameters the flat parameter vector
     * @param x the layer's inputs
     * @param y the layer's outputs, as {@link #forward} left them
     * @param dy the gradients with respect to the outputs; used up on return
     * @param dx receives the gradients with respect to the inputs of those steps, or null where nobody needs them
     * @param from first step
     * @param to behind the last step
     * @param batch number of sequences
     * @param gradient the flat gradient vector, to which this layer's gradients are added
     */
    abstract void backward(
            double[] parameters,
            Sequence x,
            Sequence y,
            Sequence dy,
            Sequence dx,
            int from,
            int to,
            int batch,
            double[] gradient);

    /**
     * The cell of a layer of an architecture.
     *
     * @param timeSteps of its inputs
     * @param capacity the largest number of sequences
     */
    static Cell of(Architecture architecture, int index, int timeSteps, int capacity) {
        Layer layer = architecture.layers().get(index);
        if (layer instanceof SimpleRnn simpleRnn) {
            return new SimpleRnnCell(simpleRnn, architecture, index, capacity);
        }
        if (layer instanceof Lstm lstm) {
            return new LstmCell(lstm, architecture, index, timeSteps, capacity);
        }
        if (layer instanceof Gru gru) {
            return new GruCell(gru, architecture, index, timeSteps, capacity);
        }
        if (layer instanceof Dense dense) {
            return new DenseCell(dense, architecture, index);
        }
        throw new IllegalArgumentException("the reference engine does not know the layer type " + layer.type());
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
