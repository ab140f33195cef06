package dev.elman.reference;

import dev.elman.data.Samples;

/**
 * Samples of a data set: those that an order names, or all of a range.
 *
 * @param order sample numbers; null for the numbers themselves
 * @param from first index into {@code order}, or first sample
 * @param to behind the last
 * @param carried {@code [lanes, stateSize]}: where the lanes of stateful training left off
 */
record SampleSequences(Samples samples, int[] order, int from, int to, double[] carried) implements Sequences {

    /** The sample that is a sequence. */
    int sample(int sequence) {
        return order == null ? from + sequence : order[from + sequence];
    }

    @Override
    public int count() {
        return to - from;
    }

    @Override
    public int timeSteps() {
        return samples.timeSteps();
    }

    @Override
    public int length(int sequence) {
        return samples.length(sample(sequence));
    }

    @Override
    public boolean follows(int sequence, int earlier) {
        return samples.hasLanes() && sample(sequence) / samples.lanes() != sample(earlier) / samples.lanes();
    }

    @Override
    public void load(int sequence, Workspace workspace, int row) {
        int sample = sample(sequence);
        workspace.name(row, sample);
        workspace.load(row, samples.length(sample), samples.values(), samples.inputOffsets()[sample]);
        if (samples.staticFeatures() > 0) {
            workspace.loadStaticFeatures(row, samples.values(), samples.staticOffsets()[sample]);
        }
        if (samples.hasLanes() && sample >= samples.lanes()) {
            workspace.loadState(row, carried, laneOffset(sample));
        } else if (samples.stateSize() > 0) {
            workspace.loadState(row, samples.values(), samples.stateOffsets()[sample]);
        } else {
            workspace.loadState(row, null, 0);
        }
    }

    /** Keeps the states that sequences, which a workspace has computed, hand on to those that continue them. */
    void carry(int first, int end, Workspace workspace) {
        if (samples.hasLanes()) {
            workspace.readStates(samples.carrySteps());
            for (int i = first; i < end; i++) {
                workspace.storeState(i - first, carried, laneOffset(sample(i)));
            }
        }
    }

    private int laneOffset(int sample) {
        return sample % samples.lanes() * (carried.length / samples.lanes());
    }
}
