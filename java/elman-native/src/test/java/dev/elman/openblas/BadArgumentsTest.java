package dev.elman.openblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Engines;
import dev.elman.engine.Network.Part;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Every argument of every method, wrong: an exception that names it, and a network that works as before. */
class BadArgumentsTest {

    private static final int FEATURES = 2;
    private static final int UNITS = 4;
    private static final int OUTPUTS = 3;
    private static final int TIME_STEPS = 5;
    private static final int COUNT = 10;
    private static final Architecture ARCHITECTURE = Networks.architecture(FEATURES, UNITS, OUTPUTS);

    private final Data data =
            Networks.ENGINE.openData(Networks.windows(COUNT, TIME_STEPS, FEATURES, OUTPUTS, 1), Precision.FLOAT);
    private final Network network = Networks.open(ARCHITECTURE, Precision.FLOAT, Networks.objective(), 2);
    private final int[] order = Networks.order(COUNT);

    @AfterEach
    void theNetworkStillWorks() {
        assertTrue(Double.isFinite(network.gradient(data, order, 0, COUNT, COUNT, 0, 1)));
        assertTrue(network.update(1, 1, 1e-3));
        network.close();
        data.close();
    }

    @Test
    void vectorsOfTheWrongLength() {
        int count = ARCHITECTURE.parameterCount();
        refused("destination must hold exactly " + count, () -> network.read(Part.PARAMETERS, new double[count - 1]));
        refused("destination must hold exactly " + count, () -> network.read(Part.GRADIENT, new double[0]));
        refused("destination must hold exactly " + 2 * count,
                () -> network.read(Part.OPTIMIZER_STATE, new double[count]));
        refused("source must hold exactly " + count, () -> network.write(Part.PARAMETERS, new double[count + 1]));
        refused("source must hold exactly " + 2 * count,
                () -> network.write(Part.OPTIMIZER_STATE, new double[count]));
    }

    @Test
    void theGradientCannotBeWritten() {
        refused("GRADIENT", () -> network.write(Part.GRADIENT, new double[ARCHITECTURE.parameterCount()]));
    }

    @Test
    void rangesOfTheOrder() {
        int[][] bad = {{-1, 3}, {0, 0}, {3, 2}, {0, COUNT + 1}, {Integer.MIN_VALUE, Integer.MAX_VALUE}, {COUNT, COUNT}};
        for (int[] range : bad) {
            refused("from and to", () -> network.gradient(data, order, range[0], range[1], COUNT, 0, 1));
            refused("from and to",
                    () -> network.train(data, order, range[0], range[1], 2, 1, new double[9], new double[9]));
            refused("from and to", () -> network.evaluate(data, range[0], range[1], 0, null, 0));
        }
    }

