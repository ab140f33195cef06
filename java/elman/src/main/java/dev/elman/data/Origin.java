package dev.elman.data;

import java.util.BitSet;
import java.util.Objects;

/**
 * Where samples come from: what to call them, and what was known before their targets.
 *
 * @param series the series that windows or chunks were cut from; null where the data came as arrays
 * @param missing places in the values that are missing; no window sees them, but a naive forecast has to look past them
 * @param first the number, in the data set that this one was cut from, of the first sample
 */
record Origin(TimeSeries series, BitSet missing, int first) {

    /** Samples that came as arrays. */
    static final Origin ARRAYS = new Origin(null, new BitSet(), 0);

    /** Samples over a series, of which these values are missing. */
    static Origin of(TimeSeries series, BitSet missing) {
        return new Origin(series, missing, 0);
    }

    Origin slice(int from) {
        return new Origin(series, missing, first + from);
    }

    boolean isSeries() {
        return series != null;
    }

    /** That lengths or masks can be said of the samples, whose padding is not known otherwise. */
    void requireArrays(Samples samples, String what) {
        if (isSeries() || samples.hasLanes()) {
            throw new DataException(what + " are for data sets of arrays; " + (samples.hasLanes()
                    ? "every chunk has all its time steps" : "every window over a series has all its time steps"));
        }
    }

    String label(Samples samples, int horizon, int sample, int step) {
        int input = samples.inputOffsets()[Objects.checkIndex(sample, samples.count())];
        if (!isSeries()) {
            Objects.checkIndex(step, Math.max(1, samples.targetSteps(sample)));
            return String.valueOf(first + sample + 1);
        }
        int row = input / samples.features();
        return samples.hasLanes()
                ? series.label(row + 1 + Objects.checkIndex(step, samples.timeSteps()))
                : series.label(row + samples.timeSteps() + Objects.checkIndex(step, horizon));
    }

    /** The last value known before the row of an output, of the same target. */
    double naive(Samples samples, int targets, int sample, int output) {
        if (!isSeries()) {
            throw new IllegalStateException("only windows over a series have a naive forecast");
        }
        int outputs = samples.outputs();
        int step = Objects.checkIndex(output, samples.targetSteps(sample) * outputs) / outputs;
        int at = samples.targetOffsets()[sample] + step * outputs - targets + output % targets;
        while (missing.get(at)) {
            at -= targets;
        }
        return samples.values()[at];
    }
}
