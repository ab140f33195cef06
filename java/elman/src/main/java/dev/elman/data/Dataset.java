package dev.elman.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Samples to learn from or to predict: inputs {@code [timeSteps, features]} and, where there are any, targets of one
 * step or of every time step. Never changes.
 *
 * <p>All values lie in one array, scaled; a sample is a place in it. Windows that overlap share their values, and so do
 * the parts of a data set that is cut.
 */
public final class Dataset {

    private final Samples samples;
    private final Schema schema;
    /** The series that the windows were cut from; null where the data came as arrays. */
    private final TimeSeries series;
    /** Places in the values that are missing; no window sees them, but a naive forecast has to look past them. */
    private final BitSet missing;

    Dataset(Samples samples, Schema schema, TimeSeries series, BitSet missing) {
        this.samples = samples;
        this.schema = schema;
        this.series = series;
        this.missing = missing;
    }

    /** Samples without targets, to predict from. See {@link #of(double[][][], double[][])}. */
    public static Dataset of(double[][][] inputs) {
        return SampleArrays.dataset(inputs, null);
    }

    /**
     * Samples with a target each. Values are used as they are and must be finite; arrays are copied.
     *
     * @param inputs [samples][timeSteps][features]
     * @param targets [samples][outputs]; null for none
     * @throws DataException where there is no sample, shapes do not match (naming the sample), a value is not finite
     *         (naming its place), or there are more values than an array holds
     */
    public static Dataset of(double[][][] inputs, double[][] targets) {
        return SampleArrays.dataset(inputs, SampleArrays.oneStep(targets));
    }

    /** {@link #of(double[][][])} for {@code float}. */
    public static Dataset of(float[][][] inputs) {
        return of(SampleArrays.widen(inputs));
    }

    /** {@link #of(double[][][], double[][])} for {@code float}. */
    public static Dataset of(float[][][] inputs, float[][] targets) {
        return of(SampleArrays.widen(inputs), SampleArrays.widen(targets));
    }

    /**
     * Samples with a target at every time step.
     *
     * @param inputs [samples][timeSteps][features]
     * @param targets [samples][timeSteps][outputs]
     * @throws DataException as {@link #of(double[][][], double[][])}
     */
    public static Dataset sequences(double[][][] inputs, double[][][] targets) {
        return SampleArrays.sequences(inputs, targets);
    }

    /** {@link #sequences(double[][][], double[][][])} for {@code float}. */
    public static Dataset sequences(float[][][] inputs, float[][][] targets) {
        return sequences(SampleArrays.widen(inputs), SampleArrays.widen(targets));
    }

    /**
     * Samples from samples arrays in row-major order, which are copied.
     *
     * @param inputs [samples, timeSteps, features]
     * @param targets [samples, targetSteps, outputs]; null for none
     * @param targetSteps 1 or {@code timeSteps}; 0 where there are no targets
     * @param outputs at least 1; 0 where there are no targets
     * @throws DataException as {@link #of(double[][][], double[][])}
     */
    public static Dataset of(double[] inputs, int samples, int timeSteps, int features, double[] targets,
            int targetSteps, int outputs) {
        return SampleArrays.dataset(inputs, samples, timeSteps, features, targets, targetSteps, outputs);
    }

    /** The number of samples, at least 1. */
    public int count() {
        return samples.inputOffsets().length;
    }

    /** The time steps of every input. */
    public int timeSteps() {
        return samples.timeSteps();
    }

    /** The values per time step of an input. */
    public int features() {
        return samples.features();
    }

    /** The values per target step; for windows horizon * targets. 0 where there are no targets. */
    public int outputs() {
        return samples.outputs();
    }

    /** The steps for which there is a target: 1, or {@link #timeSteps()}; 0 where there are no targets. */
    public int targetSteps() {
        return samples.targetSteps();
    }

    /** Whether there are targets to learn from or to compare with. */
    public boolean hasTargets() {
        return samples.targetSteps() != 0;
    }

    /**
     * What inputs and targets mean. For arrays only the shape is known: columns {@code input 1}, ... and
     * {@code output 1}, ..., not scaled, until {@link #withSchema} says more.
     */
    public Schema schema() {
        return schema;
    }

    /**
     * The same samples with another meaning, for arrays whose columns have names or that were scaled beforehand.
     *
     * @param schema one for inputs and targets of this shape; a scaler in it is the one that <i>was</i> applied
     * @throws DataException where it is for another shape, naming both
     */
    public Dataset withSchema(Schema schema) {
        Objects.requireNonNull(schema, "schema");
        require(schema.lookBack() == timeSteps(), "look-back", schema.lookBack(), "time steps", timeSteps());
        require(schema.features().size() == features(), "features", schema.features().size(), "features", features());
        require(!hasTargets() || schema.outputs() == outputs(), "horizon * targets", schema.outputs(), "outputs",
                outputs());
        return new Dataset(samples, schema, series, missing);
    }

