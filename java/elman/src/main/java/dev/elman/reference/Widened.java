package dev.elman.reference;

/** A caller's floats as doubles, in arrays that are used again and again. */
final class Widened {

    private double[] inputs = {};
    private double[] outputs = {};

    /** The values as doubles, in an array that may be longer. */
    double[] inputs(float[] values) {
        if (inputs.length < values.length) {
            inputs = new double[values.length];
        }
        for (int i = 0; i < values.length; i++) {
            inputs[i] = values[i];
        }
        return inputs;
    }

    /** An array for at least so many values. */
    double[] outputs(int count) {
        if (outputs.length < count) {
            outputs = new double[count];
        }
        return outputs;
    }

    /** Rounds the first {@code count} outputs to floats. */
    void round(float[] destination, int count) {
        for (int i = 0; i < count; i++) {
            destination[i] = (float) outputs[i];
        }
    }
}
