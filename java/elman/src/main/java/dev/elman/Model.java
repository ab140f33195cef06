package dev.elman;

import dev.elman.data.Dataset;
import dev.elman.data.Schema;
import dev.elman.data.TimeSeries;
import dev.elman.data.Windows;
import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Engines;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.layers.Parameter;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ObjIntConsumer;

/**
 * A network with its weights, what its inputs and outputs mean, and where it comes from. Never changes and is never
 * closed: it is heap data, safe to share between any number of threads. What {@code predict} keeps in native memory is
 * freed when the model is garbage.
 *
 * <p>Everything it takes and gives is in the data's own units; the scaling of its {@link #schema()} is applied and
 * undone within. All inputs must be finite: what is not is refused, since it would silently become an output that is
 * not. Outputs may leave the range of numbers where the weights make them.
 *
 * <p>Methods that compute throw {@link dev.elman.engine.EngineException} where the engine is not there or cannot be
 * loaded.
 */
public final class Model {

    private final Weights weights;
    private final Schema schema;
    private final Provenance provenance;
    private final String engineName;
    private final Layout layout;
    private final Scaling scaling;
    /** Opened on first use. */
    private volatile RunnerPool pool;

    /** The thread that frees what models leave behind. */
    private static final class Cleaning {
        static final Cleaner CLEANER = Cleaner.create();
    }

    Model(Weights weights) {
        this(weights, null, null, Engines.DEFAULT);
    }

    private Model(Weights weights, Schema schema, Provenance provenance, String engineName) {
        this.weights = weights;
        this.schema = schema;
        this.provenance = provenance;
        this.engineName = engineName;
        if (schema != null) {
            DatasetFit.requireOutputs(weights.architecture(), schema);
        }
        layout = Layout.of(weights.architecture(), schema);
        scaling = new Scaling(schema, weights.precision(), layout.features(), layout.outputs());
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
        return schema;
    }

    /** Where the weights come from; null where that is not known, as for a model of given weights. */
    public Provenance provenance() {
        return provenance;
    }

    /** The name of the engine that computes. */
    public String engine() {
        return engineName;
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
        return new Model(weights, schema, provenance, Objects.requireNonNull(name, "name"));
    }

    /**
     * The same weights with another meaning.
     *
     * @param schema null for none
     * @throws IllegalArgumentException where its features are not the architecture's, or horizon * targets not the
     *     last layer's units
     */
    public Model withSchema(Schema schema) {
        return new Model(weights, schema, provenance, engineName);
    }

    /** The same model with another origin; null for none. */
    public Model withProvenance(Provenance provenance) {
        return new Model(weights, schema, provenance, engineName);
    }

    /**
     * Predicts from one or several sequences, one behind another.
     *
     * @param inputs {@code [sequences, lookBack, features]} in row-major order; where the model has no schema the whole
     *     array is one sequence {@code [timeSteps, features]}
     * @return {@code [sequences, outputs]}; {@code [sequences, timeSteps, outputs]} where there is an output for every
     *     time step
     * @throws IllegalArgumentException where the array does not hold whole sequences, or a value is not finite
     */
    public float[] predict(float[] inputs) {
        float[] outputs = new float[layout.outputs(inputs.length)];
        predict(inputs, outputs);
        return outputs;
    }

    /** {@link #predict(float[])} for {@code double}; a network of precision float rounds the scaled inputs. */
    public double[] predict(double[] inputs) {
        double[] outputs = new double[layout.outputs(inputs.length)];
        predict(inputs, outputs);
        return outputs;
    }

    /**
     * {@link #predict(float[])} into a given array.
     *
     * @param outputs of exactly the length of the outputs, and another array than {@code inputs}
     */
    public void predict(float[] inputs, float[] outputs) {
        RunnerPool pool = pool();
        Runner runner = pool.take();
        try {
            runner.predict(inputs, outputs);
        } finally {
            pool.giveBack(runner);
            // Until here the cleaner must not close the pool, or the network given back would never be closed.
            Reference.reachabilityFence(this);
        }
    }

