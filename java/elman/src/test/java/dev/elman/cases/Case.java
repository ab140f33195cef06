package dev.elman.cases;

import dev.elman.data.Samples;
import dev.elman.engine.Objective;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Gru;
import dev.elman.layers.Layer;
import dev.elman.layers.Lstm;
import dev.elman.layers.Parameter;
import dev.elman.optim.Clipping;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import dev.elman.optim.Sgd;
import dev.elman.random.Initializer;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import java.util.Arrays;

/**
 * One row of the table of cases: a network, what it minimises and how, the shapes of a mini-batch, and a seed from
 * which weights and data are drawn. A point (weights and data) can be drawn again by another {@code draw} number.
 *
 * <p>{@code kind} is that of the first recurrent layer, {@code upperKind} that of the recurrent layers above it;
 * {@code recurrentActivation} is that of the gates, where a layer has any.
 */
public record Case(
        Stack stack,
        Kind kind,
        Kind upperKind,
        Activation rnnActivation,
        Activation recurrentActivation,
        Activation denseActivation,
        boolean bias,
        int batch,
        int timeSteps,
        int features,
        int units,
        Loss loss,
        Optimizer optimizer,
        Clipping clipping,
        Reach reach,
        boolean allSteps,
        long seed) {

    /** More samples than the mini-batch takes, so that sample numbers and places in a mini-batch differ. */
    private static final int SPARE_SAMPLES = 3;

    /**
     * The norm of every recurrent kernel. Below one, so that linear and relu states cannot grow beyond some twenty
     * times their input; near one, so that gradients still arrive after fifty steps.
     */
    private static final double RECURRENT_NORM = 0.95;

    /**
     * What the weights of layers with tanh gates are multiplied by. A negative z makes 1 - z greater than one, so that
     * a GRU may amplify from step to step; after fifty steps too little of a difference would be left that is not noise.
     */
    private static final double NEGATIVE_GATES = 0.5;

    public Architecture architecture() {
        int outputs = 1 + (int) Math.floorMod(seed, 3L);
        return stack.architecture(this, outputs);
    }

    public Objective objective() {
        return new Objective(loss, optimizer, clipping, reach.truncation(timeSteps));
    }

    /** The samples of the mini-batch, in no particular order, some of the data set's left out. */
    public int[] order() {
        int[] all = new int[sampleCount()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        RandomStream.of(seed, Purpose.SHUFFLE).shuffle(all);
        return Arrays.copyOf(all, batch);
    }

    /** The time steps of the mini-batch that have a target, over which a loss is averaged. */
    public long lossSteps() {
        return (long) batch * architecture().outputSteps(timeSteps);
    }

    public int sampleCount() {
        return batch + SPARE_SAMPLES;
    }

    /**
     * The learning rate for training curves. A summed loss has gradients as many times larger as it has terms; plain
     * gradient descent would leave the region in which it converges.
     */
    public double learningRate() {
        double rate = optimizer.learningRate();
        if (optimizer instanceof Sgd && !loss.averaged()) {
            Architecture architecture = architecture();
            rate /= (double) batch * architecture.outputSteps(timeSteps) * architecture.outputs();
        }
        return rate;
    }

    /**
     * Weights, rounded to floats: both engines start from the same ones. Kernels are Glorot uniform for each gate by
     * itself: products of three gates that are all near zero would leave little to compare.
     */
    public double[] parameters(int draw) {
        Architecture architecture = architecture();
        double[] values = new double[architecture.parameterCount()];
        for (int i = 0; i < architecture.parameters().size(); i++) {
            Parameter parameter = architecture.parameters().get(i);
            RandomStream stream = RandomStream.of(seed, Purpose.WEIGHTS, draw, 0, i);
            int offset = parameter.offset();
            Layer layer = architecture.layers().get(parameter.layer());
            boolean gated = layer instanceof Lstm || layer instanceof Gru;
            double scale = gated && recurrentActivation == Activation.TANH ? NEGATIVE_GATES : 1;
            switch (parameter.role()) {
                case KERNEL -> {
                    int units = architecture.outputWidth(parameter.layer());
                    double limit = scale * Math.sqrt(6.0 / (parameter.rows() + units));
                    Initializer.uniform(stream, values, offset, parameter.size(), -limit, limit);
                }
                case RECURRENT_KERNEL -> {
                    Initializer.orthogonal(stream, values, offset, parameter.rows(), parameter.columns());
                    for (int j = offset; j < offset + parameter.size(); j++) {
                        values[j] *= scale * RECURRENT_NORM;
                    }
                }
                case EMBEDDING, SCALE -> throw new AssertionError("no row has a " + parameter.role());
                case BIAS, RECURRENT_BIAS -> Initializer.uniform(stream, values, offset, parameter.size(), -0.3, 0.3);
            }
        }
        return roundToFloat(values);
    }

    /**
     * Inputs in [-1, 1) and targets in [-2, 2), rounded to floats. In every other case the inputs are overlapping
     * windows over one series.
     */
    public Samples samples(int draw) {
        Architecture architecture = architecture();
        RandomStream stream = RandomStream.of(seed, Purpose.DATA, draw);
        int count = sampleCount();
        int inputSize = timeSteps * features;
        int targetSteps = architecture.outputSteps(timeSteps);
        int targetSize = targetSteps * architecture.outputs();
        int stride = seed % 2 == 0 ? features : inputSize;
        int inputValues = (count - 1) * stride + inputSize;
        double[] values = new double[inputValues + count * targetSize];
        int[] inputOffsets = new int[count];
        int[] targetOffsets = new int[count];
        Initializer.uniform(stream, values, 0, inputValues, -1, 1);
        Initializer.uniform(stream, values, inputValues, count * targetSize, -2, 2);
        for (int i = 0; i < count; i++) {
            inputOffsets[i] = i * stride;
            targetOffsets[i] = inputValues + i * targetSize;
        }
        return new Samples(
                roundToFloat(values),
                timeSteps,
                features,
                inputOffsets,
                targetSteps,
                architecture.outputs(),
                targetOffsets);
    }

    private static double[] roundToFloat(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) values[i];
        }
        return values;
    }
}
