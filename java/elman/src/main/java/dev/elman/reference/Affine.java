package dev.elman.reference;

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

    /** Of a parameter of all gates, and a bias or null, the columns of one gate. */
    static Affine ofGate(Block weights, Block bias, int gate, int units) {
        return new Affine(weights.gate(gate, units), bias == null ? null : bias.gate(gate, units));
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
