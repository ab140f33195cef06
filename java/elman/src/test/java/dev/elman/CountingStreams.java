package dev.elman;

import dev.elman.engine.Streams;

/** Streams of one feature and one output whose first value of state is the sum of what went in, and the output. */
final class CountingStreams implements Streams {

    private final double[][] states;
    private boolean closed;

    CountingStreams(int count, int stateSize) {
        states = new double[count][stateSize];
        CountingEngine.OPEN_STREAMS.incrementAndGet();
    }

    @Override
    public int count() {
        return states.length;
    }

    @Override
    public void step(int[] streams, int count, float[] inputs, float[] outputs) {
        CountingEngine.passGate();
        for (int i = 0; i < count; i++) {
            double[] state = states[streams == null ? i : streams[i]];
            state[0] += inputs[i];
            outputs[i] = (float) state[0];
        }
    }

    @Override
    public void step(int[] streams, int count, double[] inputs, double[] outputs) {
        CountingEngine.passGate();
        for (int i = 0; i < count; i++) {
            double[] state = states[streams == null ? i : streams[i]];
            state[0] += inputs[i];
            outputs[i] = state[0];
        }
    }

    @Override
    public void read(int stream, double[] destination) {
        System.arraycopy(states[stream], 0, destination, 0, states[stream].length);
    }

    @Override
    public void write(int stream, double[] source) {
        System.arraycopy(source, 0, states[stream], 0, states[stream].length);
    }

    @Override
    public void close() {
        if (closed) {
            throw new IllegalStateException("closed twice");
        }
        closed = true;
        CountingEngine.OPEN_STREAMS.decrementAndGet();
    }
}
