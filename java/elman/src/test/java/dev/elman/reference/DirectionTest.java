package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.engine.Batch;
import dev.elman.engine.Network;
import dev.elman.engine.Network.Part;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.Bidirectional.Merge;
import dev.elman.layers.RecurrentLayer;
import dev.elman.layers.SimpleRnn;
import dev.elman.optim.Clipping;
import dev.elman.optim.Loss;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import org.junit.jupiter.api.Test;

/**
 * Layers that go backwards, worked by hand. One linear unit without a bias over x = 1, 2, 4. The forward cell,
 * {@code f = 2 x + f / 2}, gives 2, 5, 10.5. The backward cell, {@code b = 3 x - b}, reads 4, 2, 1 and gives 12, -6, 9.
 */
class DirectionTest {

    private static final RecurrentLayer UNIT = new SimpleRnn(1, Activation.LINEAR).withBias(false);
    private static final Architecture X = Architecture.inputs(1);
    private static final double[] BACKWARD = {3, -1};
    private static final double[] BOTH = {2, 0.5, 3, -1};

    @Test
    void goBackwardsGivesItsOutputsInTheOrderOfReading() {
        RecurrentLayer backwards = UNIT.withGoBackwards(true);
        check(X.then(backwards), BACKWARD, 3, 9);
        check(X.then(backwards).allSteps(), BACKWARD, 3, 12, -6, 9);
    }

    /** Within its length: of x = 1, 2 the cell reads 2, 1 and gives 6, -3. */
    @Test
    void goBackwardsReversesWithinTheLength() {
        RecurrentLayer backwards = UNIT.withGoBackwards(true);
        check(X.then(backwards), BACKWARD, 2, -3);
        check(X.then(backwards).allSteps(), BACKWARD, 2, 6, -3, 0);
    }

    @Test
    void bothDirectionsAreMergedStepByStep() {
        check(both(Merge.CONCAT).allSteps(), BOTH, 3, 2, 9, 5, -6, 10.5, 12);
        check(both(Merge.SUM).allSteps(), BOTH, 3, 11, -1, 22.5);
        check(both(Merge.MULTIPLY).allSteps(), BOTH, 3, 18, -30, 126);
        check(both(Merge.AVERAGE).allSteps(), BOTH, 3, 5.5, -0.5, 11.25);
    }

    /** From what either gives at the end of its reading: 10.5 and 9. */
    @Test
    void theLastStepIsMergedFromTheEndsOfBothReadings() {
        check(both(Merge.CONCAT), BOTH, 3, 10.5, 9);
        check(both(Merge.SUM), BOTH, 3, 19.5);
        check(both(Merge.MULTIPLY), BOTH, 3, 94.5);
        check(both(Merge.AVERAGE), BOTH, 3, 9.75);
    }

    /** Of x = 1, 2 the forward cell gives 2, 5 and the backward one 6, -3. */
    @Test
    void bothDirectionsKeepWithinTheLength() {
        check(both(Merge.CONCAT).allSteps(), BOTH, 2, 2, -3, 5, 6, 0, 0);
        check(both(Merge.CONCAT), BOTH, 2, 5, -3);
    }

    /** From 4 and 10 the forward cell gives 4, 6, 11, the backward one 2, 4, -1; each ends in its last output. */
    @Test
    void statesBelongToTheOrderOfReading() {
        double[] outputs = new double[6];
        double[] ends = new double[2];
        try (Network network = open(both(Merge.CONCAT).allSteps(), BOTH)) {
            network.predict(
                    new Batch(new double[] {1, 2, 4}, 1, 3, null, null, new double[] {4, 10}), outputs, ends);
        }
        assertArrayEquals(new double[] {4, -1, 6, 4, 11, 2}, outputs);
        assertArrayEquals(new double[] {11, -1}, ends);
    }

    @Test
    void theTraceShowsTheStepsBeforeTheLastInTheOrderOfReading() {
        try (Network network = open(both(Merge.CONCAT), BOTH)) {
            double[][] trace = network.trace(new Batch(new double[] {1, 2, 4}, 1, 3));
            assertArrayEquals(new double[] {2, 12, 5, -6, 10.5, 9}, trace[0]);
        }
    }

    @Test
    void truncationIsRefused() {
        Objective truncated =
                new Objective(Loss.MEAN_SQUARED_ERROR, Sgd.keras(), Clipping.none(), Truncation.of(5));
        for (Architecture architecture : Stacks.backwards()) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> new ReferenceEngine().openNetwork(architecture, Precision.DOUBLE, truncated));
            assertTrue(refused.getMessage().contains("truncation length is 5"), refused.getMessage());
        }
    }

    private static Architecture both(Merge merge) {
        return X.then(new Bidirectional(UNIT, merge));
    }

    private static Network open(Architecture architecture, double... weights) {
        Network network = new ReferenceEngine().openNetwork(architecture, Precision.DOUBLE, null);
        network.write(Part.PARAMETERS, weights);
        return network;
    }

    private static void check(Architecture architecture, double[] weights, int length, double... expected) {
        double[] outputs = new double[expected.length];
        try (Network network = open(architecture, weights)) {
            network.predict(
                    new Batch(new double[] {1, 2, 4}, 1, 3, new int[] {length}, null, null), outputs, null);
        }
        assertArrayEquals(expected, outputs);
    }
}
