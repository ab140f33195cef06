package dev.elman.data;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.optim.Loss;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueChecksTest {

    private static final double[][][] INPUTS = {{{1}, {2}}, {{3}, {4}}};

    private static Dataset targets(double... values) {
        return Dataset.of(INPUTS, new double[][] {new double[values.length], values});
    }

    /** Targets of two samples, of which the first is right. */
    private static Dataset shares(double... second) {
        double[] first = new double[second.length];
        first[0] = 1;
        return Dataset.of(INPUTS, new double[][] {first, second});
    }

    @Test
    void tokensOutsideTheVocabularyAreNamed() {
        Architecture net = Architecture.inputs(1).embedding(5, 2).simpleRnn(2, Activation.TANH);
        ValueChecks.requireInputs(Dataset.tokens(new int[][] {{0, 4}, {2}}), net, true);
        Errors.refused(() -> ValueChecks.requireInputs(Dataset.tokens(new int[][] {{0, 4}, {2, 1, 5}}), net, true),
                "sample 1, time step 2", "from 0 to 4", "is 5");
        Errors.refused(() -> ValueChecks.requireInputs(Dataset.of(new double[][][] {{{1.5}}}), net, false), "is 1.5");
        Errors.refused(() -> ValueChecks.requireInputs(Dataset.of(new double[][][] {{{-1}}}), net, false), "is -1");
        // What is behind a length is no token.
        ValueChecks.requireInputs(Dataset.padded(new double[][][] {{{1}, {9}}}, new int[] {1}, null), net, true);
    }

    @Test
    void classesOutOfRangeAreNamed() {
        ValueChecks.requireTargets(targets(2), Loss.SPARSE_CROSS_ENTROPY, 3);
        Errors.refused(() -> ValueChecks.requireTargets(targets(3), Loss.SPARSE_CROSS_ENTROPY, 3),
                "sample 1, time step 0", "a class must be", "from 0 to 2", "3 outputs", "is 3");
        Errors.refused(() -> ValueChecks.requireTargets(targets(0.5), Loss.SPARSE_CROSS_ENTROPY, 3), "is 0.5");
        Errors.refused(() -> ValueChecks.requireTargets(targets(-1), Loss.SPARSE_CROSS_ENTROPY, 3), "is -1");
    }

    @Test
    void probabilitiesMustSumToOne() {
        ValueChecks.requireTargets(shares(.25, .5, .25), Loss.CROSS_ENTROPY, 3);
        ValueChecks.requireTargets(shares(.25, .5, .25 + 9e-7), Loss.CROSS_ENTROPY, 3);
        for (List<Double> bad : List.of(List.of(.25, .5, .25 + 2e-6), List.of(.2, .2, .2), List.of(0., 0., 0.))) {
            double[] second = bad.stream().mapToDouble(Double::doubleValue).toArray();
            Errors.refused(() -> ValueChecks.requireTargets(shares(second), Loss.CROSS_ENTROPY, 3),
                    "sample 1, time step 0", "3 classes must sum to 1 but sum to");
        }
        Errors.refused(() -> ValueChecks.requireTargets(shares(1.5, -.5), Loss.CROSS_ENTROPY, 2), "class 1", "-0.5");
    }

    @Test
    void probabilitiesMustBeProbabilities() {
        ValueChecks.requireTargets(targets(0, 1, .5), Loss.BINARY_CROSS_ENTROPY, 3);
        for (double bad : new double[] {-1e-9, 1 + 1e-9, 7}) {
            Errors.refused(() -> ValueChecks.requireTargets(targets(0, bad), Loss.BINARY_CROSS_ENTROPY, 2), "sample 1",
                    "from 0 to 1", "is " + bad);
        }
        ValueChecks.requireTargets(targets(7, -3), Loss.MEAN_SQUARED_ERROR, 2);
    }

    @Test
    void valuesBeyondTheRangeOfFloatAreRefusedWhereAFloatNetworkWouldUseThem() {
        Architecture net = Architecture.inputs(1).dense(1, Activation.LINEAR);
        Dataset large = Dataset.of(new double[][][] {{{1}}, {{-1e39}}});
        ValueChecks.requireInputs(large, net, false);
        Errors.refused(() -> ValueChecks.requireInputs(large, net, true), "sample 1", "an input is -1.0E39",
                "range of float", "precision double");
        ValueChecks.requireInputs(large.slice(0, 1), net, true);
        Dataset target = Dataset.of(new double[][][] {{{1}}}, new double[][] {{1e300}});
        Errors.refused(() -> ValueChecks.requireInputs(target, net, true), "a target is 1.0E300");
        Dataset one = Dataset.of(new double[][][] {{{1}}}, new double[][] {{1}});
        Errors.refused(() -> ValueChecks.requireInputs(one.withWeights(new double[] {1e39}), net, true), "a weight");
        Errors.refused(() -> ValueChecks.requireInputs(one.withStaticFeatures(new double[][] {{1e39}}), net, true),
                "a static feature");
        Errors.refused(() -> ValueChecks.requireInputs(one.withInitialStates(new double[][] {{1e39}}), net, true),
                "a value of its state");
    }
}