    private static void require(boolean same, String name, int asked, String own, int there) {
        if (!same) {
            throw new DataException("the schema says " + asked + " " + name + " but the samples have " + there + " "
                    + own);
        }
    }

    /** Samples {@code from} (from 0) to {@code to}, {@code to} excluded; at least one. Shares the values. */
    public Dataset slice(int from, int to) {
        if (from < 0 || to > count() || from >= to) {
            throw new DataException("samples " + from + " to " + to + " (excluded) are no part of a data set of "
                    + count() + " samples");
        }
        return new Dataset(samples.slice(from, to), schema, series, missing);
    }

    /**
     * Splits the samples themselves into train and test, {@code floor(trainFraction * count)} and the rest. Overlapping
     * windows on both sides of the cut share rows; to keep the parts apart, split the series instead.
     */
    public Split<Dataset> splitAt(double trainFraction) {
        return Split.byFractions(count(), "samples", this::slice, trainFraction);
    }

    /** Splits the samples themselves into train, validation and test; see {@link #splitAt(double)}. */
    public Split<Dataset> splitAt(double trainFraction, double validationFraction) {
        return Split.byFractions(count(), "samples", this::slice, trainFraction, validationFraction);
    }

    /** A copy of one input, [timeSteps, features], as it is learnt from (scaled). */
    public double[] input(int sample) {
        int from = samples.inputOffsets()[Objects.checkIndex(sample, count())];
        return Arrays.copyOfRange(samples.values(), from, from + timeSteps() * features());
    }

    /** A copy of one target, [targetSteps, outputs], as it is minimised (scaled). */
    public double[] target(int sample) {
        requireTargets();
        int from = samples.targetOffsets()[Objects.checkIndex(sample, count())];
        return Arrays.copyOfRange(samples.values(), from, from + targetSteps() * outputs());
    }

    /**
     * What to call a predicted row: for windows the time or number of the row, for arrays the number of the sample in
     * the original data set, from 1.
     *
     * @param sample from 0
     * @param step for windows the step of the horizon, from 0; for arrays the time step of the target, from 0
     */
    public String label(int sample, int step) {
        int input = samples.inputOffsets()[Objects.checkIndex(sample, count())];
        if (series == null) {
            Objects.checkIndex(step, Math.max(1, targetSteps()));
            return String.valueOf(input / (timeSteps() * features()) + 1);
        }
        return series.label(input / features() + timeSteps() + Objects.checkIndex(step, schema.horizon()));
    }

    /** Whether there is a naive forecast to compare with: the samples are windows over a series. */
    public boolean hasNaive() {
        return series != null;
    }

    /**
     * The naive forecast: the last known value of that output's target before the window's target rows, for every step
     * of the horizon; scaled.
     *
     * @param sample from 0
     * @param output from 0, in the order [horizon, targets]
     * @throws IllegalStateException where the samples are no windows over a series
     */
    public double naive(int sample, int output) {
        if (!hasNaive()) {
            throw new IllegalStateException("only windows over a series have a naive forecast");
        }
        int targets = schema.targets().size();
        int at = samples.targetOffsets()[Objects.checkIndex(sample, count())] - targets
                + Objects.checkIndex(output, outputs()) % targets;
        while (missing.get(at)) {
            at -= targets;
        }
        return samples.values()[at];
    }

    /** The samples as plain arrays, which are shared and must not be changed. */
    public Samples samples() {
        return samples;
    }

    /**
     * A fingerprint of shape, values and the place of every sample, in hexadecimal: SHA-256. Equal data give equal
     * fingerprints on every machine.
     */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            update(digest, count(), timeSteps(), features(), targetSteps(), outputs());
            update(digest, samples.inputOffsets());
            update(digest, samples.targetOffsets());
            ByteBuffer bytes = ByteBuffer.allocate(8 * 1024);
            for (double value : samples.values()) {
                if (!bytes.hasRemaining()) {
                    digest.update(bytes.flip());
                    bytes.clear();
                }
                bytes.putDouble(value);
            }
            digest.update(bytes.flip());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length);
        bytes.asIntBuffer().put(numbers);
        digest.update(bytes);
    }

    private void requireTargets() {
        if (!hasTargets()) {
            throw new IllegalStateException("the samples have no targets");
        }
    }

    @Override
    public String toString() {
        return count() + " samples of " + timeSteps() + " time steps * " + features() + " features"
                + (hasTargets() ? ", targets of " + targetSteps() + " * " + outputs() : "");
    }
}
