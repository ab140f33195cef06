package dev.elman;

import dev.elman.data.Dataset;
import dev.elman.data.Schema;
import dev.elman.data.TimeSeries;
import dev.elman.data.Vocabulary;
import dev.elman.data.Windows;
import dev.elman.engine.Engines;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.layers.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A network with its weights, what its inputs and outputs mean, and where it comes from. Never changes and is never
 * closed: it is heap data, safe to share between any number of threads. What {@code predict} keeps in native memory is
 * freed when the model is garbage.
 *
 * <p>Everything it takes and gives is in the data's own units; the scaling of its {@link #schema()} is applied and
 * undone within. All inputs must be finite: what is not is refused, since it would silently become an output that is
 * not. Outputs may leave the range of numbers where the weights make them.
 *
 * <p>What computes throws {@link dev.elman.engine.EngineException} where the engine is not there or cannot be loaded.
 */
public final class Model {

    private final Weights weights;
    private final Meaning meaning;
    private final Provenance provenance;
    private final Inference inference;

    Model(Weights weights) {
        this(weights, Meaning.NONE, null, Engines.DEFAULT);
    }

    private Model(Weights weights, Meaning meaning, Provenance provenance, String engineName) {
        this.weights = weights;
        this.meaning = meaning;
        this.provenance = provenance;
        meaning.require(weights.architecture());
        inference = new Inference(weights, meaning, engineName);
    }

    /**
     * A model of given weights.
     *
     * @param precision what the weights are rounded to and the network works in
     * @param parameters for each of {@link Architecture#parameters()} its values in row-major order, by name
     * @throws IllegalArgumentException where names or lengths are not the architecture's, or a value is not finite
     */
    public static Model of(Architecture architecture, Precision precision, Map<String, double[]> parameters) {
        return new Model(Weights.of(architecture, precision, parameters));
    }

    /**
     * A model of given weights.
     *
     * @param precision what the weights are rounded to and the network works in
     * @param parameterVector all parameters one behind another, as {@link Architecture#parameters()} lays them out
     * @throws IllegalArgumentException where the length is not the architecture's, or a value is not finite
     */
    public static Model of(Architecture architecture, Precision precision, double[] parameterVector) {
        return new Model(Weights.of(architecture, precision, parameterVector));
    }

    /** What the network consists of. */
    public Architecture architecture() {
        return weights.architecture();
    }

    /** What its weights are held in and it works in. */
    public Precision precision() {
        return weights.precision();
    }

    /** What inputs and outputs mean; null where that is not known, as for a model of given weights. */
    public Schema schema() {
        return meaning.schema();
    }

    /** What its network's outputs stand for; {@link Head#POINT} for a model of given weights. */
    public Head head() {
        return meaning.head();
    }

    /** The symbols whose numbers go in; null where there are none, or they are not known. */
    public Vocabulary vocabulary() {
        return meaning.vocabulary();
    }

    /** Where the weights come from; null where that is not known, as for a model of given weights. */
    public Provenance provenance() {
        return provenance;
    }

    /** The name of the engine that computes. */
    public String engine() {
        return inference.engineName();
    }

    /** Names, shapes and places of the parameters. */
    public List<Parameter> parameters() {
        return architecture().parameters();
    }

    /**
     * A copy of a parameter in row-major order.
     *
     * @throws IllegalArgumentException where there is none of that name; the message lists those there are
     */
    public double[] parameter(String name) {
        return weights.parameter(name);
    }

    /** A copy of all parameters one behind another, as {@link Architecture#parameters()} lays them out. */
    public double[] parameterVector() {
        return weights.vector();
    }

    /**
     * The SHA-256 of the weights in hexadecimal: of the bytes of {@link #parameterVector()} in the model's precision,
     * 4 or 8 each, little-endian.
     */
    public String sha256() {
        return weights.sha256();
    }

    /**
     * The same model, computed by the engine of that name; {@code native} unless said. The engine is looked up on
     * first use, and is no part of what is saved.
     */
    public Model withEngine(String name) {
        return new Model(weights, meaning, provenance, Objects.requireNonNull(name, "name"));
    }

    /**
     * The same weights with another meaning of inputs and targets.
     *
     * @param schema null for none
     * @throws IllegalArgumentException where its features are not the architecture's, or horizon * targets does not go
     *     with the last layer's units as the {@link #head()} reads them
     */
    public Model withSchema(Schema schema) {
        return with(meaning.withSchema(schema));
    }

