package dev.elman.reference;

import java.util.Arrays;

/**
 * A batch of sequences, time step by time step: {@code at(t)} is the matrix {@code [batch, width]} of step {@code t},
 * row after row. (Users' arrays are batch first; a recurrent network walks through time, so here time comes first.)
 */
final class Sequence {

    private final double[][] steps;

    private Sequence(double[][] steps) {
        this.steps = steps;
    }

    /** Zeros for the given number of time steps, each a matrix {@code [batch, width]}. */
    static Sequence zeros(int timeSteps, int batch, int width) {
        return new Sequence(new double[timeSteps][Math.multiplyExact(batch, width)]);
    }

    /** Copies one step to a step of another sequence of the same width. */
    void copyStep(int t, Sequence other, int otherStep) {
        System.arraycopy(steps[t], 0, other.steps[otherStep], 0, steps[t].length);
    }

    /** How many time steps there is room for. */
    int timeSteps() {
        return steps.length;
    }

    double[] at(int t) {
        return steps[t];
    }

    /** Sets the given steps to zero. */
    void clear(int from, int to) {
        for (int t = from; t < to; t++) {
            Arrays.fill(steps[t], 0);
        }
    }
}
