package dev.elman.openblas;

import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.data.Samples;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Gru;
import dev.elman.layers.Lstm;
import dev.elman.optim.Adam;
import dev.elman.optim.Clipping;
import dev.elman.optim.Loss;
import dev.elman.optim.Truncation;
import java.util.Random;

/** Small networks and data sets for the tests of this package. */
final class Networks {

    static final Engine ENGINE = new NativeEngine();

    private Networks() {}

    static Architecture architecture(int features, int units, int outputs) {
        return Architecture.inputs(features).simpleRnn(units, Activation.TANH).dense(outputs, Activation.LINEAR);
    }

    static Objective objective() {
        return new Objective(Loss.MEAN_SQUARED_ERROR, Adam.keras(), Clipping.none(), Truncation.full());
    }

    /** A network with seeded weights. */
    static Network open(Architecture architecture, Precision precision, Objective objective, long seed) {
        Network network = ENGINE.openNetwork(architecture, precision, objective);
        network.write(Network.Part.PARAMETERS, random(architecture.parameterCount(), seed));
        return network;
    }

    /** Overlapping windows over one random walk, each followed by its target of one step. */
    static Samples windows(int count, int timeSteps, int features, int outputs, long seed) {
        double[] values = random((count + timeSteps) * features + outputs, seed);
        int[] inputs = new int[count];
        int[] targets = new int[count];
        for (int i = 0; i < count; i++) {
            inputs[i] = i * features;
            targets[i] = (i + timeSteps) * features;
        }
        return new Samples(values, timeSteps, features, inputs, 1, outputs, targets);
    }

    /** A little of every layer that takes any sequence: dropout, both directions, normalization, static features. */
    static Architecture everything(int features, int units, int outputs) {
        return Architecture.inputs(features)
                .bidirectional(new Gru(units).withRecurrentDropout(0.2))
                .dropout(0.3)
                .then(new Lstm(units).withDropout(0.1))
                .layerNormalization()
                .staticFeatures(2)
                .dense(outputs, Activation.GELU)
                .softmax();
    }

    /** Ragged windows with weights, static features and initial states for an architecture that gives all steps. */
    static Samples everything(int count, int timeSteps, int features, Architecture architecture) {
        int outputs = architecture.outputs();
        int[] inputs = new int[count];
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            inputs[i] = i;
            lengths[i] = 1 + i % timeSteps;
        }
        int state = architecture.stateSize();
        double[] values = random(count + timeSteps * (features + outputs) + state, 5);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]);
        }
        return new Samples(values, timeSteps, features, inputs, lengths, timeSteps, outputs, inputs, inputs,
                architecture.staticFeatures(), inputs, state, inputs, 0, 0);
    }

    static int[] order(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        return order;
    }

    /** Values in (-0.5, 0.5) that are floats. */
    static double[] random(int count, long seed) {
        Random random = new Random(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    static float[] randomFloats(int count, long seed) {
        double[] values = random(count, seed);
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    static double[] read(Network network, Network.Part part, int length) {
        double[] values = new double[length];
        network.read(part, values);
        return values;
    }
}
