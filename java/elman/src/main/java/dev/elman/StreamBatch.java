package dev.elman;

import dev.elman.engine.Streams;
import java.util.Arrays;
import java.util.Objects;

/**
 * Many sequences that go on without an end, of one model, stepped together: all states lie in one block of memory, and
 * the weights are read once for all streams of a step. Opened by {@link Model#streams(int)}; the caller closes it. No
 * step allocates once so many streams have been stepped together.
 *
 * <p>For one thread at a time: every method throws {@link IllegalStateException} where another thread is using the
 * streams, and every method but {@link #close} where they are closed. What is refused changes no stream.
 */
public final class StreamBatch implements AutoCloseable {

    private final Streams streams;
    private final Weights weights;
    private final Layout layout;
    private final Scaling scaling;
    private final Readout readout;
    private final int stateSize;
    private final Turn turn;
    /** Time steps that each stream has seen. */
    private final long[] steps;
    private float[] floatInputs = {};
    private double[] doubleInputs = {};

    StreamBatch(Streams streams, Weights weights, Layout layout, Scaling scaling, Readout readout, Turn turn) {
        this.streams = streams;
        this.weights = weights;
        this.layout = layout;
        this.scaling = scaling;
        this.readout = readout;
        this.turn = turn;
        stateSize = weights.architecture().stateSize();
        steps = new long[streams.count()];
    }

    /** The number of streams. */
    public int count() {
        return steps.length;
    }

    /**
     * Takes the next time step of some streams.
     *
     * @param which numbers of streams, from 0, each once; null for all in order
     * @param inputs {@code [which.length, features]}
     * @param outputs receives {@code [which.length, outputs]}, of each what the model gives after the whole sequence so
     *     far; another array than {@code inputs}
     * @throws IllegalArgumentException where a length is wrong, a number is out of range or named twice, or an input
     *     is not finite
     */
    public void step(int[] which, float[] inputs, float[] outputs) {
        int count = which == null ? count() : which.length;
        requireLength("inputs", Objects.requireNonNull(inputs, "inputs").length, count, layout.features(), "features");
        requireLength("outputs", Objects.requireNonNull(outputs, "outputs").length, count, layout.outputs(), "outputs");
        step(which, count, inputs, outputs);
    }

    /** {@link #step(int[], float[], float[])} in double; a network of precision float rounds the scaled inputs. */
    public void step(int[] which, double[] inputs, double[] outputs) {
        int count = which == null ? count() : which.length;
        requireLength("inputs", Objects.requireNonNull(inputs, "inputs").length, count, layout.features(), "features");
        requireLength("outputs", Objects.requireNonNull(outputs, "outputs").length, count, layout.outputs(), "outputs");
        step(which, count, inputs, outputs);
    }

