package dev.elman;

import java.util.Objects;

/**
 * A model opened for predicting again and again from one thread: the least overhead there is, and no allocation once
 * an array of that length has been seen. It owns what its engine holds for it until it is closed; the model itself
 * never changes and need not be kept.
 *
 * <p>For one thread at a time: every method throws {@link IllegalStateException} where another thread is using the
 * predictor, and every method but {@link #close} where it is closed. {@link Model#predict(float[])} may be called by
 * any number of threads instead.
 */
public final class Predictor implements AutoCloseable {

    private final Layout layout;
    private final Runner runner;
    private final Turn turn = new Turn("predictor", "give each thread its own, or call the model's predict");

    Predictor(Layout layout, Runner runner) {
        this.layout = layout;
        this.runner = runner;
    }

    /** {@link Model#predict(float[])}. */
    public float[] predict(float[] inputs) {
        float[] outputs = new float[layout.outputs(Objects.requireNonNull(inputs, "inputs").length)];
        predict(inputs, outputs);
        return outputs;
    }

    /** {@link Model#predict(double[])}. */
    public double[] predict(double[] inputs) {
        double[] outputs = new double[layout.outputs(Objects.requireNonNull(inputs, "inputs").length)];
        predict(inputs, outputs);
        return outputs;
    }

    /** {@link Model#predict(float[], float[])}. */
    public void predict(float[] inputs, float[] outputs) {
        turn.begin();
        try {
            runner.predict(inputs, outputs);
        } finally {
            turn.end();
        }
    }

    /** {@link Model#predict(double[], double[])}. */
    public void predict(double[] inputs, double[] outputs) {
        turn.begin();
        try {
            runner.predict(inputs, outputs);
        } finally {
            turn.end();
        }
    }

    /**
     * Frees what the engine holds; a second call does nothing.
     *
     * @throws IllegalStateException while another thread is using it
     */
    @Override
    public void close() {
        if (turn.close()) {
            runner.close();
        }
    }
}
