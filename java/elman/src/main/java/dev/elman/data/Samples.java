package dev.elman.data;

import java.util.Arrays;
import java.util.Objects;

/**
 * A data set as an engine takes it: flat values, and for every sample where its parts begin in them. Overlapping
 * windows share their values. The arrays are not copied; they must not change. An empty array of offsets stands for a
 * part that is not there.
 *
 * <p>Sample {@code i} is the input {@code values[inputOffsets[i] ..]} of {@code [length(i), features]} in row-major
 * order, and where there are targets the target {@code values[targetOffsets[i] ..]} of {@code [1, outputs]}, or of
 * {@code [length(i), outputs]} where there is one for every time step. What lies between the parts is never read.
 *
 * @param values all values; finite wherever a part lies
 * @param timeSteps length of the longest sample at most, at least 1
 * @param features values per time step, at least 1
 * @param inputOffsets where each sample's input begins
 * @param lengths the time steps of every sample, each from 1 to {@code timeSteps}; empty where all have
 *     {@code timeSteps}
 * @param targetSteps time steps for which there is a target: 1, or {@code timeSteps} for every step of a sample; 0
 *     where there are no targets
 * @param outputs values per target; 0 where there are no targets
 * @param targetOffsets where each sample's target begins
 * @param weightOffsets where each sample's weights begin: one, at least 0, for every time step of its target; where it
 *     is 0 the target of that time step is not looked at
 * @param staticFeatures features that a sample has as a whole; 0 for none
 * @param staticOffsets where each sample's static features begin
 * @param stateSize the length of an initial state, that of {@link dev.elman.layers.Architecture#stateSize()}; 0 for
 *     none
 * @param stateOffsets where the state begins that each sample begins with
 * @param lanes how many sequences go side by side through stateful training: sample {@code i} continues sample
 *     {@code i - lanes}; 0 where every sample stands for itself
 * @param carrySteps after how many of its time steps a sample is continued, from 1 to {@code timeSteps}; 0 without
 *     lanes
 */
