package dev.elman.engine;

/**
 * A data set that an engine holds, resident once and shared by any number of its networks and threads. Never changes.
 */
public interface Data extends AutoCloseable {

    /** The number of samples. */
    int count();

    /**
     * Frees the data; a second call does nothing.
     *
     * @throws IllegalStateException while a network is using it
     */
    @Override
    void close();
}
