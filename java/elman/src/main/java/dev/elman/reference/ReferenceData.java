package dev.elman.reference;

import dev.elman.data.Samples;
import dev.elman.engine.Data;
import dev.elman.engine.Precision;

/** A data set as the reference engine holds it: a copy of the flat values and offsets. */
final class ReferenceData implements Data {

    private final Samples samples;
    private final Precision precision;
    private int users;
    private boolean closed;

    ReferenceData(Samples given, Precision precision) {
        this.precision = precision;
        samples = new Samples(
                given.values().clone(),
                given.timeSteps(),
                given.features(),
                given.inputOffsets().clone(),
                given.lengths().clone(),
                given.targetSteps(),
                given.outputs(),
                given.targetOffsets().clone(),
                given.weightOffsets().clone(),
                given.staticFeatures(),
                given.staticOffsets().clone(),
                given.stateSize(),
                given.stateOffsets().clone(),
                given.lanes(),
                given.carrySteps());
    }

    @Override
    public int count() {
        return samples.count();
    }

    /** The precision that was asked for. */
    Precision precision() {
        return precision;
    }

    /** The samples, for use until {@link #leave()}. */
    synchronized Samples enter() {
        if (closed) {
            throw new IllegalStateException("the data set is closed");
        }
        users++;
        return samples;
    }

    synchronized void leave() {
        users--;
    }

    @Override
    public synchronized void close() {
        if (users > 0) {
            throw new IllegalStateException("the data set is in use by a network");
        }
        closed = true;
    }
}
