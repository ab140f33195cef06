package dev.elman.data;

import java.util.Arrays;

/** What samples may have besides inputs and targets: checked, put behind their values, and pointed to. */
final class SampleParts {

    private SampleParts() {}

    /** Some of the samples. */
    static Samples slice(Samples samples, int from, int to) {
        if (samples.hasLanes()) {
            throw new DataException("chunks continue one another and cannot be parted; split the series or the tokens,"
                    + " then cut each part into chunks");
        }
        if (from < 0 || to > samples.count() || from >= to) {
            throw new DataException("samples " + from + " to " + to + " (excluded) are no part of a data set of "
                    + samples.count() + " samples");
        }
        return samples.slice(from, to);
    }

    /** The samples cut to so many time steps each. */
    static Samples lengths(Samples samples, int[] lengths) {
        requireCount(samples, "lengths", lengths == null ? -1 : lengths.length, samples.count());
        for (int sample = 0; sample < lengths.length; sample++) {
            SampleArrays.requireLength(sample, lengths[sample], samples.length(sample));
        }
        return samples.withLengths(lengths.clone());
    }

    /** The samples without the time steps where {@code mask[sample][step]} is false. */
    static Samples masked(Samples samples, boolean[][] mask) {
        requireCount(samples, "rows of mask", mask == null ? -1 : mask.length, samples.count());
        int[] lengths = new int[mask.length];
        long moved = 0;
        for (int sample = 0; sample < mask.length; sample++) {
            lengths[sample] = kept(sample, samples.length(sample), samples.timeSteps(), mask[sample]);
            if (!isPrefix(mask[sample], lengths[sample])) {
                moved += lengths[sample] * valuesPerStep(samples);
            }
        }
        if (moved == 0) {
            return samples.withLengths(lengths);
        }
        double[] values = grown(samples, moved);
        int[] inputs = samples.inputOffsets().clone();
        int[] targets = samples.targetOffsets().clone();
        int[] weights = samples.weightOffsets().clone();
        int at = samples.values().length;
        for (int sample = 0; sample < mask.length; sample++) {
            if (isPrefix(mask[sample], lengths[sample])) {
                continue;
            }
            at = compact(values, inputs, sample, samples.features(), mask[sample], samples.length(sample), at);
            if (samples.targetSteps() > 1) {
                at = compact(values, targets, sample, samples.outputs(), mask[sample], samples.length(sample), at);
                if (weights.length > 0) {
                    at = compact(values, weights, sample, 1, mask[sample], samples.length(sample), at);
                }
            }
        }
        return new Samples(values, samples.timeSteps(), samples.features(), inputs, lengths, samples.targetSteps(),
                samples.outputs(), targets, weights, samples.staticFeatures(), samples.staticOffsets(),
                samples.stateSize(), samples.stateOffsets(), samples.lanes(), samples.carrySteps());
    }

    /**
     * How many time steps of a sample stay.
     *
     * @param longest the time steps up to which masks may be padded
     */
    static int kept(int sample, int length, int longest, boolean[] mask) {
        if (mask == null || mask.length < length || mask.length > longest) {
            throw new DataException("mask[" + sample + "] must have one value for each of the " + length
                    + " time steps of its sample but " + (mask == null ? "is null" : "has " + mask.length));
        }
        int kept = 0;
        for (int step = 0; step < length; step++) {
            kept += mask[step] ? 1 : 0;
        }
        if (kept == 0) {
            throw new DataException("sample " + sample + " (from 0) is masked whole: of its " + length
                    + " time steps at least one must stay; leave the sample out");
        }
        return kept;
    }

    private static boolean isPrefix(boolean[] mask, int kept) {
        for (int step = 0; step < kept; step++) {
            if (!mask[step]) {
                return false;
            }
        }
        return true;
    }

    private static long valuesPerStep(Samples samples) {
        long targets = samples.targetSteps() > 1 ? samples.outputs() : 0;
        return samples.features() + targets + (targets > 0 && samples.weightOffsets().length > 0 ? 1 : 0);
    }

    /** Copies the rows that stay to {@code values[at ..]} and points there; gives the place behind them. */
    private static int compact(
            double[] values, int[] offsets, int sample, int width, boolean[] mask, int length, int at) {
        int to = at;
        for (int step = 0; step < length; step++) {
            if (mask[step]) {
                System.arraycopy(values, offsets[sample] + step * width, values, to, width);
                to += width;
            }
        }
        offsets[sample] = at;
        return to;
    }