    /**
     * The same weights with another meaning of outputs. Where the schema's targets go with the new head alone, say the
     * head before the schema.
     *
     * @throws IllegalArgumentException where the head does not go with the last layer, or with the schema
     */
    public Model withHead(Head head) {
        return with(meaning.withHead(head));
    }

    /**
     * The same model with the symbols whose numbers go in; null for none.
     *
     * @throws IllegalArgumentException where the first layer is no embedding, or of fewer tokens
     */
    public Model withVocabulary(Vocabulary vocabulary) {
        return with(meaning.withVocabulary(vocabulary));
    }

    private Model with(Meaning meaning) {
        return new Model(weights, meaning, provenance, engine());
    }

    /** The same model with another origin; null for none. */
    public Model withProvenance(Provenance provenance) {
        return new Model(weights, meaning, provenance, engine());
    }

    /**
     * Predicts from one or several sequences, one behind another.
     *
     * @param inputs {@code [sequences, lookBack, features]} in row-major order; where the model has no schema the whole
     *     array is one sequence {@code [timeSteps, features]}
     * @return {@code [sequences, outputs]}; {@code [sequences, timeSteps, outputs]} where there is an output for every
     *     time step; what they are says the {@link #head()}
     * @throws IllegalArgumentException where the array does not hold whole sequences, a value is not finite, or no
     *     token where tokens go in, or the model takes static features
     */
    public float[] predict(float[] inputs) {
        float[] outputs = new float[inference.layout().outputs(Objects.requireNonNull(inputs, "inputs").length)];
        inference.predict(inputs, outputs);
        return outputs;
    }

    /** {@link #predict(float[])} for {@code double}; a network of precision float rounds the scaled inputs. */
    public double[] predict(double[] inputs) {
        double[] outputs = new double[inference.layout().outputs(Objects.requireNonNull(inputs, "inputs").length)];
        inference.predict(inputs, outputs);
        return outputs;
    }

    /**
     * {@link #predict(float[])} into a given array.
     *
     * @param outputs of exactly the length of the outputs, and another array than {@code inputs}
     */
    public void predict(float[] inputs, float[] outputs) {
        inference.predict(inputs, outputs);
    }

    /** {@link #predict(double[])} into a given array; see {@link #predict(float[], float[])}. */
    public void predict(double[] inputs, double[] outputs) {
        inference.predict(inputs, outputs);
    }

    /**
     * Predicts every sample of a data set.
     *
     * @return {@code [samples][outputSteps * outputs]}, {@code outputSteps} the sample's own; {@code outputs} as
     *     {@link #predict(double[])} gives them
     * @throws IllegalArgumentException where the data are not what the model takes: the message names both
     */
    public double[][] predict(Dataset data) {
        return new DatasetRun(this, meaning, inference, data).predictions();
    }

    /**
     * The most probable class of each sequence.
     *
     * @param inputs as of {@link #predict(double[])}
     * @return {@code [sequences]}, or {@code [sequences, timeSteps]} where there is an output for every time step, each
     *     from 0; of a {@link Head#BINARY} with one output 1 for yes and 0 for no
     * @throws IllegalStateException where the model tells no classes
     */
    public int[] classify(double[] inputs) {
        return Classes.of(this, predict(inputs));
    }

    /**
     * {@link #classify(double[])} of one sequence of tokens.
     *
     * @throws IllegalStateException where the model tells no classes, or one for every time step
     */
    public int classify(int... tokens) {
        return Classes.one(this, tokens);
    }

    /** {@link #classify(double[])} of every sample of a data set, {@code [samples][outputSteps]}. */
    public int[][] classify(Dataset data) {
        return Classes.of(this, predict(data));
    }

    /** The model opened for predicting again and again from one thread; the caller closes it. */
    public Predictor predictor() {
        return new Predictor(inference.layout(), inference.open());
    }

    /**
     * Computes sequences from given states, and gives the states at their end: one behind the other, two runs give what
     * one of the joined sequences would.
     *
     * @param inputs {@code [sequences][time steps of the sequence][features]}, of any lengths
     * @param staticFeatures {@code [sequences][static features]}; null where the model takes none
     * @param initial the state that each sequence begins with, null for zeros; null for zeros everywhere
     * @throws IllegalArgumentException where a shape does not fit, a value is not finite, or a state is another model's
     */
    public Outputs run(double[][][] inputs, double[][] staticFeatures, State[] initial) {
        return new SequenceRun(weights, inference).run(inputs, staticFeatures, initial);
    }

