package dev.elman.data;

import java.util.Arrays;
import java.util.Objects;

/**
 * Samples to learn from or to predict: inputs {@code [timeSteps, features]} and, where there are any, targets of one
 * step or of every time step. Samples may differ in their time steps, and have weights, features that hold for a whole
 * sequence, and states to begin with. Never changes.
 *
 * <p>All values lie in one array, scaled; a sample is a place in it. Windows that overlap share their values, and so do
 * the parts of a data set that is cut.
 */
public final class Dataset {

    private final Samples samples;
    private final Schema schema;
    private final Origin origin;

    Dataset(Samples samples, Schema schema, Origin origin) {
        this.samples = samples;
        this.schema = schema;
        this.origin = origin;
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
        return SampleArrays.sequences(inputs, targets, false);
    }

    /** {@link #sequences(double[][][], double[][][])} for {@code float}. */
    public static Dataset sequences(float[][][] inputs, float[][][] targets) {
        return sequences(SampleArrays.widen(inputs), SampleArrays.widen(targets));
    }

    /**
     * Samples that may differ in their time steps, with a target each.
     *
     * @param inputs [samples][time steps of the sample][features]
     * @param targets [samples][outputs]; null for none
     * @throws DataException as {@link #of(double[][][], double[][])}
     */
    public static Dataset ragged(double[][][] inputs, double[][] targets) {
        return SampleArrays.dataset(inputs, SampleArrays.oneStep(targets), true);
    }

    /**
     * Samples that may differ in their time steps, with a target at every one.
     *
     * @param inputs [samples][time steps of the sample][features]
     * @param targets [samples][time steps of the sample][outputs]
     * @throws DataException as {@link #of(double[][][], double[][])}
     */
    public static Dataset raggedSequences(double[][][] inputs, double[][][] targets) {
        return SampleArrays.sequences(inputs, targets, true);
    }

    /**
     * Samples padded to the same number of time steps; what stands behind a sample's length, NaN included, is not
     * looked at.
     *
     * @param inputs [samples][timeSteps][features]
     * @param lengths of every sample, from 1 to {@code timeSteps}
     * @param targets [samples][outputs]; null for none
     * @throws DataException where a length is out of range, naming the sample; or as
     *         {@link #of(double[][][], double[][])}
     */
    public static Dataset padded(double[][][] inputs, int[] lengths, double[][] targets) {
        return ragged(SampleArrays.cut("inputs", inputs, lengths), targets);
    }

    /** {@link #padded} with targets {@code [samples][timeSteps][outputs]}, padded alike. */
    public static Dataset paddedSequences(double[][][] inputs, int[] lengths, double[][][] targets) {
        return raggedSequences(
                SampleArrays.cut("inputs", inputs, lengths), SampleArrays.cut("targets", targets, lengths));
    }

    /**
     * Samples of which masked time steps, whatever they hold, are not looked at: they are left out, and a state is
     * carried over them unchanged. See {@link #withMask}.
     *
     * @param inputs [samples][time steps of the sample][features]
     * @param mask [samples][time steps of the sample], true where a step stays
     * @param targets [samples][outputs]; null for none
     * @throws DataException where a sample is masked whole, naming it; or as {@link #of(double[][][], double[][])}
     */
    public static Dataset masked(double[][][] inputs, boolean[][] mask, double[][] targets) {
        return ragged(SampleArrays.masked("inputs", inputs, mask), targets);
    }

    /** {@link #masked} with targets {@code [samples][time steps of the sample][outputs]}, masked alike. */
    public static Dataset maskedSequences(double[][][] inputs, boolean[][] mask, double[][][] targets) {
        return raggedSequences(
                SampleArrays.masked("inputs", inputs, mask), SampleArrays.masked("targets", targets, mask));
    }

    /**
     * Samples with a class each, for a cross-entropy loss with classes as targets. They may differ in their time steps.
     *
     * @param inputs [samples][time steps of the sample][features]
     * @param classes [samples], numbered from 0
     * @throws DataException as {@link #of(double[][][], double[][])}, or where a class is negative
     */
    public static Dataset classes(double[][][] inputs, int[] classes) {
        return SampleArrays.ofClass(SampleArrays.dataset(inputs, SampleArrays.classes(classes), true));
    }

    /**
     * Sequences of tokens without targets, to predict from. They may differ in length.
     *
     * @param tokens [samples][time steps of the sample], numbered from 0
     * @throws DataException where there is no sample, one is empty, or a token is negative
     */
    public static Dataset tokens(int[][] tokens) {
        return SampleArrays.tokens(tokens, null);
    }

    /** {@link #tokens(int[][])} with a class each, numbered from 0. */
    public static Dataset tokens(int[][] tokens, int[] classes) {
        return SampleArrays.ofClass(SampleArrays.tokens(tokens, SampleArrays.classes(classes)));
    }

    /** {@link #tokens(int[][])} with a class at every time step, numbered from 0. */
    public static Dataset tokens(int[][] tokens, int[][] classes) {
        return SampleArrays.ofClass(SampleArrays.tagged(tokens, classes));
    }

    /** {@link #tokens(int[][])} with a target each, {@code [samples][outputs]}. */
    public static Dataset tokens(int[][] tokens, double[][] targets) {
        return SampleArrays.tokens(tokens, SampleArrays.oneStep(targets));
    }

    /**
     * Samples from arrays in row-major order, which are copied.
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

    /** The time steps of every input; where samples differ, of the longest (or what they were padded to). */
    public int timeSteps() {
        return samples.timeSteps();
    }

    /** The time steps of one input. */
    public int length(int sample) {
        return samples.length(Objects.checkIndex(sample, count()));
    }