    @Test
    void sampleNumbers() {
        for (int bad : new int[] {-1, COUNT, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            int[] wrong = {0, 1, bad, 3};
            refused("order[2] must be from 0 to 9, the last sample, but was " + bad,
                    () -> network.gradient(data, wrong, 0, 4, 4, 0, 1));
            refused("order[2]", () -> network.train(data, wrong, 0, 4, 2, 1, new double[2], new double[2]));
        }
    }

    @Test
    void sampleNumbersOutsideTheRangeAreNotLookedAt() {
        network.gradient(data, new int[] {-5, 1, 2, 99}, 1, 3, 2, 0, 1);
        network.update(1, 1, 0);
    }

    @Test
    void miniBatchesSmallerThanTheirShard() {
        refused("miniBatchSteps must be at least 10", () -> network.gradient(data, order, 0, 10, 9, 0, 1));
        refused("miniBatchSteps", () -> network.gradient(data, order, 0, 10, Integer.MIN_VALUE, 0, 1));
    }

    @Test
    void shardNumbers() {
        for (int bad : new int[] {-1, Network.MAX_SHARDS, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            refused("shard must be from 0 to 15 but was " + bad, () -> network.gradient(data, order, 0, 1, 1, bad, 1));
            refused("shard must be from 0 to 15", () -> network.evaluate(data, 0, 1, bad, null, 0));
        }
        for (int bad : new int[] {-1, 0, Network.MAX_SHARDS + 1, Integer.MAX_VALUE}) {
            refused("shards must be from 1 to 16 but was " + bad, () -> network.update(bad, 1, 1e-3));
        }
    }

    @Test
    void updatesOfShardsThatWereNotComputed() {
        assertThrows(RuntimeException.class, () -> network.update(1, 1, 1e-3));
        network.gradient(data, order, 0, 1, 2, 0, 1);
        assertThrows(RuntimeException.class, () -> network.update(2, 1, 1e-3));
    }

    @Test
    void stepNumbersAndLearningRates() {
        network.gradient(data, order, 0, 1, 1, 0, 1);
        for (long bad : new long[] {0, -1, Long.MIN_VALUE}) {
            refused("step must be at least 1 but was " + bad, () -> network.update(1, bad, 1e-3));
            refused("firstStep must be at least 1",
                    () -> network.train(data, order, 0, 1, 1, bad, new double[1], new double[1]));
        }
        for (double bad : new double[] {-1e-3, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            refused("learningRate must be at least 0 and finite but was " + bad, () -> network.update(1, 1, bad));
            refused("learningRates[1] must be",
                    () -> network.train(data, order, 0, 4, 2, 1, new double[] {0, bad}, new double[2]));
        }
    }

    @Test
    void batchSizesAndArraysOfTrain() {
        refused("batchSize must be at least 1 but was 0",
                () -> network.train(data, order, 0, 4, 0, 1, new double[4], new double[4]));
        refused("learningRates must hold at least 2",
                () -> network.train(data, order, 0, 4, 3, 1, new double[1], new double[2]));
        refused("losses must hold at least 2",
                () -> network.train(data, order, 0, 4, 3, 1, new double[2], new double[1]));
        refused("firstStep must be at most",
                () -> network.train(data, order, 0, 4, 2, Long.MAX_VALUE - 1, new double[2], new double[2]));
        network.train(data, order, 0, 4, Integer.MAX_VALUE, Long.MAX_VALUE - 1, new double[1], new double[1]);
    }

    @Test
    void outputsOfEvaluate() {
        refused("outputs from outputOffset on must hold", () -> network.evaluate(data, 0, 2, 0, new double[5], 0));
        refused("outputs from outputOffset on must hold", () -> network.evaluate(data, 0, 2, 0, new double[6], 1));
        refused("outputOffset", () -> network.evaluate(data, 0, 2, 0, new double[6], -1));
        refused("outputOffset", () -> network.evaluate(data, 0, 2, 0, new double[6], Integer.MAX_VALUE));
    }

    @Test
    void shapesOfPredict() {
        float[] inputs = new float[2 * TIME_STEPS * FEATURES];
        double[] doubles = new double[inputs.length];
        refused("batch must be at least 1 but was 0", () -> network.predict(inputs, 0, 5, new float[6]));
        refused("timeSteps must be at least 1 but was -1", () -> network.predict(doubles, 1, -1, new double[6]));
        refused("inputs must hold", () -> network.predict(inputs, 3, 5, new float[9]));
        refused("inputs must hold", () -> network.predict(inputs, 65536, 65536, new float[9]));
        refused("inputs must hold",
                () -> network.predict(doubles, Integer.MAX_VALUE, Integer.MAX_VALUE, new double[9]));
        refused("outputs must hold", () -> network.predict(inputs, 2, 5, new float[5]));
        refused("outputs must hold", () -> network.predict(doubles, 2, 5, new double[0]));
    }

    @Test
    void shapesOfTrace() {
        refused("timeSteps must be at least 1 but was 0", () -> network.trace(new Batch(new double[4], 1, 0)));
        refused("inputs must hold", () -> network.trace(new Batch(new double[3], 1, 2)));
        refused("inputs must hold", () -> network.trace(new Batch(new double[3], 1, Integer.MAX_VALUE)));
    }

    @Test
    void dataOfAnotherKind() {
        try (Data doubles = open(Networks.windows(COUNT, 5, FEATURES, OUTPUTS, 1), Precision.DOUBLE);
                Data wide = open(Networks.windows(COUNT, 5, FEATURES + 1, OUTPUTS, 1), Precision.FLOAT);
                Data other = open(Networks.windows(COUNT, 5, FEATURES, OUTPUTS + 1, 1), Precision.FLOAT);
                Data bare = open(
                        new Samples(new double[10], 5, FEATURES, new int[] {0}, 0, 0, new int[0]), Precision.FLOAT);
                Data foreign = Engines.get("reference")
                        .openData(Networks.windows(COUNT, 5, FEATURES, OUTPUTS, 1), Precision.FLOAT)) {
            refusedByTraining("precision float but has double", doubles);
            refusedByTraining("2 features but has 3", wide);
            refusedByTraining("the shape [1, 3], as the network's", other);
            refusedByTraining("must have targets to learn from", bare);
            refusedByTraining("opened by the engine 'native'", foreign);
            refused("precision", () -> network.evaluate(doubles, 0, 1, 0, null, 0));
            refused("features", () -> network.evaluate(wide, 0, 1, 0, null, 0));
            refused("the shape [1, 3]", () -> network.evaluate(other, 0, 1, 0, null, 0));
            refused("opened by the engine 'native'", () -> network.evaluate(foreign, 0, 1, 0, null, 0));
            assertEquals(0, network.evaluate(bare, 0, 1, 0, new double[3], 0));
        }
    }

    @Test
    void emptyDataCannotBeTrainedOn() {
        try (Data empty = open(new Samples(new double[0], 5, FEATURES, new int[0], 1, OUTPUTS, new int[0]),
                Precision.FLOAT)) {
            assertEquals(0, empty.count());
            refused("order[0]", () -> network.gradient(empty, order, 0, 1, 1, 0, 1));
            refused("from and to", () -> network.evaluate(empty, 0, 1, 0, null, 0));
        }
    }

    @Test
    void whatIsClosedIsRefused() {
        Data closedData = open(Networks.windows(COUNT, 5, FEATURES, OUTPUTS, 1), Precision.FLOAT);
        closedData.close();
        closedData.close();
        closed("the data set is closed", () -> network.gradient(closedData, order, 0, 1, 1, 0, 1));
        closed("the data set is closed", () -> network.evaluate(closedData, 0, 1, 0, null, 0));
        Network closed = Networks.open(ARCHITECTURE, Precision.FLOAT, Networks.objective(), 2);
        closed.close();
        closed.close();
        double[] parameters = new double[ARCHITECTURE.parameterCount()];
        closed("the network is closed", () -> closed.read(Part.PARAMETERS, parameters));
        closed("the network is closed", () -> closed.write(Part.PARAMETERS, parameters));
        closed("the network is closed", () -> closed.gradient(data, order, 0, 1, 1, 0, 1));
        closed("the network is closed", () -> closed.update(1, 1, 1));
        closed("the network is closed", () -> closed.train(data, order, 0, 1, 1, 1, new double[1], new double[1]));
        closed("the network is closed", () -> closed.evaluate(data, 0, 1, 0, null, 0));
        closed("the network is closed", () -> closed.predict(new float[2], 1, 1, new float[3]));
        closed("the network is closed", () -> closed.predict(new double[2], 1, 1, new double[3]));
        closed("the network is closed", () -> closed.trace(new Batch(new double[2], 1, 1)));
        closed("the network is closed", closed::divergence);
    }

    @Test
    void aNetworkWithoutAnObjectiveOnlyPredicts() {
        try (Network predicts = Networks.open(ARCHITECTURE, Precision.FLOAT, null, 2)) {
            closed("without an objective", () -> predicts.gradient(data, order, 0, 1, 1, 0, 1));
            closed("without an objective", () -> predicts.update(1, 1, 1));
            closed("without an objective",
                    () -> predicts.train(data, order, 0, 1, 1, 1, new double[1], new double[1]));
            closed("without an objective",
                    () -> predicts.read(Part.GRADIENT, new double[ARCHITECTURE.parameterCount()]));
            assertEquals(0, predicts.evaluate(data, 0, 1, 0, new double[3], 0));
        }
    }

    private static Data open(Samples samples, Precision precision) {
        return Networks.ENGINE.openData(samples, precision);
    }

    private void refusedByTraining(String message, Data wrong) {
        refused(message, () -> network.gradient(wrong, order, 0, 1, 1, 0, 1));
        refused(message, () -> network.train(wrong, order, 0, 1, 1, 1, new double[1], new double[1]));
    }

    private static void refused(String message, Executable call) {
        String actual = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(actual.contains(message), actual);
    }

    private static void closed(String message, Executable call) {
        String actual = assertThrows(IllegalStateException.class, call).getMessage();
        assertTrue(actual.contains(message), actual);
    }
}
