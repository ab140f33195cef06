package dev.elman.reference;

import dev.elman.data.Samples;
import dev.elman.engine.Network;
import dev.elman.engine.Network.Part;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.Bidirectional.Merge;
import dev.elman.layers.Gru;
import dev.elman.layers.Lstm;
import dev.elman.layers.RecurrentLayer;
import dev.elman.layers.SimpleRnn;
import dev.elman.optim.Clipping;
import dev.elman.optim.Loss;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/** Small networks of every cell, depth and direction, with random weights and inputs. */
final class Stacks {

    static final int FEATURES = 2;
    static final int OUTPUTS = 2;

    /** One of every kind, of three units, with the last step alone. */
    static final List<RecurrentLayer> CELLS = List.of(
            new SimpleRnn(3, Activation.TANH), new Lstm(3), new Gru(3), new Gru(3).withResetAfter(false));

    private Stacks() {}

    /** Every cell forwards, alone and two deep, with the last step's output and with all. */
    static List<Architecture> forwards() {
        List<Architecture> all = new ArrayList<>();
        Architecture inputs = Architecture.inputs(FEATURES);
        for (RecurrentLayer cell : CELLS) {
            all.add(inputs.then(cell).dense(OUTPUTS, Activation.LINEAR));
            all.add(inputs.dense(3, Activation.TANH).then(cell).then(CELLS.get(1)).dense(OUTPUTS, Activation.LINEAR));
        }
        return withAllSteps(all);
    }

    /** Every cell backwards and in both directions, under and above others. */
    static List<Architecture> backwards() {
        List<Architecture> all = new ArrayList<>();
        Architecture inputs = Architecture.inputs(FEATURES);
        for (RecurrentLayer cell : CELLS) {
            for (Merge merge : Merge.values()) {
                all.add(inputs.then(new Bidirectional(cell, merge)).dense(OUTPUTS, Activation.LINEAR));
            }
            all.add(inputs.then(cell.withGoBackwards(true)).dense(OUTPUTS, Activation.LINEAR));
            all.add(inputs.bidirectional(cell).gru(3).dense(OUTPUTS, Activation.LINEAR));
            all.add(inputs.lstm(3).then(cell.withGoBackwards(true)).bidirectional(cell)
                    .dense(OUTPUTS, Activation.LINEAR));
        }
        return withAllSteps(all);
    }

    static List<Architecture> all() {
        List<Architecture> all = new ArrayList<>(forwards());
        all.addAll(backwards());
        return all;
    }

    private static List<Architecture> withAllSteps(List<Architecture> architectures) {
        List<Architecture> all = new ArrayList<>(architectures);
        architectures.forEach(architecture -> all.add(architecture.allSteps()));
        return all;
    }

    static Objective objective() {
        return new Objective(Loss.MEAN_SQUARED_ERROR, Sgd.keras(), Clipping.none(), Truncation.full());
    }

    /** A network with random weights; the caller closes it. */
    static Network open(Architecture architecture, Objective objective) {
        Network network = new ReferenceEngine().openNetwork(architecture, Precision.DOUBLE, objective);
        network.write(Part.PARAMETERS, random(architecture.parameterCount(), 1));
        return network;
    }

    /** Random numbers from [-1, 1). */
    static double[] random(int count, long seed) {
        RandomStream stream = RandomStream.of(seed, Purpose.DATA);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = stream.nextDouble(-1, 1);
        }
        return values;
    }

    /** Random samples for an architecture, of so many time steps in the data, one behind another. */
    static Samples samples(Architecture architecture, int count, int timeSteps) {
        int inputSize = timeSteps * FEATURES;
        int outputSteps = architecture.outputSteps(timeSteps);
        int sampleSize = inputSize + outputSteps * OUTPUTS;
        int[] inputOffsets = new int[count];
        int[] targetOffsets = new int[count];
        for (int i = 0; i < count; i++) {
            inputOffsets[i] = i * sampleSize;
            targetOffsets[i] = i * sampleSize + inputSize;
        }
        return new Samples(random(count * sampleSize, 2), timeSteps, FEATURES, inputOffsets, outputSteps, OUTPUTS,
                targetOffsets);
    }

    static double[] read(Network network, Part part, int length) {
        double[] values = new double[length];
        network.read(part, values);
        return values;
    }

    /** Sample numbers 0, 1, ... in order. */
    static int[] order(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        return order;
    }
}
