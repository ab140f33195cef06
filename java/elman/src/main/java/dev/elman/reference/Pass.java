package dev.elman.reference;

import java.util.Arrays;

/**
 * A batch of sequences, all of one length, on its way through the layers, and what belongs to it beside its inputs. A
 * workspace has one and uses it again and again.
 */
final class Pass {

    /** The flat parameter vector. */
    double[] parameters;
    /** How many sequences there are. */
    int batch;
    /** How many time steps each of them has. */
    int timeSteps;
    /** What dropout draws its masks from; null where nothing is dropped. */
    Draws draws;
    /** The number of every sequence: of a sample in its data set. */
    final int[] numbers;
    /** {@code [batch, staticFeatures]}. */
    final double[] staticFeatures;
    /** {@code [batch, stateSize]}: the states before the first time step. */
    final double[] initialStates;
    final int stateSize;

    Pass(int capacity, int staticFeatures, int stateSize) {
        this.stateSize = stateSize;
        numbers = new int[capacity];
        this.staticFeatures = new double[Math.multiplyExact(capacity, staticFeatures)];
        initialStates = new double[Math.multiplyExact(capacity, stateSize)];
    }

    /** Copies one vector of state, which begins at {@code offset} of every sequence's, to {@code [batch, units]}. */
    void initialState(int offset, int units, double[] destination) {
        for (int row = 0; row < batch; row++) {
            System.arraycopy(initialStates, row * stateSize + offset, destination, row * units, units);
        }
    }

    /** The opposite for states behind a step: from {@code [batch, units]} into {@code states[batch, stateSize]}. */
    void finalState(int offset, int units, double[] source, double[] states) {
        for (int row = 0; row < batch; row++) {
            System.arraycopy(source, row * units, states, row * stateSize + offset, units);
        }
    }

    /**
     * Draws {@code mask[batch, width]}; ones where nothing is dropped.
     *
     * @param first the number of the mask's first value: 0 where there is one mask for all time steps
     */
    void drawMask(int layer, int site, double rate, long first, int width, double[] mask) {
        if (draws == null || rate == 0) {
            Arrays.fill(mask, 1);
            return;
        }
        draws.mask(rate, layer, site, first, width, batch, mask);
    }
}
