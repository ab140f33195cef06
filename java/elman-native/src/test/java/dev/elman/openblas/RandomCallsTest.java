package dev.elman.openblas;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Network.Part;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.optim.Adam;
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
            Network network = Networks.ENGINE.openNetwork(architecture, precision, objective);
            try {
                for (int i = 0; i < 3; i++) {
                    opened.add(data(architecture, precision));
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

    private void call(Network network, Architecture architecture, List<Data> opened, Objective objective) {
        try {
            int parameters = architecture.parameterCount();
            Data data = opened.get(random.nextInt(opened.size()));
            int[] order = order(data.count());
            switch (random.nextInt(12)) {
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
                case 9 -> network.trace(new Batch(values(random.nextInt(60)), small(), small()));
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
            network.gradient(data, order, shard, shard + 1, 2, shard, 1);
        }
        network.update(2, 1, 1e-2);
    }

    private Architecture architecture() {
        Architecture architecture = Architecture.inputs(1 + random.nextInt(3));
        for (int layers = 1 + random.nextInt(3); layers > 0; layers--) {
            int units = 1 + random.nextInt(5);
            Activation activation = any(Activation.values());
            architecture = random.nextInt(3) == 0
                    ? architecture.dense(units, activation)
                    : architecture.simpleRnn(units, activation.isRecurrent() ? activation : Activation.TANH);
        }
        boolean sequence = architecture.toString().contains("simpleRnn") && random.nextBoolean();
        return sequence ? architecture.allSteps() : architecture;
    }

    private Objective objective() {
        Loss loss = any(Loss.MEAN_SQUARED_ERROR, Loss.HALF_SQUARED_ERROR, Loss.MEAN_ABSOLUTE_ERROR, Loss.huber(1));
        Optimizer optimizer = any(Sgd.keras(), Sgd.torch().withMomentum(0.9, true), Adam.keras(), Adam.torch(),
                RmsProp.keras(), RmsProp.torch());
        Clipping clipping =
                any(Clipping.none(), Clipping.byValue(1), Clipping.byNorm(1), Clipping.byGlobalNorm(1));
        return new Objective(loss, optimizer, clipping, any(Truncation.full(), Truncation.of(1 + random.nextInt(4))));
    }

    private Data data(Architecture architecture, Precision precision) {
        int timeSteps = 1 + random.nextInt(5);
        int features = architecture.features() + (random.nextInt(6) == 0 ? 1 : 0);
        int outputs = architecture.outputs() + (random.nextInt(6) == 0 ? 1 : 0);
        int targetSteps = random.nextInt(6) == 0 ? 0 : architecture.outputSteps(timeSteps);
        int count = random.nextInt(8);
        double[] values = new double[200];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        int[] inputs = new int[count];
        int[] targets = new int[targetSteps == 0 ? 0 : count];
        for (int i = 0; i < count; i++) {
            inputs[i] = random.nextInt(values.length - timeSteps * features + 1);
            if (targetSteps != 0) {
                targets[i] = random.nextInt(values.length - targetSteps * outputs + 1);
            }
        }
        Precision taken = random.nextInt(8) == 0 ? any(Precision.values()) : precision;
        return Networks.ENGINE.openData(
                new Samples(values, timeSteps, features, inputs, targetSteps, targetSteps == 0 ? 0 : outputs, targets),
                taken);
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
