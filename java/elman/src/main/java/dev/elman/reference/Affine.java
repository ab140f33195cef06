package dev.elman.reference;

import dev.elman.layers.Architecture;
import dev.elman.layers.Parameter;

/**
 * A term {@code v W + b} of a weighted sum {@code a}: what one vector, a layer's input or its state, contributes to one
 * gate.
 *
 * <pre>
 * forward:    a += v W + b        backward:    dW += v^T da
 *                                              db += da
 *                                              dv += da W^T
 * </pre>
 *
 * @param weights {@code W[width of v, units]}
 * @param bias {@code b[units]}; null where there is none
 */
record Affine(Block weights, Block bias) {

    /** The input's term, of kernel and bias; a layer without gates has gate 0 alone. */
    static Affine ofInput(Architecture architecture, int index, int gate) {
        return of(architecture, index, gate, Parameter.Role.KERNEL, Parameter.Role.BIAS);
    }

    /** The state's term, of recurrent kernel and recurrent bias; a layer without gates has gate 0 alone. */
    static Affine ofState(Architecture architecture, int index, int gate) {
        return of(architecture, index, gate, Parameter.Role.RECURRENT_KERNEL, Parameter.Role.RECURRENT_BIAS);
    }

    private static Affine of(
            Architecture architecture, int index, int gate, Parameter.Role weights, Parameter.Role bias) {
        int units = architecture.outputWidth(index);
        Block allBiases = Block.of(architecture, index, bias);
        return new Affine(
                Block.of(architecture, index, weights).gate(gate, units),
                allBiases == null ? null : allBiases.gate(gate, units));
    }

    /** {@code a += v W + b}, {@code v[batch, width]}, {@code a[batch, units]}. */
    void forward(double[] parameters, double[] v, double[] a, int batch) {
        if (bias != null) {
            Products.addToRows(a, parameters, bias, batch);
        }
        Products.addProduct(a, v, parameters, weights, batch);
    }

    /**
     * From {@code da} to the gradients of weights, bias and {@code v}, which are added to.
     *
     * @param dv null where nobody needs it
     */
    void backward(double[] parameters, double[] v, double[] da, double[] dv, int batch, double[] gradient) {
        Products.addTransposedTimes(gradient, weights, v, da, batch);
        if (bias != null) {
            Products.addColumnSums(gradient, bias, da, batch);
        }
        if (dv != null) {
            Products.addTimesTransposed(dv, da, parameters, weights, batch);
        }
    }
}
