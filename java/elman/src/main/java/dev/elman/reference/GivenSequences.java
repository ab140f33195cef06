package dev.elman.reference;

import dev.elman.engine.Batch;
import dev.elman.layers.Architecture;

/** The sequences of a caller's {@link Batch}. */
record GivenSequences(Batch batch, Architecture architecture) implements Sequences {

    @Override
    public int count() {
        return batch.count();
    }

    @Override
    public int timeSteps() {
        return batch.timeSteps();
    }

    @Override
    public int length(int sequence) {
        return batch.lengths() == null ? batch.timeSteps() : batch.lengths()[sequence];
    }

    @Override
    public boolean follows(int sequence, int before) {
        return false;
    }

    @Override
    public void load(int sequence, Workspace workspace, int row) {
        int inputSize = batch.timeSteps() * architecture.features();
        workspace.name(row, sequence);
        workspace.load(row, length(sequence), batch.inputs(), sequence * inputSize);
        if (batch.staticFeatures() != null) {
            workspace.loadStaticFeatures(row, batch.staticFeatures(), sequence * architecture.staticFeatures());
        }
        workspace.loadState(row, batch.initialStates(), sequence * architecture.stateSize());
    }
}