    /** The values per time step of an input. */
    public int features() {
        return samples.features();
    }

    /** The values per target step; for windows horizon * targets. 0 where there are no targets. */
    public int outputs() {
        return samples.outputs();
    }

    /**
     * The steps for which there is a target: 1, or {@link #timeSteps()} for every step of a sample; 0 where there are
     * no targets.
     */
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
        Objects.requireNonNull(schema, "schema").requireFits(samples);
        return new Dataset(samples, schema, origin);
    }

    /**
     * The same samples without the time steps behind a length each: padding, which is not computed.
     *
     * @param lengths from 1 to {@link #length} of the sample
     * @throws DataException where a length is out of range, naming the sample; or where samples are windows over a
     *         series or chunks, which have no padding
     */
    public Dataset withLengths(int[] lengths) {
        origin.requireArrays(samples, "lengths");
        return with(SampleParts.lengths(samples, lengths), schema.withAnyLength());
    }

    /**
     * The same samples without their masked time steps, over which a state is carried unchanged: they are taken out,
     * with the targets and weights that belong to them alone. Outputs and targets are then those of the steps that
     * stay, in order. Where masked steps hold what is not finite, say the mask at once, with {@link #masked}.
     *
     * @param mask [samples][timeSteps], true where a step stays (Keras's convention)
     * @throws DataException where a sample is masked whole, naming it; or as {@link #withLengths}
     */
    public Dataset withMask(boolean[][] mask) {
        origin.requireArrays(samples, "masks");
        return with(SampleParts.masked(samples, mask), schema.withAnyLength());
    }

    /**
     * The same samples with a weight each, by which its part of the loss is multiplied; 0 leaves it out. Weights given
     * twice multiply.
     *
     * @param weights at least 0, finite, not all 0
     * @throws DataException where there are no targets, or a weight is out of range, naming the sample
     */
    public Dataset withWeights(double[] weights) {
        return with(SampleParts.weights(samples, weights), schema);
    }

    /**
     * {@link #withWeights} for every time step of a target.
     *
     * @param weights [samples][time steps of the sample's target]
     */
    public Dataset withStepWeights(double[][] weights) {
        return with(SampleParts.weights(samples, weights), schema);
    }

    /**
     * The same samples with features that each has as a whole, for an architecture with
     * {@link dev.elman.layers.StaticFeatures}. They are used as they are, not scaled.
     *
     * @param features [samples][static features], or of chunks [lanes][static features]; finite
     * @throws DataException where the shape does not match or a value is not finite, naming its place
     */
    public Dataset withStaticFeatures(double[][] features) {
        return with(SampleParts.staticFeatures(samples, features), schema);
    }

    /**
     * The same samples with a state that each begins with, in place of zeros; of chunks, the first of a lane.
     *
     * @param states [samples][state size], or of chunks [lanes][state size], laid out as
     *         {@link dev.elman.layers.Architecture#stateParts()}; finite
     * @throws DataException where the shape does not match or a value is not finite, naming its place
     */
    public Dataset withInitialStates(double[][] states) {
        return with(SampleParts.initialStates(samples, states), schema);
    }

    private Dataset with(Samples samples, Schema schema) {
        return new Dataset(samples, schema, origin);
    }

    /**
     * Samples {@code from} (from 0) to {@code to}, {@code to} excluded; at least one. Shares the values.
     *
     * @throws DataException where there are no such samples, or they are chunks, which continue one another
     */
    public Dataset slice(int from, int to) {
        return new Dataset(SampleParts.slice(samples, from, to), schema, origin.slice(from));
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

    /** A copy of one input, [time steps of the sample, features], as it is learnt from (scaled). */
    public double[] input(int sample) {
        int from = samples.inputOffsets()[Objects.checkIndex(sample, count())];
        return Arrays.copyOfRange(samples.values(), from, from + length(sample) * features());
    }

    /** A copy of one target, [1 or time steps of the sample, outputs], as it is minimised (scaled). */
    public double[] target(int sample) {
        requireTargets();
        int from = samples.targetOffsets()[Objects.checkIndex(sample, count())];
        return Arrays.copyOfRange(samples.values(), from, from + samples.targetSteps(sample) * outputs());
    }

    /**
     * What to call a predicted row: for windows and chunks the time or number of the row, for arrays the number of the
     * sample in the original data set, from 1.
     *
     * @param sample from 0
     * @param step for windows the step of the horizon, from 0; otherwise the time step of the target, from 0
     */
    public String label(int sample, int step) {
        return origin.label(samples, schema.horizon(), sample, step);
    }

    /** Whether there is a naive forecast to compare with: the samples are windows, or chunks, over a series. */
    public boolean hasNaive() {
        return origin.isSeries();
    }

    /**
     * The naive forecast: the last known value of that output's target before the window's target rows, for every step
     * of the horizon (of chunks, in the row before each); scaled.
     *
     * @param sample from 0
     * @param output from 0, in the order [horizon, targets]; of chunks in the order [time steps, targets]
     * @throws IllegalStateException where the samples are no windows over a series
     */
    public double naive(int sample, int output) {
        return origin.naive(samples, schema.targets().size(), sample, output);
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
        return Fingerprint.of(samples);
    }

    private void requireTargets() {
        if (!hasTargets()) {
            throw new IllegalStateException("the samples have no targets");
        }
    }

    @Override
    public String toString() {
        String upTo = samples.lengths().length > 0 ? "up to " : "";
        return count() + " samples of " + upTo + timeSteps() + " time steps * " + features() + " features"
                + (hasTargets() ? ", targets of " + targetSteps() + " * " + outputs() : "");
    }
}
