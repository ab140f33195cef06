package dev.elman.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * How samples are cut from a series: an input of {@code lookBack} rows, directly after it {@code horizon} rows to
 * predict, the next window {@code stride} rows further on. Never changes; each setting returns a new value.
 *
 * <pre>{@code
 * Dataset train = Windows.lookBack(12).stride(12).over(split.train(), scaler);
 * }</pre>
 */
public final class Windows {

    private final int lookBack;
    private final int stride;
    private final int horizon;
    private final List<String> features;
    private final List<String> targets;

    private Windows(int lookBack, int stride, int horizon, List<String> features, List<String> targets) {
        this.lookBack = Sizes.positive("lookBack", lookBack);
        this.stride = Sizes.positive("stride", stride);
        this.horizon = Sizes.positive("horizon", horizon);
        this.features = features;
        this.targets = targets;
        Sizes.sum("rows of one window, lookBack + horizon", lookBack, horizon);
    }

    /**
     * Windows of {@code timeSteps} input rows; stride 1, horizon 1, all columns of the series are features, all
     * features are targets.
     *
     * @param timeSteps at least 1
     */
    public static Windows lookBack(int timeSteps) {
        return new Windows(timeSteps, 1, 1, null, null);
    }

    /** The windows of a model's inputs and outputs, with stride 1. */
    public static Windows of(Schema schema) {
        return new Windows(schema.lookBack(), 1, schema.horizon(), schema.features(), schema.targets());
    }

    /** Rows from one window to the next, at least 1. */
    public Windows stride(int rows) {
        return new Windows(lookBack, rows, horizon, features, targets);
    }

    /** Rows to predict at once, at least 1. */
    public Windows horizon(int rows) {
        return new Windows(lookBack, stride, rows, features, targets);
    }

    /** The input columns, in order; without this, all columns of the series. */
    public Windows features(String... columns) {
        return new Windows(lookBack, stride, horizon, Names.some("features", columns), targets);
    }

    /** The columns to predict, in order; without this, the features. */
    public Windows targets(String... columns) {
        return new Windows(lookBack, stride, horizon, features, Names.some("targets", columns));
    }

    /** The rows of a series that one window takes: look-back and horizon. */
    public int rowsNeeded() {
        return lookBack + horizon;
    }

    /** The windows over a series whose values are used as they are. */
    public Dataset over(TimeSeries series) {
        return over(series, null);
    }

    /**
     * The windows over a series, scaled. A window that would see a missing value (only a series made under
     * {@link Missing#DROP_WINDOWS} or {@link Missing#FORWARD_FILL} has some) is left out: one in its input, among its
     * targets, or a target that is unknown in every row before it, for then there is no naive forecast to compare with.
     *
     * @param series the series, or one part of a split
     * @param scaler the scaler of all features and targets; null for values as they are
     * @throws DataException where the series is too short for one window, a column is not there, every window would
     *         see a missing value, or there are more values than an array holds
     */
    public Dataset over(TimeSeries series, Scaler scaler) {
        Objects.requireNonNull(series, "series");
        List<String> inputs = features == null ? series.names() : features;
        List<String> outputs = targets == null ? inputs : targets;
        Schema schema = new Schema(inputs, outputs, lookBack, horizon, scaler);
        int rows = series.length();
        if (rows < rowsNeeded()) {
            throw new DataException("one window needs " + rowsNeeded() + " rows (look-back " + lookBack + " + horizon "
                    + horizon + ") but there are " + rows);
        }
        SeriesValues values = SeriesValues.of(series, inputs, outputs, scaler);
        BitSet missing = values.missing();
        int outputBlock = values.outputBlock();
        int[] starts = starts(rows, inputs.size(), outputs.size(), outputBlock, missing);
        int[] inputOffsets = new int[starts.length];
        int[] targetOffsets = new int[starts.length];
        for (int i = 0; i < starts.length; i++) {
            inputOffsets[i] = starts[i] * inputs.size();
            targetOffsets[i] = outputBlock + (starts[i] + lookBack) * outputs.size();
        }
        Samples flat = new Samples(values.values(), lookBack, inputs.size(), inputOffsets, 1,
                schema.outputs(), targetOffsets);
        return new Dataset(flat, schema, Origin.of(series, missing));
    }

    /** The first row of every window that sees no missing value. */
    private int[] starts(int rows, int inputs, int outputs, int outputBlock, BitSet missing) {
        int count = (rows - rowsNeeded()) / stride + 1;
        int[] starts = new int[count];
        int kept = 0;
        int known = missing.isEmpty() ? 0 : firstRowAllKnown(rows, outputs, outputBlock, missing);
        for (int window = 0; window < count; window++) {
            int start = window * stride;
            int end = start + lookBack;
            boolean complete = missing.isEmpty() || known < end
                    && isKnown(missing, start * inputs, end * inputs)
                    && isKnown(missing, outputBlock + end * outputs, outputBlock + (end + horizon) * outputs);
            if (complete) {
                starts[kept++] = start;
            }
        }
        if (kept == 0) {
            throw new DataException("each of the " + count + " windows of " + rowsNeeded()
                    + " rows would see a missing value; choose another policy, such as interpolate, or shorter ones");
        }
        return Arrays.copyOf(starts, kept);
    }

    /** The first row at which every target has been known once; {@code rows} where there is none. */
    private static int firstRowAllKnown(int rows, int outputs, int outputBlock, BitSet missing) {
        int last = 0;
        for (int output = 0; output < outputs; output++) {
            int row = 0;
            while (row < rows && missing.get(outputBlock + row * outputs + output)) {
                row++;
            }
            last = Math.max(last, row);
        }
        return last;
    }

    private static boolean isKnown(BitSet missing, int from, int to) {
        int next = missing.nextSetBit(from);
        return next < 0 || next >= to;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Windows windows && lookBack == windows.lookBack && stride == windows.stride
                && horizon == windows.horizon && Objects.equals(features, windows.features)
                && Objects.equals(targets, windows.targets);
    }

    @Override
    public int hashCode() {
        return Objects.hash(lookBack, stride, horizon, features, targets);
    }

    @Override
    public String toString() {
        return "look-back " + lookBack + ", stride " + stride + ", horizon " + horizon
                + (features == null ? "" : ", features " + features) + (targets == null ? "" : ", targets " + targets);
    }
}
