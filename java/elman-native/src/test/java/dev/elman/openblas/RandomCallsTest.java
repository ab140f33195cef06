package dev.elman.openblas;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Network.Part;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.engine.Streams;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.Dense;
import dev.elman.layers.Dropout;
import dev.elman.layers.Embedding;
import dev.elman.layers.Gru;
import dev.elman.layers.Layer;
import dev.elman.layers.LayerNormalization;
import dev.elman.layers.Lstm;
import dev.elman.layers.Recurrence;
import dev.elman.layers.RecurrentLayer;
import dev.elman.layers.SimpleRnn;
import dev.elman.layers.Softmax;
import dev.elman.layers.StaticFeatures;
import dev.elman.optim.Adagrad;
import dev.elman.optim.Adam;
import dev.elman.optim.AdamW;
import dev.elman.optim.Clipping;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import dev.elman.optim.RmsProp;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random calls in random order with arguments good and bad: they succeed or are refused, and nothing crashes. */
class RandomCallsTest {

    private static final int ROUNDS = 300;
    private static final int CALLS = 60;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private int succeeded;
    private int refused;

    @Test
    void randomCallsNeverCrash() {
        System.out.println("RandomCallsTest: -Dseed=" + seed);
        for (int round = 0; round < ROUNDS; round++) {
            Architecture architecture = architecture();
            Precision precision = any(Precision.values());
            Objective objective = random.nextInt(5) == 0 ? null : objective();
            List<Data> opened = new ArrayList<>();
            Network network = open(architecture, precision, objective);
            if (network == null) {
                continue;
            }
            try {
                for (int i = 0; i < 3; i++) {
                    opened.add(data(architecture, precision, objective));
                }
                for (int call = 0; call < CALLS; call++) {
                    call(network, architecture, opened, objective);
                }
            } finally {
                network.close();
                opened.forEach(Data::close);
            }
        }
        System.out.println("RandomCallsTest: " + succeeded + " calls succeeded, " + refused + " were refused");
        assertTrue(succeeded > ROUNDS && refused > ROUNDS);
    }

    /** Null where the objective does not go with the architecture. */
    private Network open(Architecture architecture, Precision precision, Objective objective) {
        try {
            return Networks.ENGINE.openNetwork(architecture, precision, objective);
        } catch (IllegalArgumentException e) {
            refused++;
            return null;
        }
    }

    private void call(Network network, Architecture architecture, List<Data> opened, Objective objective) {
        try {
            int parameters = architecture.parameterCount();
            Data data = opened.get(random.nextInt(opened.size()));
            int[] order = order(data.count());
            switch (random.nextInt(14)) {
                case 0 -> network.read(any(Part.values()), new double[length(parameters)]);
                case 1 -> network.write(any(Part.values()), values(length(parameters)));
                case 2 -> network.gradient(data, order, small(), small(), small(), small(),
                        random.nextInt(4));
                case 3 -> network.update(small(), random.nextInt(4), random.nextInt(5) - 1);
                case 4 -> network.train(data, order, small(), small(), small(), random.nextInt(4),
                        new double[random.nextInt(8)], new double[random.nextInt(8)]);
                case 5 -> network.divergence();
                case 6 -> network.evaluate(data, small(), small(), small(),
                        random.nextBoolean() ? null : new double[random.nextInt(60)], small());
                case 7 -> network.predict(floats(random.nextInt(60)), small(), small(), floats(random.nextInt(60)));
                case 8 -> network.predict(values(random.nextInt(60)), small(), small(), values(random.nextInt(60)));
                case 9 -> network.trace(batch(architecture));
                case 11 -> network.predict(batch(architecture), new double[random.nextInt(60)],
                        random.nextBoolean() ? null : new double[random.nextInt(80)]);
                case 12 -> stream(network, architecture);
                case 10 -> network.write(Part.PARAMETERS, Networks.random(parameters, random.nextLong()));
                default -> {
                    if (random.nextInt(20) == 0) {
                        data.close();
                    } else if (random.nextInt(50) == 0) {
                        network.close();
                    } else {
                        good(network, data, objective);
                    }
                }
            }
            succeeded++;
        } catch (IllegalArgumentException | IllegalStateException e) {
            assertTrue(e.getMessage() != null && !e.getMessage().contains("defect"), () -> "seed " + seed + ": " + e);
            refused++;
        }
    }