    /** {@link #predict(double[])} into a given array; see {@link #predict(float[], float[])}. */
    public void predict(double[] inputs, double[] outputs) {
        RunnerPool pool = pool();
        Runner runner = pool.take();
        try {
            runner.predict(inputs, outputs);
        } finally {
            pool.giveBack(runner);
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Predicts every sample of a data set.
     *
     * @return {@code [samples][outputSteps * outputs]}; {@code outputs} in the order [horizon, targets]
     * @throws IllegalArgumentException where the data are not what the model takes: the message names both
     */
    public double[][] predict(Dataset data) {
        Scaling units = fitted(data);
        int width = outputWidth(data);
        double[][] predictions = new double[data.count()][width];
        forEachSample(data, width, (buffer, sample) -> {
            int from = sample % Runner.MAX_SEQUENCES * width;
            for (int output = 0; output < width; output++) {
                predictions[sample][output] = units.unscale(output, buffer[from + output]);
            }
        });
        return predictions;
    }

    /** The model opened for predicting again and again from one thread; the caller closes it. */
    public Predictor predictor() {
        return new Predictor(layout, new Runner(Engines.get(engineName), weights, layout, scaling));
    }

    /**
     * Compares predictions with the targets of a data set.
     *
     * @throws IllegalArgumentException where the data are not what the model takes (the message names both), or have
     *     no targets
     */
    public Evaluation evaluate(Dataset data) {
        Scaling units = fitted(data);
        if (!data.hasTargets()) {
            throw new IllegalArgumentException("the data have no targets to compare predictions with");
        }
        int width = outputWidth(data);
        Score score = new ErrorScore(data, units, meaning(data).targets());
        forEachSample(data, width, (buffer, sample) ->
                score.add(sample, buffer, sample % Runner.MAX_SEQUENCES * width));
        return score.evaluation();
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
        if (schema == null) {
            throw new IllegalStateException("the model does not know what its inputs and outputs mean, so it cannot"
                    + " cut windows from a series; say it with withSchema");
        }
        return Windows.of(schema).stride(stride).over(series, schema.scaler());
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
        int timeSteps = layout.timeSteps(inputs.length);
        if (inputs.length != timeSteps * layout.features()) {
            throw new IllegalArgumentException("inputs must hold one sequence of " + timeSteps * layout.features()
                    + " values but was of length " + inputs.length);
        }
        double[] scaled = new double[inputs.length];
        scaling.scale(inputs, 0, inputs.length, scaled);
        RunnerPool pool = pool();
        Runner runner = pool.take();
        try {
            double[][] layers = runner.network().trace(new Batch(scaled, 1, timeSteps));
            return new Trace(architecture(), layers, scaling, architecture().outputSteps(timeSteps));
        } finally {
            pool.giveBack(runner);
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Saves the model as a safetensors file with weights, architecture, schema and provenance; atomically, so that a
     * half-written file is never seen.
     *
     * @throws IOException where the file cannot be written: the message says why and what to do
     */
    public void save(Path path) throws IOException {
        ModelFile.write(path, weights, schema, provenance);
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

    private RunnerPool pool() {
        RunnerPool open = pool;
        return open != null ? open : openPool();
    }

    private synchronized RunnerPool openPool() {
        if (pool == null) {
            RunnerPool opened = RunnerPool.of(Engines.get(engineName), weights, layout, scaling);
            Cleaning.CLEANER.register(this, opened::close);
            pool = opened;
        }
        return pool;
    }

    /** What the numbers of a data set mean: the model's schema, or the data's own where it has none. */
    private Schema meaning(Dataset data) {
        return schema != null ? schema : data.schema();
    }

    private Scaling fitted(Dataset data) {
        DatasetFit.require(architecture(), schema, data);
        if (schema != null || !data.schema().isScaled()) {
            return scaling;
        }
        DatasetFit.requireOutputs(architecture(), data.schema());
        return new Scaling(data.schema(), precision(), layout.features(), layout.outputs());
    }

    private int outputWidth(Dataset data) {
        return Math.multiplyExact(architecture().outputSteps(data.timeSteps()), layout.outputs());
    }

    /** Computes the outputs of all samples, a part at a time, and hands on each with the part's outputs. */
    private void forEachSample(Dataset data, int width, ObjIntConsumer<double[]> consumer) {
        RunnerPool pool = pool();
        Runner runner = pool.take();
        try (Data resident = Engines.get(engineName).openData(data.samples(), precision())) {
            runner.forEachSample(resident, data.count(), width, consumer);
        } finally {
            pool.giveBack(runner);
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return architecture() + ", " + precision().id();
    }
}
