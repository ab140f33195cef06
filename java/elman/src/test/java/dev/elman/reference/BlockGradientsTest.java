package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.cases.Tolerances;
import dev.elman.data.Samples;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Embedding;
import dev.elman.layers.Gru;
import dev.elman.layers.LayerNormalization;
import dev.elman.layers.Lstm;
import dev.elman.layers.RecurrentLayer;
import dev.elman.layers.SimpleRnn;
import dev.elman.optim.LayerRule;
import dev.elman.optim.Loss;
import dev.elman.optim.Penalty;
import dev.elman.optim.Sgd;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The gradients of every block are those that central differences of the engine's own loss find. */
class BlockGradientsTest {

    private static final int COUNT = 3;
    private static final int STEPS = 4;

    @Test
    void ofActivations() {
        for (Activation activation : Activation.values()) {
            check(Architecture.inputs(2).dense(5, activation).dense(2, Activation.LINEAR), Loss.MEAN_SQUARED_ERROR);
            if (activation.isRecurrent()) {
                check(Architecture.inputs(2).simpleRnn(3, activation), Loss.MEAN_SQUARED_ERROR);
            }
        }
    }

    @Test
    void ofLayerNormalization() {
        for (LayerNormalization layer : List.of(LayerNormalization.keras(), LayerNormalization.torch())) {
            check(Architecture.inputs(2).dense(5, Activation.TANH).then(layer), Loss.MEAN_SQUARED_ERROR);
            check(Architecture.inputs(2).then(layer).simpleRnn(3, Activation.TANH).then(layer)
                    .dense(2, Activation.LINEAR), Loss.MEAN_SQUARED_ERROR);
        }
    }

    @Test
    void ofSoftmax() {
        check(Architecture.inputs(2).dense(5, Activation.LINEAR).softmax(), Loss.MEAN_SQUARED_ERROR);
        check(Architecture.inputs(2).simpleRnn(3, Activation.TANH).softmax().dense(2, Activation.TANH),
                Loss.MEAN_SQUARED_ERROR);
    }

    @Test
    void ofDropout() {
        check(Architecture.inputs(2).dropout(0.3).dense(5, Activation.TANH).dropout(0.5).dense(2, Activation.LINEAR),
                Loss.MEAN_SQUARED_ERROR);
        check(Architecture.inputs(2).simpleRnn(4, Activation.TANH).dropout(0.4).simpleRnn(3, Activation.TANH)
                .dropout(0.2), Loss.MEAN_SQUARED_ERROR);
        check(Architecture.inputs(2).then(new SimpleRnn(4, Activation.TANH).withDropout(0.4))
                .then(new SimpleRnn(3, Activation.TANH).withDropout(0.5)), Loss.MEAN_SQUARED_ERROR);
        for (RecurrentLayer layer : List.of(new SimpleRnn(3, Activation.TANH), new Lstm(3), new Gru(3))) {
            check(Architecture.inputs(2).dense(3, Activation.TANH)
                    .then(layer.withDropout(0.4).withRecurrentDropout(0.3)).allSteps(), Loss.MEAN_SQUARED_ERROR);
        }
    }

    @Test
    void ofEmbedding() {
        double[] tokens = {0, 2, 1, 2, 3, 0, 0, 1, 2, 2, 2, 4};
        Architecture learnt = Architecture.inputs(1).embedding(6, 3);
        check(learnt, Loss.MEAN_SQUARED_ERROR, tokens);
        check(learnt.simpleRnn(3, Activation.TANH), Loss.MEAN_SQUARED_ERROR, tokens);
        check(learnt.dropout(0.3).simpleRnn(3, Activation.TANH).allSteps().dense(5, Activation.LINEAR),
                Loss.SPARSE_CROSS_ENTROPY, tokens);
        // No central difference of padding's own vector would agree, since it is not learnt: none of these is padding.
        check(Architecture.inputs(1).then(new Embedding(6, 3, 5)), Loss.MEAN_SQUARED_ERROR, tokens);
    }