    /**
     * {@link #step(int[], float[], float[])} of the first {@code count} numbers, inputs and outputs of arrays that may
     * be longer, for callers that keep their arrays while the number of streams changes from step to step.
     */
    public void step(int[] which, int count, float[] inputs, float[] outputs) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(outputs, "outputs");
        turn.begin();
        try {
            int values = require(which, count, inputs.length, outputs.length, inputs == (Object) outputs);
            float[] scaled = inputs;
            if (scaling.isIdentity()) {
                scaling.check(inputs, 0, values);
            } else {
                if (floatInputs.length < values) {
                    floatInputs = new float[values];
                }
                scaled = floatInputs;
                scaling.scale(inputs, 0, values, scaled);
            }
            streams.step(which, count, scaled, outputs);
            if (!readout.isIdentity()) {
                readout.read(outputs, 0, count * layout.outputs());
            }
            count(which, count);
        } finally {
            turn.end();
        }
    }

    /** {@link #step(int[], int, float[], float[])} in double. */
    public void step(int[] which, int count, double[] inputs, double[] outputs) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(outputs, "outputs");
        turn.begin();
        try {
            int values = require(which, count, inputs.length, outputs.length, inputs == (Object) outputs);
            double[] scaled = inputs;
            if (scaling.isIdentity()) {
                scaling.check(inputs, 0, values);
            } else {
                if (doubleInputs.length < values) {
                    doubleInputs = new double[values];
                }
                scaled = doubleInputs;
                scaling.scale(inputs, 0, values, scaled);
            }
            streams.step(which, count, scaled, outputs);
            if (!readout.isIdentity()) {
                readout.read(outputs, 0, count * layout.outputs());
            }
            count(which, count);
        } finally {
            turn.end();
        }
    }

    private static void requireLength(String what, int length, int count, int width, String name) {
        if (length != (long) count * width) {
            throw new IllegalArgumentException(what + " must be of length " + count + " streams * " + width + " " + name
                    + " = " + (long) count * width + " but was of length " + length);
        }
    }

    /** Checks a step before anything changes; gives how many inputs it has. */
    private int require(int[] which, int count, int inputs, int outputs, boolean same) {
        if (same) {
            throw new IllegalArgumentException("outputs must be another array than inputs");
        }
        if (count < 1 || count > (which == null ? count() : Math.min(which.length, count()))) {
            throw new IllegalArgumentException("count must be from 1 to " + (which == null ? count()
                    : Math.min(which.length, count())) + ", the streams that are named, but was " + count);
        }
        if (inputs < (long) count * layout.features() || outputs < (long) count * layout.outputs()) {
            throw new IllegalArgumentException("inputs and outputs must hold " + count + " streams * "
                    + layout.features() + " features and * " + layout.outputs() + " outputs but were of length "
                    + inputs + " and " + outputs);
        }
        return count * layout.features();
    }

    private void count(int[] which, int count) {
        for (int i = 0; i < count; i++) {
            steps[which == null ? i : which[i]]++;
        }
    }

    /** The state of a stream, as a value. */
    public State state(int stream) {
        turn.begin();
        try {
            double[] all = read(stream);
            return new State(Arrays.copyOf(all, stateSize), steps[stream], weights.id());
        } finally {
            turn.end();
        }
    }

    /**
     * Goes on with a stream from a state, of this model on any engine; its static features stay.
     *
     * @throws IllegalArgumentException where the state is of another shape or model (the message names both), or not
     *     finite
     */
    public void restore(int stream, State state) {
        turn.begin();
        try {
            double[] all = read(stream);
            Objects.requireNonNull(state, "state");
            System.arraycopy(state.require(weights), 0, all, 0, stateSize);
            streams.write(stream, all);
            steps[stream] = state.steps();
        } finally {
            turn.end();
        }
    }

    /** Sets the state of a stream to zero, as before its first time step; its static features stay. */
    public void reset(int stream) {
        turn.begin();
        try {
            double[] all = read(stream);
            Arrays.fill(all, 0, stateSize, 0);
            streams.write(stream, all);
            steps[stream] = 0;
        } finally {
            turn.end();
        }
    }

    /** Begins a new sequence with features of its own as a whole. */
    public void reset(int stream, double[] staticFeatures) {
        turn.begin();
        try {
            double[] all = read(stream);
            Arrays.fill(all, 0, stateSize, 0);
            StaticValues.require(staticFeatures, weights, "stream " + stream);
            if (staticFeatures != null) {
                System.arraycopy(staticFeatures, 0, all, stateSize, staticFeatures.length);
            }
            streams.write(stream, all);
            steps[stream] = 0;
        } finally {
            turn.end();
        }
    }

    private double[] read(int stream) {
        double[] all = new double[stateSize + layout.staticFeatures()];
        streams.read(Objects.checkIndex(stream, steps.length), all);
        return all;
    }

    /** How many time steps a stream has seen. */
    public long steps(int stream) {
        turn.begin();
        try {
            return steps[Objects.checkIndex(stream, steps.length)];
        } finally {
            turn.end();
        }
    }

    /**
     * Frees the streams; a second call does nothing.
     *
     * @throws IllegalStateException while another thread is using them
     */
    @Override
    public void close() {
        if (turn.close()) {
            streams.close();
        }
    }
}
