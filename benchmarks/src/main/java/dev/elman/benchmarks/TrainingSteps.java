package dev.elman.benchmarks;

import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.data.Samples;
import dev.elman.layers.Architecture;
import dev.elman.layers.Parameter;
import dev.elman.optim.Adam;
import dev.elman.optim.Clipping;
import dev.elman.optim.Loss;
import dev.elman.optim.Truncation;
import dev.elman.random.Initializer;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;

/**
 * One engine's training steps on one mini-batch of random numbers, over and over: mean squared error, Adam, full
 * back-propagation through time. It stands at the engine's door, so that nothing but the step is timed.
 */
final class TrainingSteps implements Contender.Subject {

    private static final long SEED = 1;

    private final Data data;
    private final Network network;
    private final int[] order;
    private final double[] learningRates = {Adam.keras().learningRate()};
    private final double[] losses = new double[1];
    private long step;

    TrainingSteps(Engine engine, Precision precision, Workload workload) {
        Architecture architecture = workload.architecture();
        data = engine.openData(randomSamples(workload), precision);
        network = engine.openNetwork(
                architecture,
                precision,
                new Objective(Loss.MEAN_SQUARED_ERROR, Adam.keras(), Clipping.none(), Truncation.full()));
        network.write(Network.Part.PARAMETERS, randomWeights(architecture));
        order = new int[workload.batch()];
        for (int sample = 0; sample < order.length; sample++) {
            order[sample] = sample;
        }
    }

    @Override
    public void run() {
        if (network.train(data, order, 0, order.length, order.length, ++step, learningRates, losses) != 1) {
            throw new IllegalStateException("training step " + step + " diverged: " + network.divergence());
        }
    }

    @Override
    public double loss() {
        return losses[0];
    }

    @Override
    public int units() {
        return 1;
    }

    @Override
    public void close() {
        network.close();
        data.close();
    }

    private static Samples randomSamples(Workload workload) {
        int features = workload.architecture().features();
        int outputs = workload.architecture().outputs();
        int batch = workload.batch();
        int inputLength = workload.timeSteps() * features;
        double[] values = new double[batch * (inputLength + outputs)];
        Initializer.uniform(RandomStream.of(SEED, Purpose.DATA), values, 0, values.length, -1, 1);
        int[] inputOffsets = new int[batch];
        int[] targetOffsets = new int[batch];
        for (int sample = 0; sample < batch; sample++) {
            inputOffsets[sample] = sample * inputLength;
            targetOffsets[sample] = batch * inputLength + sample * outputs;
        }
        return new Samples(values, workload.timeSteps(), features, inputOffsets, 1, outputs, targetOffsets);
    }

    private static double[] randomWeights(Architecture architecture) {
        double[] weights = new double[architecture.parameterCount()];
        RandomStream stream = RandomStream.of(SEED, Purpose.WEIGHTS);
        for (Parameter parameter : architecture.parameters()) {
            double limit = 1 / Math.sqrt(architecture.outputWidth(parameter.layer()));
            Initializer.uniform(stream, weights, parameter.offset(), parameter.size(), -limit, limit);
        }
        return weights;
    }
}