    @Test
    void ofStaticFeatures() {
        for (Architecture architecture : List.of(
                Architecture.inputs(2).staticFeatures(3).simpleRnn(3, Activation.TANH).dense(2, Activation.LINEAR),
                Architecture.inputs(2).simpleRnn(3, Activation.TANH).staticFeatures(3).dense(2, Activation.TANH),
                Architecture.inputs(2).dense(2, Activation.TANH).staticFeatures(3).simpleRnn(2, Activation.TANH)
                        .allSteps().staticFeatures(3).dense(2, Activation.LINEAR))) {
            Samples plain = samples(architecture, Loss.MEAN_SQUARED_ERROR, inputs(architecture));
            // The first three values of each sample's input are its static features too: any values do.
            check(Trial.of(architecture, Loss.MEAN_SQUARED_ERROR, plain.withStaticFeatures(3, plain.inputOffsets())));
        }
    }

    @Test
    void ofLosses() {
        for (Loss loss : List.of(Loss.MEAN_SQUARED_ERROR, Loss.HALF_SQUARED_ERROR, Loss.MEAN_ABSOLUTE_ERROR,
                Loss.huber(0.25), Loss.SPARSE_CROSS_ENTROPY, Loss.CROSS_ENTROPY, Loss.BINARY_CROSS_ENTROPY,
                Loss.quantiles(0.1, 0.75), Loss.GAUSSIAN)) {
            for (Architecture architecture : List.of(
                    Architecture.inputs(2).simpleRnn(3, Activation.TANH).dense(6, Activation.LINEAR),
                    Architecture.inputs(2).simpleRnn(6, Activation.TANH).allSteps())) {
                Samples plain = samples(architecture, loss, inputs(architecture));
                check(Trial.of(architecture, loss, plain));
                // Any values at least zero do as weights; here every third step has none.
                Samples weighted = withWeights(plain, architecture.outputSteps(STEPS));
                check(Trial.of(architecture, loss, weighted));
            }
        }
    }

    private static Samples withWeights(Samples samples, int steps) {
        double[] values = IntStream.range(0, samples.values().length + COUNT * steps)
                .mapToDouble(i -> i < samples.values().length ? samples.values()[i] : i % 3)
                .toArray();
        return new Samples(values, samples.timeSteps(), samples.features(), samples.inputOffsets(),
                samples.targetSteps(), samples.outputs(), samples.targetOffsets())
                .withWeights(Trial.every(samples.values().length, steps, COUNT));
    }

    @Test
    void ofPenalties() {
        Architecture architecture = Architecture.inputs(2).dense(3, Activation.TANH).layerNormalization()
                .gru(3).dense(2, Activation.LINEAR);
        LayerRule rule = new LayerRule(true, new Penalty(0.01, 0.02), new Penalty(0, 0.5), new Penalty(0.3, 0));
        List<LayerRule> rules = Collections.nCopies(4, rule);
        Samples samples = samples(architecture, Loss.MEAN_SQUARED_ERROR, inputs(architecture));
        check(Trial.of(architecture, Loss.MEAN_SQUARED_ERROR, Sgd.torch(), rules, samples));
    }

    private static void check(Architecture architecture, Loss loss) {
        check(architecture, loss, inputs(architecture));
    }

    private static void check(Architecture architecture, Loss loss, double[] inputs) {
        check(Trial.of(architecture, loss, samples(architecture, loss, inputs)));
    }

    private static double[] inputs(Architecture architecture) {
        return Trial.random(1, COUNT * STEPS * architecture.features());
    }

    /** Targets that fit any loss: classes, or probabilities that sum to one, or numbers. */
    private static Samples samples(Architecture architecture, Loss loss, double[] inputs) {
        int steps = architecture.outputSteps(STEPS);
        int width = loss.targets(architecture.outputs());
        double[] targets = Trial.random(2, COUNT * steps * width);
        for (int i = 0; i < targets.length; i++) {
            if (loss instanceof Loss.SparseCrossEntropy) {
                targets[i] = i * 7 % architecture.outputs();
            } else if (loss instanceof Loss.CrossEntropy) {
                targets[i] = (1 + i % width) * 2.0 / (width * (width + 1));
            } else if (loss instanceof Loss.BinaryCrossEntropy) {
                targets[i] = Math.abs(targets[i]);
            }
        }
        return Trial.samples(COUNT, STEPS, inputs, steps, targets);
    }

    private static void check(Trial trial) {
        double[] weights = Trial.random(3, trial.architecture().parameterCount());
        double error = trial.gradientError(weights, 5);
        assertTrue(error <= Tolerances.CENTRAL_DIFFERENCES,
                error + ": " + trial.architecture() + ", " + trial.objective());
    }
}
