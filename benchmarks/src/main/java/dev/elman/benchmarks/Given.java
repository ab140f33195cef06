package dev.elman.benchmarks;

import dev.elman.data.Dataset;
import dev.elman.data.Scaler;
import dev.elman.data.TimeSeries;
import dev.elman.data.Windows;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.layers.Parameter;
import dev.elman.random.Initializer;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import dev.elman.training.Initialization;
import java.util.Arrays;

/**
 * The numbers that everybody who does a workload begins with, the same for all: weights, inputs, targets, the order of
 * samples. Each is a float, so that an engine in double starts from the same ones.
 */
final class Given {

    /** The seed of everything. */
    static final long SEED = 1;

    /** How many inputs of a stream there are; they come again and again. */
    static final int STREAM_INPUTS = 64;

    private static final int MONTHS = 2820;
    private static final int MONTHS_PER_CYCLE = 131;

    private final Workload workload;
    private final Architecture architecture;
    private final double[] weights;
    private final Dataset samples;

    private Given(Workload workload, double[] weights, Dataset samples) {
        this.workload = workload;
        this.architecture = workload.architecture();
        this.weights = weights;
        this.samples = samples;
    }

    static Given of(Workload workload) {
        Architecture architecture = workload.architecture();
        if (workload.task() == Workload.Task.SUNSPOTS_FIT) {
            // What a trainer with this seed begins with.
            return new Given(workload, Initialization.keras().values(architecture, SEED, Precision.FLOAT),
                    sunspots(workload));
        }
        int count = workload.task() == Workload.Task.STREAM_STEP ? STREAM_INPUTS : workload.batch();
        return new Given(workload, randomWeights(architecture),
                Dataset.of(random(count * workload.timeSteps() * workload.features(), 0), count, workload.timeSteps(),
                        workload.features(), random(count, 1), 1, 1));
    }

    private static double[] random(int count, int stream) {
        double[] values = new double[count];
        Initializer.uniform(RandomStream.of(SEED, Purpose.DATA, stream), values, 0, count, -1, 1);
        return rounded(values);
    }

    private static double[] randomWeights(Architecture architecture) {
        double[] weights = new double[architecture.parameterCount()];
        RandomStream stream = RandomStream.of(SEED, Purpose.WEIGHTS);
        for (Parameter parameter : architecture.parameters()) {
            double limit = 1 / Math.sqrt(architecture.outputWidth(0));
            Initializer.uniform(stream, weights, parameter.offset(), parameter.size(), -limit, limit);
        }
        return rounded(weights);
    }

    private static double[] rounded(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) values[i];
        }
        return values;
    }

    /**
     * The tutorial's windows over a series that is made up, of its length and period: a training step takes the same
     * time whatever its numbers are.
     */
    private static Dataset sunspots(Workload workload) {
        double[] counts = new double[MONTHS];
        for (int month = 0; month < MONTHS; month++) {
            counts[month] = 60 * (1 - Math.cos(2 * Math.PI * month / MONTHS_PER_CYCLE));
        }
        TimeSeries series = TimeSeries.of(counts);
        Scaler scaler = Scaler.minMax().fit(series);
        Dataset windows = Windows.lookBack(workload.timeSteps()).stride(workload.timeSteps())
                .over(series.splitAt(0.8).train(), scaler);
        if (windows.count() != workload.miniBatches() * workload.batch()) {
            throw new IllegalStateException("there are " + windows.count() + " windows");
        }
        return windows;
    }

    Workload workload() {
        return workload;
    }

    /** All weights one behind another, as the architecture lays them out. */
    double[] weights() {
        return weights.clone();
    }

    /** A layer's weights of one role, row-major. */
    float[] weights(int layer, Parameter.Role role) {
        for (Parameter parameter : architecture.parameters()) {
            if (parameter.layer() == layer && parameter.role() == role) {
                return floats(Arrays.copyOfRange(
                        weights, parameter.offset(), parameter.offset() + parameter.size()));
            }
        }
        throw new IllegalArgumentException("layer " + layer + " has no " + role.id());
    }

    /** The samples: of a fit all, of a training step or a prediction one mini-batch, of a stream one for each step. */
    Dataset samples() {
        return samples;
    }

    /** {@code [samples, timeSteps, features]}. */
    float[] inputs() {
        int length = workload.timeSteps() * workload.features();
        float[] inputs = new float[samples.count() * length];
        for (int sample = 0; sample < samples.count(); sample++) {
            System.arraycopy(floats(samples.input(sample)), 0, inputs, sample * length, length);
        }
        return inputs;
    }

    /** {@code [samples]}. */
    float[] targets() {
        float[] targets = new float[samples.count()];
        for (int sample = 0; sample < targets.length; sample++) {
            targets[sample] = (float) samples.target(sample)[0];
        }
        return targets;
    }

    /** The order of samples in an epoch of a fit, from 1: the one that a trainer with this seed takes. */
    static void order(int[] order, int epoch) {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        RandomStream.of(SEED, Purpose.SHUFFLE, epoch).shuffle(order);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
