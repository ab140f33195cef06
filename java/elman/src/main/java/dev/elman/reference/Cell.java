package dev.elman.reference;

import dev.elman.layers.Architecture;
import dev.elman.layers.Dense;
import dev.elman.layers.Layer;
import dev.elman.layers.Parameter;
import dev.elman.layers.SimpleRnn;

/**
 * The arithmetic of one layer. Every workspace has its own, so a cell may keep between forward and backward what its
 * equations need beside inputs and outputs.
 */
abstract class Cell {

    /** What the layer gives at every time step, or where it has no state, at every step of its input. */
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

    /** The cell of a layer of an architecture. */
    static Cell of(Architecture architecture, int index) {
        Layer layer = architecture.layers().get(index);
        if (layer instanceof SimpleRnn simpleRnn) {
            return new SimpleRnnCell(simpleRnn, architecture, index);
        }
        if (layer instanceof Dense dense) {
            return new DenseCell(dense, architecture, index);
        }
        throw new IllegalArgumentException("the reference engine does not know the layer type " + layer.type());
    }

    /** Where a layer's parameter of a role begins in the flat vector; -1 where it has none of that role. */
    static int offset(Architecture architecture, int index, Parameter.Role role) {
        for (Parameter parameter : architecture.parameters()) {
            if (parameter.layer() == index && parameter.role() == role) {
                return parameter.offset();
            }
        }
        return -1;
    }

    /** Sets every row of {@code a[batch, units]} to the bias, or where there is none ({@code bias < 0}) to zero. */
    static void startWithBias(double[] a, double[] parameters, int bias, int batch, int units) {
        for (int i = 0; i < batch; i++) {
            for (int j = 0; j < units; j++) {
                a[i * units + j] = bias < 0 ? 0 : parameters[bias + j];
            }
        }
    }
}
