package dev.elman.reference;

import dev.elman.data.Samples;

/** Where the lanes of stateful training, or of evaluation, left off: a state for each lane, none before any was. */
final class CarriedStates {

    private static final double[] NONE = {};

    private final int stateSize;
    private double[] states = NONE;

    CarriedStates(int stateSize) {
        this.stateSize = stateSize;
    }

    /** The states {@code [lanes, stateSize]} as they are, of however many lanes. */
    synchronized double[] states() {
        return states;
    }

    /** The states of a data set's lanes; zeros where those that there are belong to another number of lanes. */
    synchronized double[] of(Samples samples) {
        int length = Math.multiplyExact(samples.lanes(), stateSize);
        if (samples.hasLanes() && states.length != length) {
            states = new double[length];
        }
        return states;
    }

    /** Replaces the states by those of any number of lanes. */
    synchronized void set(double[] source) {
        if (source.length > 0 && (stateSize == 0 || source.length % stateSize != 0)) {
            throw new IllegalArgumentException("carried states must be [lanes, " + stateSize
                    + "] values, a multiple of the state's size, but the array has " + source.length);
        }
        states = source.clone();
    }
}
