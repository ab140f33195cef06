package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Samples;
import dev.elman.engine.Data;
import dev.elman.engine.Network;
import dev.elman.engine.Network.Part;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.RecurrentLayer;
import dev.elman.optim.Clipping;
import dev.elman.optim.Loss;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Gradients are those of the engine's own loss, by central differences: of every direction, of ragged batches, of
 * batches that begin in some state, and under dropout, whose masks stay the same while the weights move.
 */
class OwnLossTest {

    private static final int T = 4;
    private static final int COUNT = 3;
    private static final double STEP = 1e-5;

    private final Objective objective = new Objective(
            Loss.MEAN_SQUARED_ERROR, Sgd.keras(), Clipping.none(), Truncation.full(), List.of(), 0, 11);

    @Test
    void inEveryDirection() {
        for (Architecture architecture : Stacks.all()) {
            check(architecture, Stacks.samples(architecture, COUNT, T));
        }
    }

    @Test
    void ofRaggedBatchesThatBeginInSomeState() {
        for (Architecture architecture : Stacks.all()) {
            check(architecture, withStates(
                    architecture, Stacks.samples(architecture, COUNT, T).withLengths(new int[] {4, 1, 3})));
        }
    }

    @Test
    void underDropoutOfInputsAndStates() {
        List<Architecture> all = new ArrayList<>();
        for (RecurrentLayer cell : Stacks.CELLS) {
            RecurrentLayer dropping = cell.withDropout(0.3).withRecurrentDropout(0.4);
            Architecture inputs = Architecture.inputs(Stacks.FEATURES);
            all.add(inputs.then(dropping).dense(Stacks.OUTPUTS, Activation.LINEAR).allSteps());
            all.add(inputs.then(dropping).then(dropping).dense(Stacks.OUTPUTS, Activation.LINEAR));
            all.add(inputs.then(dropping.withGoBackwards(true)).dense(Stacks.OUTPUTS, Activation.LINEAR));
            all.add(inputs.then(cell).then(new Bidirectional(dropping)).dense(Stacks.OUTPUTS, Activation.LINEAR));
        }
        for (Architecture architecture : all) {
            check(architecture, withStates(architecture, Stacks.samples(architecture, COUNT, T)));
        }
    }

    private static Samples withStates(Architecture architecture, Samples samples) {
        int size = architecture.stateSize();
        double[] values = Stacks.random(samples.values().length + COUNT * size, 2);
        int[] offsets = new int[COUNT];
        for (int i = 0; i < COUNT; i++) {
            offsets[i] = samples.values().length + i * size;
        }
        return new Samples(values, T, samples.features(), samples.inputOffsets(), samples.targetSteps(),
                samples.outputs(), samples.targetOffsets()).withLengths(samples.lengths())
                .withInitialStates(size, offsets);
    }

    private void check(Architecture architecture, Samples samples) {
        int count = architecture.parameterCount();
        int[] order = Stacks.order(COUNT);
        long steps = samples.lossSteps(order, 0, COUNT);
        double largest = 0;
        try (Network network = Stacks.open(architecture, objective);
                Data data = new ReferenceEngine().openData(samples, Precision.DOUBLE)) {
            double[] weights = Stacks.read(network, Part.PARAMETERS, count);
            network.gradient(data, order, 0, COUNT, steps, 0, 3);
            double[] gradient = Stacks.read(network, Part.GRADIENT, count);
            for (int i = 0; i < count; i++) {
                double weight = weights[i];
                weights[i] = weight + STEP;
                network.write(Part.PARAMETERS, weights);
                double above = network.gradient(data, order, 0, COUNT, steps, 0, 3);
                weights[i] = weight - STEP;
                network.write(Part.PARAMETERS, weights);
                double below = network.gradient(data, order, 0, COUNT, steps, 0, 3);
                weights[i] = weight;
                assertEquals((above - below) / (2 * STEP), gradient[i], 1e-8,
                        architecture + ", parameter " + i);
                largest = Math.max(largest, Math.abs(gradient[i]));
            }
        }
        assertTrue(largest > 1e-3, architecture.toString());
    }
}