    /** A call that is right unless something is closed or the data do not fit. */
    private void good(Network network, Data data, Objective objective) {
        int[] order = Networks.order(data.count());
        if (objective == null) {
            network.evaluate(data, 0, data.count(), 0, null, 0);
            return;
        }
        for (int shard = 0; shard < 2; shard++) {
            network.gradient(data, order, shard, shard + 1, 1000, shard, 1);
        }
        network.update(2, 1, 1e-2);
    }

    /** A batch that fits more often than not. */
    private Batch batch(Architecture architecture) {
        int count = random.nextInt(5) == 0 ? small() : 1 + random.nextInt(3);
        int steps = random.nextInt(5) == 0 ? small() : 1 + random.nextInt(4);
        int[] lengths = new int[random.nextInt(8) == 0 ? random.nextInt(4) : 3];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = random.nextInt(20) == 0 ? extreme() : 1 + random.nextInt(Math.max(1, Math.min(9, steps)));
        }
        boolean joined = architecture.staticFeatures() > 0 ^ random.nextInt(10) == 0;
        return new Batch(
                tokensOrValues(architecture, 60), count, steps, random.nextBoolean() ? null : lengths,
                joined ? values(random.nextInt(5) == 0 ? random.nextInt(9) : 3 * architecture.staticFeatures()) : null,
                random.nextBoolean() ? null : values(random.nextInt(5) == 0 ? 1 : 3 * architecture.stateSize()));
    }

    private double[] tokensOrValues(Architecture architecture, int length) {
        double[] values = values(length);
        for (int i = 0; i < length && architecture.layers().get(0) instanceof Embedding embedding; i++) {
            values[i] = random.nextInt(40) == 0 ? values[i] : random.nextInt(embedding.vocabulary());
        }
        return values;
    }

    private void stream(Network network, Architecture architecture) {
        try (Streams streams = network.openStreams(random.nextInt(8) == 0 ? small() % 1000 : 1 + random.nextInt(4))) {
            double[] state = new double[architecture.stateSize() + architecture.staticFeatures()];
            for (int i = 0; i < 6; i++) {
                int[] numbers = random.nextBoolean() ? null : new int[] {random.nextInt(5), random.nextInt(5)};
                try {
                    if (random.nextBoolean()) {
                        streams.step(numbers, 1 + random.nextInt(3), tokensOrValues(architecture, random.nextInt(20)),
                                new double[random.nextInt(20)]);
                    } else if (random.nextBoolean()) {
                        streams.read(random.nextInt(4), state);
                    } else {
                        streams.write(random.nextInt(4), values(state.length));
                    }
                } catch (IllegalArgumentException e) {
                    refused++;
                }
            }
        }
    }

    private Architecture architecture() {
        boolean tokens = random.nextInt(4) == 0;
        Architecture architecture = tokens
                ? Architecture.inputs(1).then(new Embedding(3 + random.nextInt(4), 1 + random.nextInt(4),
                        random.nextInt(4) - 1))
                : Architecture.inputs(1 + random.nextInt(3));
        for (int layers = 1 + random.nextInt(3); layers > 0; layers--) {
            architecture = architecture.then(layer());
        }
        return architecture.isRecurrent() && random.nextBoolean() ? architecture.allSteps() : architecture;
    }

    private Layer layer() {
        int units = 1 + random.nextInt(5);
        Activation activation = any(Activation.values());
        Activation recurrent = activation.isRecurrent() ? activation : Activation.TANH;
        Recurrence recurrence = new Recurrence(
                false, random.nextInt(6) == 0, random.nextInt(3) == 0 ? 0.3 : 0, random.nextInt(3) == 0 ? 0.9 : 0);
        RecurrentLayer cell = any(
                new SimpleRnn(units, recurrent, random.nextBoolean(), recurrence),
                new Lstm(units).withRecurrence(recurrence),
                new Gru(units).withResetAfter(random.nextBoolean()).withRecurrence(recurrence));
        return switch (random.nextInt(10)) {
            case 0, 1 -> new Dense(units, activation);
            case 2 -> new Dropout(0.5);
            case 3 -> LayerNormalization.keras();
            case 4 -> new Softmax();
            case 5 -> new StaticFeatures(2);
            case 6 -> cell.goBackwards() ? cell : new Bidirectional(cell, any(Bidirectional.Merge.values()));
            default -> cell;
        };
    }

    private Objective objective() {
        Loss loss = any(Loss.MEAN_SQUARED_ERROR, Loss.HALF_SQUARED_ERROR, Loss.MEAN_ABSOLUTE_ERROR, Loss.huber(1),
                Loss.SPARSE_CROSS_ENTROPY, Loss.CROSS_ENTROPY, Loss.BINARY_CROSS_ENTROPY, Loss.quantiles(0.3),
                Loss.GAUSSIAN);
        Optimizer optimizer = any(Sgd.keras(), Sgd.torch().withMomentum(0.9, true), Adam.keras(), AdamW.torch(),
                RmsProp.keras(), RmsProp.torch(), Adagrad.keras());
        Clipping clipping =
                any(Clipping.none(), Clipping.byValue(1), Clipping.byNorm(1), Clipping.byGlobalNorm(1));
        return new Objective(loss, optimizer, clipping, any(Truncation.full(), Truncation.full(), Truncation.of(2)),
                List.of(), random.nextInt(3) == 0 ? 0.9 : 0, random.nextLong());
    }

    /** Data that fit the architecture more often than not; values of all parts are drawn from one heap. */
    private Data data(Architecture architecture, Precision precision, Objective objective) {
        int timeSteps = 1 + random.nextInt(5);
        int features = architecture.features() + (random.nextInt(12) == 0 ? 1 : 0);
        int outputs = objective == null ? architecture.outputs() : objective.loss().targets(architecture.outputs());
        outputs += random.nextInt(12) == 0 ? 1 : 0;
        int targetSteps = random.nextInt(12) == 0 ? 0 : architecture.outputSteps(timeSteps);
        boolean laned = random.nextInt(4) == 0;
        int count = laned ? 6 : random.nextInt(8);
        boolean classes = objective != null && objective.loss() instanceof Loss.SparseCrossEntropy;
        boolean whole = classes || architecture.layers().get(0) instanceof Embedding;
        double[] values = new double[200];
        for (int i = 0; i < values.length; i++) {
            values[i] = whole ? random.nextInt(3) : random.nextGaussian();
        }
        int statics = architecture.staticFeatures();
        int states = random.nextInt(3) == 0 ? architecture.stateSize() : 0;
        int[] lengths = new int[random.nextBoolean() || laned ? 0 : count];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = 1 + random.nextInt(timeSteps);
        }
        int[] none = {};
        Samples samples = new Samples(values, timeSteps, features, places(count, timeSteps * features), lengths,
                targetSteps, targetSteps == 0 ? 0 : outputs,
                targetSteps == 0 ? none : places(count, targetSteps * outputs),
                targetSteps == 0 || whole || random.nextBoolean() ? none : places(count, targetSteps),
                statics, statics == 0 ? none : places(count, statics), states,
                states == 0 ? none : places(count, states), laned ? 2 : 0, laned ? 1 + random.nextInt(timeSteps) : 0);
        Precision taken = random.nextInt(12) == 0 ? any(Precision.values()) : precision;
        try {
            return Networks.ENGINE.openData(samples, taken);
        } catch (IllegalArgumentException e) {
            // Weights below zero.
            refused++;
            return Networks.ENGINE.openData(samples.withWeights(none), taken);
        }
    }

    private int[] places(int count, int size) {
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = random.nextInt(200 - Math.min(199, size) + 1 - (size > 199 ? 1 : 0));
        }
        return places;
    }

    private int[] order(int count) {
        int[] order = new int[random.nextInt(8)];
        for (int i = 0; i < order.length; i++) {
            order[i] = random.nextInt(10) == 0 ? extreme() : random.nextInt(Math.max(1, count));
        }
        return order;
    }

    private int small() {
        return random.nextInt(12) == 0 ? extreme() : random.nextInt(7);
    }

    private int extreme() {
        return new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 1, 65536, 1 << 30}[
                random.nextInt(6)];
    }

    private int length(int parameters) {
        return new int[] {parameters, 2 * parameters, parameters + 1, 0, random.nextInt(50)}[random.nextInt(5)];
    }

    /** Values that may be enormous, infinite or no numbers. */
    private double[] values(int length) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(20)) {
                case 0 -> values[i] = Double.NaN;
                case 1 -> values[i] = Double.NEGATIVE_INFINITY;
                case 2 -> values[i] = 1e300;
                case 3 -> values[i] = Double.MIN_VALUE;
                default -> values[i] = random.nextGaussian();
            }
        }
        return values;
    }

    private float[] floats(int length) {
        double[] values = values(length);
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @SafeVarargs
    private <T> T any(T... values) {
        return values[random.nextInt(values.length)];
    }
}
