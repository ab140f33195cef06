package dev.elman.engine;

import java.util.Objects;

/**
 * A data set as an engine takes it: flat values, and for every sample where its input and its target begin in them.
 * Overlapping windows share their values.
 *
 * <p>Sample {@code i} is the input {@code values[inputOffsets[i] ..]} of {@code [timeSteps, features]} in row-major
 * order and, where there are targets, the target {@code values[targetOffsets[i] ..]} of {@code [targetSteps, outputs]}.
 * The arrays are not copied; they must not change while an engine opens them.
 *
 * @param values all values, finite
 * @param timeSteps length of every sample, at least 1
 * @param features values per time step, at least 1
 * @param inputOffsets where each sample's input begins
 * @param targetSteps time steps for which there is a target: 1 or {@code timeSteps}; 0 where there are no targets
 * @param outputs values per target; 0 where there are no targets
 * @param targetOffsets where each sample's target begins, as many as {@code inputOffsets}; empty where there are none
 */
public record Samples(
        double[] values,
        int timeSteps,
        int features,
        int[] inputOffsets,
        int targetSteps,
        int outputs,
        int[] targetOffsets) {

    public Samples {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(inputOffsets, "inputOffsets");
        Objects.requireNonNull(targetOffsets, "targetOffsets");
        require(timeSteps >= 1, "timeSteps must be at least 1 but was " + timeSteps);
        require(features >= 1, "features must be at least 1 but was " + features);
        boolean targets = targetSteps != 0;
        require(!targets || targetSteps == 1 || targetSteps == timeSteps,
                "targetSteps must be 1 or timeSteps (" + timeSteps + ") but was " + targetSteps);
        require(targets == outputs > 0, "outputs must be at least 1 where there are targets, else 0, but was " + outputs);
        require(targetOffsets.length == (targets ? inputOffsets.length : 0),
                "there must be as many targetOffsets as inputOffsets (" + inputOffsets.length + ") but there were "
                        + targetOffsets.length);
        requireInside(inputOffsets, (long) timeSteps * features, values.length, "input");
        requireInside(targetOffsets, (long) targetSteps * outputs, values.length, "target");
    }

    /** The number of samples. */
    public int count() {
        return inputOffsets.length;
    }

    /** Whether there are targets to learn from or to compare with. */
    public boolean hasTargets() {
        return targetSteps != 0;
    }

    private static void requireInside(int[] offsets, long length, int available, String what) {
        for (int sample = 0; sample < offsets.length; sample++) {
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
