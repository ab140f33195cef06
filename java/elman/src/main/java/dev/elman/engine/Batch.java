package dev.elman.engine;

import java.util.Objects;

/**
 * Sequences to compute outputs of, side by side, with all that may belong to them. The arrays are not copied.
 *
 * @param inputs {@code [count, timeSteps, features]}; what stands behind a sequence's length is never read
 * @param count number of sequences, at least 1
 * @param timeSteps at least 1
 * @param lengths time steps of every sequence, each from 1 to {@code timeSteps}; null where all have {@code timeSteps}
 * @param staticFeatures {@code [count, staticFeatures]}; null where the architecture has none
 * @param initialStates {@code [count, stateSize]}; null for zeros
 */
public record Batch(
        double[] inputs, int count, int timeSteps, int[] lengths, double[] staticFeatures, double[] initialStates) {

    public Batch {
        Objects.requireNonNull(inputs, "inputs");
    }

    /** Sequences of one length and nothing else. */
    public Batch(double[] inputs, int count, int timeSteps) {
        this(inputs, count, timeSteps, null, null, null);
    }
}
