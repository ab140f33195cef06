package dev.elman;

import java.util.Objects;

/**
 * A sequence that goes on without an end: every {@link #step} takes the next time step and gives what the model gives
 * for the whole sequence so far, at the cost of one step. Any number of streams share one model; each has a state of
 * its own, which can be taken as a value, set back, and kept. Opened by {@link Model#stream()}; the caller closes it.
 * No step into a given array allocates.
 *
 * <pre>{@code
 * try (Stream stream = model.stream()) {
 *     for (double value : arriving) {
 *         double next = stream.step(value)[0];
 *     }
 *     byte[] kept = stream.state().toBytes();
 * }
 * }</pre>
 *
 * <p>For one thread at a time: every method throws {@link IllegalStateException} where another thread is using the
 * stream, and every method but {@link #close} where it is closed. What is refused does not change it. To step many
 * together, open a {@link StreamBatch}.
 */
public final class Stream implements AutoCloseable {

    private final StreamBatch one;
    private final int outputs;

    Stream(StreamBatch one, int outputs) {
        this.one = one;
        this.outputs = outputs;
    }

    /**
     * Takes the next time step.
     *
     * @param input {@code [features]}, in the data's own units
     * @param output receives {@code [outputs]}, as {@link Model#predict(float[])} gives them; another array
     * @throws IllegalArgumentException where a length is wrong, or an input is not finite
     */
    public void step(float[] input, float[] output) {
        one.step(null, Objects.requireNonNull(input, "input"), Objects.requireNonNull(output, "output"));
    }

    /** {@link #step(float[], float[])} in double; a network of precision float rounds the scaled inputs. */
    public void step(double[] input, double[] output) {
        one.step(null, Objects.requireNonNull(input, "input"), Objects.requireNonNull(output, "output"));
    }

    /** {@link #step(double[], double[])} into a new array. */
    public double[] step(double... input) {
        double[] output = new double[outputs];
        one.step(null, Objects.requireNonNull(input, "input"), output);
        return output;
    }

    /** The state, as a value. */
    public State state() {
        return one.state(0);
    }

    /**
     * Goes on from a state, of this model on any engine; static features stay.
     *
     * @throws IllegalArgumentException where the state is of another shape or model (the message names both), or not
     *     finite
     */
    public void restore(State state) {
        one.restore(0, state);
    }

    /** Sets the state to zero, as before the first time step; static features stay. */
    public void reset() {
        one.reset(0);
    }

    /** How many time steps it has seen. */
    public long steps() {
        return one.steps(0);
    }

    /**
     * Frees what the engine holds; a second call does nothing.
     *
     * @throws IllegalStateException while another thread is using it
     */
    @Override
    public void close() {
        one.close();
    }
}
