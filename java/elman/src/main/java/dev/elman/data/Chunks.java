package dev.elman.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How a long sequence is cut for stateful training (truncated back-propagation in its second meaning): it is laid into
 * lanes, pieces of the same length that are read side by side, and every lane into chunks that follow one another. A
 * chunk begins with the state in which the one before it in its lane left off; its gradient goes back to its own
 * first time step, no further. So the memory of training does not grow with the sequence. Never changes; each setting
 * returns a new value.
 *
 * <pre>{@code
 * Dataset train = Chunks.of(100).lanes(32).over(vocabulary.encode(text));
 * }</pre>
 *
 * <pre>
 * the sequence, 2 lanes, chunks of 3 steps:    | 0 1 2 | 3 4 5 | 6 7 8 | 9 ..
 *                                                lane 0  lane 0  lane 1  lane 1
 * samples in order:                              0 1 2,  6 7 8,  3 4 5,  9 10 11
 * </pre>
 *
 * The target at every time step is the next value, or token. Samples are in the order of time, all lanes' first chunks,
 * then their second ones: a mini-batch is one chunk of every lane. What does not fill a chunk in every lane, at the end
 * of the sequence, is left out: fewer than {@code lanes * steps} time steps.
 *
 * <p>With a {@link #reach} {@code k2} beyond the chunk's steps {@code k1} the gradient of every time step goes more
 * than {@code k2 - k1} steps back, at most {@code k2} (Williams and Peng, 1990: BPTT(k2; k1)): samples are windows of
 * {@code k2} steps, each beginning {@code k1} after the one before, whose first {@code k2 - k1} steps, which the
 * windows before have already learnt from, weigh nothing except in a lane's first window.
 */
public final class Chunks {

    private final int steps;
    private final int reach;
    private final int lanes;
    private final List<String> features;
    private final List<String> targets;

    private Chunks(int steps, int reach, int lanes, List<String> features, List<String> targets) {
        this.steps = Sizes.positive("steps", steps);
        this.reach = reach;
        this.lanes = Sizes.positive("lanes", lanes);
        this.features = features;
        this.targets = targets;
        if (reach < steps) {
            throw new IllegalArgumentException("reach must be at least the steps of a chunk, " + steps + ", but was "
                    + reach + "; to reach back less far, use a Truncation or smaller chunks");
        }
    }

    /**
     * Chunks of so many time steps, in one lane.
     *
     * @param steps {@code k1}, at least 1
     */
    public static Chunks of(int steps) {
        return new Chunks(steps, steps, 1, null, null);
    }

    /** How many time steps the gradient goes back at most, {@code k2}; at least the steps of a chunk, which it is. */
    public Chunks reach(int steps) {
        return new Chunks(this.steps, steps, lanes, features, targets);
    }

    /** How many pieces of the sequence are read side by side, at least 1: the size of a mini-batch. */
    public Chunks lanes(int lanes) {
        return new Chunks(steps, reach, lanes, features, targets);
    }

    /** The input columns of a series, in order; without this, all of them. */
    public Chunks features(String... columns) {
        return new Chunks(steps, reach, lanes, Names.some("features", columns), targets);
    }

    /** The columns of a series to predict, in order; without this, the features. */
    public Chunks targets(String... columns) {
        return new Chunks(steps, reach, lanes, features, Names.some("targets", columns));
    }

    /** {@link #over(TimeSeries, Scaler)} of values as they are. */
    public Dataset over(TimeSeries series) {
        return over(series, null);
    }

    /**
     * The chunks of a series, whose targets are the values of the next row.
     *
     * @param series the series, or one part of a split; without missing values
     * @param scaler the scaler of all features and targets; null for values as they are
     * @throws DataException where the series is too short for one chunk in every lane, a column is not there, or a
     *     value is missing
     */
    public Dataset over(TimeSeries series, Scaler scaler) {
        Objects.requireNonNull(series, "series");
        List<String> inputs = features == null ? series.names() : features;
        List<String> outputs = targets == null ? inputs : targets;
        Schema schema = new Schema(inputs, outputs, 0, 1, scaler);
        SeriesValues values = SeriesValues.of(series, inputs, outputs, scaler);
        if (!values.missing().isEmpty()) {
            int at = values.missing().nextSetBit(0);
            int row = at < values.outputBlock() || values.outputBlock() == 0
                    ? at / inputs.size() : (at - values.outputBlock()) / outputs.size();
            throw new DataException("row " + series.label(row) + " has a missing value, over which no state can be"
                    + " carried; fill it, for example with Missing.INTERPOLATE");
        }
        Samples samples = samples(values.values(), series.length(), inputs.size(), outputs.size(),
                values.outputBlock());
        return new Dataset(samples, schema, Origin.of(series, values.missing()));
    }

    /**
     * The chunks of a sequence of tokens, whose targets are the next tokens.
     *
     * @param tokens numbers from 0, such as {@link Vocabulary#encode} gives; copied
     * @throws DataException where there are too few for one chunk in every lane, or one is negative
     */
    public Dataset over(int[] tokens) {
        double[] values = new double[Objects.requireNonNull(tokens, "tokens").length];
        for (int i = 0; i < values.length; i++) {
            if (tokens[i] < 0) {
                throw new DataException("tokens are numbered from 0 but tokens[" + i + "] is " + tokens[i]);
            }
            values[i] = tokens[i];
        }
        Schema schema = new Schema(List.of("token"), List.of("token"), 0, 1, null);
        return new Dataset(samples(values, tokens.length, 1, 1, 0), schema, Origin.ARRAYS);
    }

    /** The samples over values whose rows, of inputs and of targets, follow one another. */
    private Samples samples(double[] values, int rows, int features, int outputs, int outputBlock) {
        // The last row is only a target.
        long perLane = (rows - 1L) / lanes;
        long windows = perLane < reach ? 0 : (perLane - reach) / steps + 1;
        if (windows == 0) {
            throw new DataException("one chunk of " + reach + " time steps in each of " + lanes + " lanes needs "
                    + ((long) reach * lanes + 1) + " rows (the last is a target alone) but there are " + rows
                    + "; take fewer lanes or smaller chunks");
        }
        int count = Sizes.array("samples", windows * lanes);
        int laneRows = (int) ((windows - 1) * steps + reach);
        int[] inputOffsets = new int[count];
        int[] targetOffsets = new int[count];
        for (int sample = 0; sample < count; sample++) {
            int first = sample % lanes * laneRows + sample / lanes * steps;
            inputOffsets[sample] = first * features;
            targetOffsets[sample] = outputBlock + (first + 1) * outputs;
        }
        Samples samples = new Samples(values, reach, features, inputOffsets, reach, outputs, targetOffsets);
        return (reach == steps ? samples : weighted(samples)).withLanes(lanes, steps);
    }

    /** The samples whose steps that were learnt from before weigh nothing. */
    private Samples weighted(Samples samples) {
        int first = samples.values().length;
        double[] values = Arrays.copyOf(samples.values(), Sizes.array("values", first + 2L * reach));
        Arrays.fill(values, first, first + reach, 1);
        Arrays.fill(values, values.length - steps, values.length, 1);
        int[] offsets = new int[samples.count()];
        for (int sample = 0; sample < offsets.length; sample++) {
            offsets[sample] = sample < lanes ? first : first + reach;
        }
        return samples.withValues(values).withWeights(offsets);
    }

    @Override
    public String toString() {
        return "chunks of " + steps + " steps" + (reach == steps ? "" : ", reach " + reach) + ", " + lanes + " lanes";
    }
}
