package dev.elman.reference;

import dev.elman.cases.Tolerances;
import dev.elman.data.Samples;
import dev.elman.engine.Data;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.optim.Clipping;
import dev.elman.optim.LayerRule;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import java.util.List;
import java.util.stream.IntStream;

/** A network of the reference engine with all samples of a data set as its one mini-batch. */
record Trial(Architecture architecture, Objective objective, Samples samples) {

    private static final double STEP = 1e-5;

    /** A network that is trained by a loss alone, without anything special. */
    static Trial of(Architecture architecture, Loss loss, Samples samples) {
        return of(architecture, loss, Sgd.torch(), List.of(), samples);
    }

    static Trial of(
            Architecture architecture, Loss loss, Optimizer optimizer, List<LayerRule> rules, Samples samples) {
        Objective objective =
                new Objective(loss, optimizer, Clipping.none(), Truncation.full(), rules, 0, 0x5EEDL << 33 | 1);
        return new Trial(architecture, objective, samples);
    }

    /** Random numbers of [-1, 1). */
    static double[] random(int seed, int count) {
        RandomStream stream = RandomStream.of(seed, Purpose.DATA);
        return IntStream.range(0, count).mapToDouble(i -> stream.nextDouble(-1, 1)).toArray();
    }

    /** Samples of {@code [steps, features]} with targets of {@code [targetSteps, outputs]}, one behind another. */
    static Samples samples(int count, int steps, double[] inputs, int targetSteps, double[] targets) {
        double[] values = new double[inputs.length + targets.length];
        System.arraycopy(inputs, 0, values, 0, inputs.length);
        System.arraycopy(targets, 0, values, inputs.length, targets.length);
        int each = targets.length / count;
        return new Samples(values, steps, inputs.length / count / steps, every(0, inputs.length / count, count),
                targetSteps, each / targetSteps, every(inputs.length, each, count));
    }

    static int[] every(int from, int distance, int count) {
        return IntStream.range(0, count).map(i -> from + i * distance).toArray();
    }

    /** A call on an open network with the data. */
    interface Call<T> {
        T apply(Network network, Data data);
    }

    /** Opens the network with the given weights for one call. */
    <T> T with(double[] weights, Call<T> call) {
        ReferenceEngine engine = new ReferenceEngine();
        try (Data data = engine.openData(samples, Precision.DOUBLE);
                Network network = engine.openNetwork(architecture, Precision.DOUBLE, objective)) {
            network.write(Network.Part.PARAMETERS, weights);
            return call.apply(network, data);
        }
    }

    /** The mini-batch's loss as step number {@code step} finds it. */
    double loss(Network network, Data data, long step) {
        int[] order = every(0, 1, samples.count());
        return network.gradient(data, order, 0, order.length, samples.lossSteps(order, 0, order.length), 0, step);
    }

    double loss(double[] weights, long step) {
        return with(weights, (network, data) -> loss(network, data, step));
    }

    /** The gradient of the mini-batch's loss. */
    double[] gradient(double[] weights, long step) {
        return with(weights, (network, data) -> {
            loss(network, data, step);
            return read(network, Network.Part.GRADIENT, weights.length);
        });
    }

    static double[] read(Network network, Network.Part part, int length) {
        double[] vector = new double[length];
        network.read(part, vector);
        return vector;
    }

    /** How far the gradient is from central differences of the loss. */
    double gradientError(double[] weights, long step) {
        double[] found = gradient(weights, step);
        double[] expected = with(weights, (network, data) -> {
            double[] differences = new double[weights.length];
            for (int i = 0; i < weights.length; i++) {
                differences[i] = (moved(network, data, weights, i, STEP, step)
                        - moved(network, data, weights, i, -STEP, step)) / (2 * STEP);
            }
            return differences;
        });
        return Tolerances.error(found, expected);
    }

    private double moved(Network network, Data data, double[] weights, int i, double by, long step) {
        double[] moved = weights.clone();
        moved[i] += by;
        network.write(Network.Part.PARAMETERS, moved);
        return loss(network, data, step);
    }
}
