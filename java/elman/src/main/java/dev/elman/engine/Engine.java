package dev.elman.engine;

import dev.elman.data.Samples;
import dev.elman.layers.Architecture;

/**
 * An implementation of the arithmetic: the one door between the library and what computes. Found by {@link Engines}
 * through {@link java.util.ServiceLoader}; a provider's constructor does nothing, and what can fail fails in
 * {@link #openData} and {@link #openNetwork}.
 */
public interface Engine {

    /** The name by which it is asked for, such as {@code native} or {@code reference}. */
    String name();

    /** The version of Elman that it was built with; must be the library's own. */
    String version();

    /**
     * One line on what computes: kernels, BLAS and its version. Loads what is to be loaded.
     *
     * @throws EngineException where it cannot be loaded; the message says why and what to do
     */
    String description();

    /**
     * Makes a data set resident.
     *
     * @param precision the precision of the networks that will use it
     * @throws EngineException where the engine cannot be loaded
     * @throws OutOfMemoryError where there is not enough memory
     */
    Data openData(Samples samples, Precision precision);

    /**
     * Opens a network, its parameters and optimizer state zero.
     *
     * @param objective what training minimises, or null for a network that only predicts
     * @throws EngineException where the engine cannot be loaded
     * @throws OutOfMemoryError where there is not enough memory
     */
    Network openNetwork(Architecture architecture, Precision precision, Objective objective);
}
