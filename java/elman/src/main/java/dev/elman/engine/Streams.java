package dev.elman.engine;

/**
 * The states of sequences that go on without an end, and the weights of the network that opened them, as they were
 * then. All states are zero at first. For one thread at a time: a call that finds another at work throws
 * {@link IllegalStateException}, and so does every call but {@code close} after {@link #close}.
 *
 * <p>What belongs to a stream is its state, {@link dev.elman.layers.Architecture#stateSize()} values laid out as
 * {@link dev.elman.layers.Architecture#stateParts()}, then its static features.
 */
public interface Streams extends AutoCloseable {

    /** The number of streams. */
    int count();

    /**
     * Takes one time step of some streams. No allocation once so many have been stepped together.
     *
     * @param streams numbers of streams, each at most once; null for streams 0 to {@code count - 1}
     * @param count how many of them, at least 1; the arrays may be longer than so many take
     * @param inputs {@code [count, features]}
     * @param outputs receives {@code [count, outputs]}: of each what the network gives for the whole sequence until
     *     here (at its last time step)
     */
    void step(int[] streams, int count, float[] inputs, float[] outputs);

    /**
     * {@link #step(int[], int, float[], float[])} in double; a network of {@link Precision#FLOAT} rounds the inputs.
     */
    void step(int[] streams, int count, double[] inputs, double[] outputs);

    /** Copies state and static features of a stream out; {@code destination} has exactly their length. */
    void read(int stream, double[] destination);

    /** Sets state and static features of a stream; {@code source} has exactly their length. */
    void write(int stream, double[] source);

    /**
     * Frees the streams; a second call does nothing.
     *
     * @throws IllegalStateException while another thread is using them
     */
    @Override
    void close();
}