    /**
     * A state of this model with given values, as an initial state for {@link #run} or a stream.
     *
     * @param values laid out as {@link Architecture#stateParts()}; copied
     * @throws IllegalArgumentException where there are not as many as the architecture's state has
     */
    public State state(double[] values) {
        State state = new State(Objects.requireNonNull(values, "values").clone(), 0, weights.id());
        state.require(weights);
        return state;
    }

    /**
     * Opens a sequence that goes on without an end; the caller closes it.
     *
     * @throws IllegalStateException where a layer goes backwards, whose outputs depend on time steps to come
     * @throws IllegalArgumentException where the model takes static features
     */
    public Stream stream() {
        return stream((double[]) null);
    }

    /** {@link #stream()} with the features that the sequence has as a whole. */
    public Stream stream(double[] staticFeatures) {
        return new Stream(Streaming.open(weights, inference, staticFeatures), architecture().outputs());
    }

    /**
     * Opens sequences that go on without an end, which are stepped together; the caller closes them.
     *
     * @param count how many, at least 1; static features, where the model takes some, are zero until
     *     {@link StreamBatch#reset(int, double[])} sets them
     * @throws IllegalStateException where a layer goes backwards, whose outputs depend on time steps to come
     */
    public StreamBatch streams(int count) {
        return Streaming.open(weights, inference, count);
    }

    /**
     * Compares predictions with the targets of a data set.
     *
     * @throws IllegalArgumentException where the data are not what the model takes (the message names both), or have
     *     no targets
     * @throws dev.elman.data.DataException where a target is not what the head tells: no class, or no probabilities
     */
    public Evaluation evaluate(Dataset data) {
        return new DatasetRun(this, meaning, inference, data).evaluation();
    }

    /**
     * The windows of a series that this model takes, scaled as it learnt, the next window one row further on.
     *
     * @throws dev.elman.data.DataException where a column is not there or the series is too short for one window
     * @throws IllegalStateException where the model has no schema
     */
    public Dataset dataset(TimeSeries series) {
        return dataset(series, 1);
    }

    /** {@link #dataset(TimeSeries)} with the next window {@code stride} rows further on, at least 1. */
    public Dataset dataset(TimeSeries series, int stride) {
        if (schema() == null || schema().hasAnyLength()) {
            throw new IllegalStateException((schema() == null
                    ? "the model does not know what its inputs and outputs mean"
                    : "the model takes sequences of any length")
                    + ", so it cannot cut windows from a series; say it with withSchema");
        }
        return Windows.of(schema()).stride(stride).over(series, schema().scaler());
    }

    /**
     * Forecasts the rows after the end of a series: the horizon at once, then further with the outputs fed back as
     * inputs.
     *
     * @param history a series with the model's input columns, of at least look-back rows
     * @param steps rows to forecast, at least 1; beyond the horizon only where every input column is an output
     * @return {@code [steps, targets]} in row-major order
     * @throws dev.elman.data.DataException where the history is too short (says how many rows are needed), a column is
     *     not there, or one of its last look-back values is missing
     * @throws IllegalArgumentException where the steps go beyond the horizon and an input column, which the message
     *     names, is not an output; or where steps * targets are more values than an array holds
     * @throws IllegalStateException where the model has no schema, or gives an output for every time step
     * @throws ArithmeticException where the outputs fed back grow without bounds
     */
    public double[] forecast(TimeSeries history, int steps) {
        return Forecast.of(this, history, steps);
    }

    /**
     * Shows what every layer gives at every time step.
     *
     * @param inputs one sequence {@code [timeSteps, features]}, of look-back steps where the model has a schema
     * @throws IllegalArgumentException where the array is not one whole sequence, or a value is not finite
     */
    public Trace trace(double[] inputs) {
        return trace(inputs, null);
    }

    /** {@link #trace(double[])} with the features that the sequence has as a whole. */
    public Trace trace(double[] inputs, double[] staticFeatures) {
        return inference.trace(inputs, staticFeatures);
    }

    /**
     * Saves the model as a safetensors file with weights, architecture, schema and provenance; atomically, so that a
     * half-written file is never seen.
     *
     * @throws IOException where the file cannot be written: the message says why and what to do
     */
    public void save(Path path) throws IOException {
        ModelFile.write(path, weights, meaning, provenance);
    }

    /**
     * Loads a model that was saved.
     *
     * @throws dev.elman.format.FormatException where the file is no model, damaged, or of an unknown version; the
     *     message says what is wrong and where
     * @throws IOException where the file is not there or cannot be read
     */
    public static Model load(Path path) throws IOException {
        return ModelFile.read(path);
    }

    @Override
    public String toString() {
        return architecture() + ", " + precision().id();
    }
}