public record Samples(
        double[] values,
        int timeSteps,
        int features,
        int[] inputOffsets,
        int[] lengths,
        int targetSteps,
        int outputs,
        int[] targetOffsets,
        int[] weightOffsets,
        int staticFeatures,
        int[] staticOffsets,
        int stateSize,
        int[] stateOffsets,
        int lanes,
        int carrySteps) {

    private static final int[] NONE = {};

    public Samples {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(inputOffsets, "inputOffsets");
        Objects.requireNonNull(lengths, "lengths");
        Objects.requireNonNull(targetOffsets, "targetOffsets");
        Objects.requireNonNull(weightOffsets, "weightOffsets");
        Objects.requireNonNull(staticOffsets, "staticOffsets");
        Objects.requireNonNull(stateOffsets, "stateOffsets");
        require(timeSteps >= 1, "timeSteps must be at least 1 but was " + timeSteps);
        require(features >= 1, "features must be at least 1 but was " + features);
        int count = inputOffsets.length;
        boolean targets = targetSteps != 0;
        require(!targets || targetSteps == 1 || targetSteps == timeSteps,
                "targetSteps must be 1 or timeSteps (" + timeSteps + ") but was " + targetSteps);
        require(targets == outputs > 0,
                "outputs must be at least 1 where there are targets, else 0, but was " + outputs);
        requireCount(lengths, lengths.length > 0, count, "lengths");
        for (int i = 0; i < lengths.length; i++) {
            require(lengths[i] >= 1 && lengths[i] <= timeSteps, "the length of sample " + i + " must be from 1 to "
                    + timeSteps + ", the time steps, but was " + lengths[i]);
        }
        requireCount(targetOffsets, targets, count, "targetOffsets");
        requireCount(weightOffsets, weightOffsets.length > 0, count, "weightOffsets");
        require(targets || weightOffsets.length == 0, "weights are of targets, but there are no targets");
        requireCount(staticOffsets, staticFeatures > 0, count, "staticOffsets");
        requireCount(stateOffsets, stateSize > 0, count, "stateOffsets");
        require(lanes >= 0 && (lanes == 0 || count % lanes == 0),
                "the number of samples, " + count + ", must be a multiple of the lanes, " + lanes);
        require(lanes == 0 ? carrySteps == 0 : carrySteps >= 1 && carrySteps <= timeSteps,
                "carrySteps must be from 1 to timeSteps (" + timeSteps + ") where there are lanes, else 0, but was "
                        + carrySteps);
        for (int i = 0; i < count; i++) {
            long steps = lengths.length == 0 ? timeSteps : lengths[i];
            long targetsOf = targetSteps == 1 ? 1 : steps;
            requireInside(inputOffsets, i, steps * features, values.length, "input");
            requireInside(targetOffsets, i, targetsOf * outputs, values.length, "target");
            requireInside(weightOffsets, i, targetsOf, values.length, "weights");
            requireInside(staticOffsets, i, staticFeatures, values.length, "static features");
            requireInside(stateOffsets, i, stateSize, values.length, "initial state");
            require(lanes == 0 || i + lanes >= count || steps >= carrySteps, "sample " + i + " is continued after "
                    + carrySteps + " time steps but has " + steps);
        }
    }

    /** Samples of one length, with or without targets, and nothing else. */
    public Samples(double[] values, int timeSteps, int features, int[] inputOffsets, int targetSteps, int outputs,
            int[] targetOffsets) {
        this(values, timeSteps, features, inputOffsets, NONE, targetSteps, outputs, targetOffsets, NONE, 0, NONE, 0,
                NONE, 0, 0);
    }

    /** The same places in other values, which begin with these. */
    public Samples withValues(double[] values) {
        return new Samples(values, timeSteps, features, inputOffsets, lengths, targetSteps, outputs, targetOffsets,
                weightOffsets, staticFeatures, staticOffsets, stateSize, stateOffsets, lanes, carrySteps);
    }

    /** The same samples with a number of time steps each. */
    public Samples withLengths(int[] lengths) {
        return new Samples(values, timeSteps, features, inputOffsets, lengths, targetSteps, outputs, targetOffsets,
                weightOffsets, staticFeatures, staticOffsets, stateSize, stateOffsets, lanes, carrySteps);
    }

    /** The same samples with weights of their targets. */
    public Samples withWeights(int[] weightOffsets) {
        return new Samples(values, timeSteps, features, inputOffsets, lengths, targetSteps, outputs, targetOffsets,
                weightOffsets, staticFeatures, staticOffsets, stateSize, stateOffsets, lanes, carrySteps);
    }

    /** The same samples with static features. */
    public Samples withStaticFeatures(int staticFeatures, int[] staticOffsets) {
        return new Samples(values, timeSteps, features, inputOffsets, lengths, targetSteps, outputs, targetOffsets,
                weightOffsets, staticFeatures, staticOffsets, stateSize, stateOffsets, lanes, carrySteps);
    }

    /** The same samples with an initial state each. */
    public Samples withInitialStates(int stateSize, int[] stateOffsets) {
        return new Samples(values, timeSteps, features, inputOffsets, lengths, targetSteps, outputs, targetOffsets,
                weightOffsets, staticFeatures, staticOffsets, stateSize, stateOffsets, lanes, carrySteps);
    }

    /** The same samples following one another in lanes. */
    public Samples withLanes(int lanes, int carrySteps) {
        return new Samples(values, timeSteps, features, inputOffsets, lengths, targetSteps, outputs, targetOffsets,
                weightOffsets, staticFeatures, staticOffsets, stateSize, stateOffsets, lanes, carrySteps);
    }

    /** The same values with other places in them: samples {@code from} to {@code to - 1}. Lanes are given up. */
    public Samples slice(int from, int to) {
        return new Samples(values, timeSteps, features, cut(inputOffsets, from, to), cut(lengths, from, to),
                targetSteps, outputs, cut(targetOffsets, from, to), cut(weightOffsets, from, to), staticFeatures,
                cut(staticOffsets, from, to), stateSize, cut(stateOffsets, from, to), 0, 0);
    }

    private static int[] cut(int[] offsets, int from, int to) {
        return offsets.length == 0 ? offsets : Arrays.copyOfRange(offsets, from, to);
    }

    /** The number of samples. */
    public int count() {
        return inputOffsets.length;
    }

    /** The number of time steps of a sample. */
    public int length(int sample) {
        return lengths.length == 0 ? timeSteps : lengths[sample];
    }

    /** Whether there are targets to learn from or to compare with. */
    public boolean hasTargets() {
        return targetSteps != 0;
    }

    /** Whether samples continue one another. */
    public boolean hasLanes() {
        return lanes != 0;
    }

    /** The number of time steps of a sample's target; 0 where there are no targets. */
    public int targetSteps(int sample) {
        return targetSteps <= 1 ? targetSteps : length(sample);
    }

    /** The weight of a time step of a sample's target: 1 where there are no weights. */
    public double weight(int sample, int step) {
        return weightOffsets.length == 0 ? 1 : values[weightOffsets[sample] + step];
    }

    /** How many time steps of a sample's target count in the mean of a loss: those whose weight is not zero. */
    public int lossSteps(int sample) {
        int steps = targetSteps(sample);
        if (weightOffsets.length == 0) {
            return steps;
        }
        int counting = 0;
        for (int step = 0; step < steps; step++) {
            counting += weight(sample, step) != 0 ? 1 : 0;
        }
        return counting;
    }

    /** {@link #lossSteps(int)} of the samples {@code order[from], ..., order[to - 1]} together. */
    public long lossSteps(int[] order, int from, int to) {
        if (weightOffsets.length == 0 && (lengths.length == 0 || targetSteps <= 1)) {
            return (long) targetSteps * (to - from);
        }
        long counting = 0;
        for (int i = from; i < to; i++) {
            counting += lossSteps(order[i]);
        }
        return counting;
    }

    private static void requireCount(int[] offsets, boolean there, int count, String name) {
        require(offsets.length == (there ? count : 0), "there must be as many " + name + " as inputOffsets ("
                + (there ? count : 0) + ") but there were " + offsets.length);
    }

    private static void requireInside(int[] offsets, int sample, long length, int available, String what) {
        if (offsets.length > 0) {
            require(offsets[sample] >= 0 && offsets[sample] + length <= available,
                    "the " + what + " of sample " + sample + " takes values " + offsets[sample] + " to "
                            + (offsets[sample] + length - 1) + " but there are " + available);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