    /** The samples with weights for every time step of their targets, times those they have. */
    static Samples weights(Samples samples, double[][] weights) {
        if (!samples.hasTargets()) {
            throw new DataException("weights are of targets, but the samples have none");
        }
        requireCount(samples, "rows of weights", weights == null ? -1 : weights.length, samples.count());
        long count = 0;
        boolean counts = false;
        for (int sample = 0; sample < weights.length; sample++) {
            int steps = samples.targetSteps(sample);
            requireRow("weights", weights[sample], sample, steps, "the time steps of its target");
            for (int step = 0; step < steps; step++) {
                double weight = weights[sample][step];
                if (weight < 0) {
                    throw new DataException("weights must be at least 0 but that of sample " + sample
                            + ", time step " + step + " (from 0) is " + weight);
                }
                counts |= weight * samples.weight(sample, step) != 0;
            }
            count += steps;
        }
        if (!counts) {
            throw new DataException("every weight is 0, so that there would be nothing to learn from");
        }
        double[] values = grown(samples, count);
        int[] offsets = new int[weights.length];
        int at = samples.values().length;
        for (int sample = 0; sample < weights.length; sample++) {
            offsets[sample] = at;
            for (int step = 0; step < samples.targetSteps(sample); step++) {
                values[at++] = weights[sample][step] * samples.weight(sample, step);
            }
        }
        return samples.withValues(values).withWeights(offsets);
    }

    /** The samples with one weight each, times those they have. */
    static Samples weights(Samples samples, double[] weights) {
        requireCount(samples, "weights", weights == null ? -1 : weights.length, samples.count());
        double[][] rows = new double[weights.length][];
        for (int sample = 0; sample < rows.length; sample++) {
            rows[sample] = new double[samples.targetSteps(sample)];
            Arrays.fill(rows[sample], weights[sample]);
        }
        return weights(samples, rows);
    }

    /** The samples with features that each has as a whole. */
    static Samples staticFeatures(Samples samples, double[][] features) {
        int width = width("staticFeatures", features);
        int[] offsets = rows(samples, "staticFeatures", features, width);
        return samples.withValues(appended(samples, features, width)).withStaticFeatures(width, offsets);
    }

    /** The samples with a state that each begins with. */
    static Samples initialStates(Samples samples, double[][] states) {
        int width = width("initialStates", states);
        int[] offsets = rows(samples, "initialStates", states, width);
        return samples.withValues(appended(samples, states, width)).withInitialStates(width, offsets);
    }

    private static int width(String what, double[][] rows) {
        if (rows == null || rows.length == 0 || rows[0] == null || rows[0].length == 0) {
            throw new DataException(what + " must hold at least one row of at least one value");
        }
        return rows[0].length;
    }

    /** Where each sample's row will stand: there is one for each sample, or for each lane. */
    private static int[] rows(Samples samples, String what, double[][] rows, int width) {
        if (rows.length != samples.lanes() || !samples.hasLanes()) {
            requireCount(samples, "rows of " + what, rows.length, samples.count());
        }
        for (int row = 0; row < rows.length; row++) {
            requireRow(what, rows[row], row, width, "the first row");
        }
        int[] offsets = new int[samples.count()];
        for (int sample = 0; sample < offsets.length; sample++) {
            offsets[sample] = samples.values().length + sample % rows.length * width;
        }
        return offsets;
    }

    private static double[] appended(Samples samples, double[][] rows, int width) {
        double[] values = grown(samples, (long) rows.length * width);
        int at = samples.values().length;
        for (double[] row : rows) {
            System.arraycopy(row, 0, values, at, width);
            at += width;
        }
        return values;
    }

    private static double[] grown(Samples samples, long more) {
        double[] values = samples.values();
        return Arrays.copyOf(values, Sizes.array("values of the samples", values.length + more));
    }

    private static void requireRow(String what, double[] row, int index, int length, String of) {
        if (row == null || row.length != length) {
            throw new DataException(what + "[" + index + "] must have " + length + " values, as " + of
                    + ", but " + (row == null ? "is null" : "has " + row.length));
        }
        for (int i = 0; i < length; i++) {
            if (!Double.isFinite(row[i])) {
                throw new DataException(what + "[" + index + "][" + i + "] must be finite but is " + row[i]);
            }
        }
    }

    private static void requireCount(Samples samples, String what, int count, int expected) {
        if (count != expected) {
            throw new DataException("there must be as many " + what + " as samples, " + expected + ", but "
                    + (count < 0 ? "they are null" : "there are " + count)
                    + (samples.hasLanes() ? "; or, where they belong to lanes, " + samples.lanes() : ""));
        }
    }
}
