package dev.elman.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import dev.elman.engine.Network.Part;
import dev.elman.engine.Precision;
import dev.elman.engine.Streams;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.function.Executable;

/** What {@link Network} refuses, checked on any engine: bad arguments, use after close, two threads at once. */
public final class MisuseChecks {

    private static final Case SMALL = ContractChecks.SMALL;

    private final Engine engine;
    private final Precision precision;

    /** Checks of an engine in a precision. */
    public MisuseChecks(Engine engine, Precision precision) {
        this.engine = engine;
        this.precision = precision;
    }

    /** All of them, but for {@link #usedByTwoThreads()}. */
    public void all() {
        badArguments();
        badTrainingArguments();
        dataThatDoNotFit();
        predictingNetworksDoNotTrain();
        closed();
        new SequenceMisuseChecks(engine, precision).all();
    }

    private Network open() {
        Network network = engine.openNetwork(SMALL.architecture(), precision, SMALL.objective());
        network.write(Part.PARAMETERS, SMALL.parameters(0));
        return network;
    }

    private static void illegal(Executable call) {
        IllegalArgumentException illegal = assertThrows(IllegalArgumentException.class, call);
        assertTrue(illegal.getMessage() != null && !illegal.getMessage().isBlank());
    }

    private static void illegalState(Executable call) {
        IllegalStateException illegal = assertThrows(IllegalStateException.class, call);
        assertTrue(illegal.getMessage() != null && !illegal.getMessage().isBlank());
    }

    private static void refused(Executable call) {
        RuntimeException refusal = assertThrows(RuntimeException.class, call);
        assertTrue(
                refusal instanceof IllegalArgumentException || refusal instanceof IllegalStateException,
                refusal::toString);
    }

    private void badArguments() {
        int count = SMALL.architecture().parameterCount();
        int samples = SMALL.sampleCount();
        int outputs = SMALL.architecture().outputs();
        try (Data data = engine.openData(SMALL.samples(0), precision);
                Network network = open()) {
            illegal(() -> network.read(Part.PARAMETERS, new double[count + 1]));
            illegal(() -> network.write(Part.PARAMETERS, new double[count - 1]));
            illegal(() -> network.write(Part.OPTIMIZER_STATE, new double[count]));
            illegal(() -> network.write(Part.GRADIENT, new double[count]));
            illegal(() -> network.evaluate(data, 0, samples + 1, 0, null, 0));
            illegal(() -> network.evaluate(data, -1, 1, 0, null, 0));
            illegal(() -> network.evaluate(data, 2, 2, 0, null, 0));
            illegal(() -> network.evaluate(data, 0, 2, 0, new double[2 * outputs], 1));
            illegal(() -> network.evaluate(data, 0, 1, -1, null, 0));
            illegal(() -> network.evaluate(data, 0, 1, Network.MAX_SHARDS, null, 0));
            illegal(() -> network.predict(new double[20], 1, 7, new double[outputs]));
            illegal(() -> network.predict(new float[21], 0, 7, new float[outputs]));
            illegal(() -> network.predict(new float[0], 1, 0, new float[outputs]));
            illegal(() -> network.predict(new float[21], 1 << 30, 1 << 30, new float[outputs]));
            illegal(() -> network.trace(new Batch(new double[20], 1, 7)));
            illegal(() -> network.trace(new Batch(new double[0], 1, 0)));
        }
    }

    private void badTrainingArguments() {
        int samples = SMALL.sampleCount();
        double[] one = {0.1};
        try (Data data = engine.openData(SMALL.samples(0), precision);
                Network network = open()) {
            illegal(() -> network.gradient(data, new int[] {samples}, 0, 1, 1, 0, 1));
            illegal(() -> network.gradient(data, new int[] {-1}, 0, 1, 1, 0, 1));
            illegal(() -> network.gradient(data, new int[] {0}, 0, 2, 2, 0, 1));
            illegal(() -> network.gradient(data, new int[] {0, 1}, 1, 1, 2, 0, 1));
            illegal(() -> network.gradient(data, new int[] {0, 1}, 0, 2, 1, 0, 1));
            illegal(() -> network.gradient(data, new int[] {0}, 0, 1, 1, Network.MAX_SHARDS, 1));
            refused(() -> network.update(1, 1, 0.1));
            network.gradient(data, new int[] {0}, 0, 1, 2, 0, 1);
            refused(() -> network.update(2, 1, 0.1));
            illegal(() -> network.update(0, 1, 0.1));
            illegal(() -> network.update(Network.MAX_SHARDS + 1, 1, 0.1));
            illegal(() -> network.update(1, 0, 0.1));
            illegal(() -> network.update(1, 1, -0.1));
            illegal(() -> network.update(1, 1, Double.NaN));
            illegal(() -> network.update(1, 1, Double.POSITIVE_INFINITY));
            illegal(() -> network.train(data, new int[] {0, 1}, 0, 2, 1, 1, one, new double[2]));
            illegal(() -> network.train(data, new int[] {0, 1}, 0, 2, 1, 1, new double[2], one));
            illegal(() -> network.train(data, new int[] {0, 1}, 0, 2, 0, 1, one, one));
            illegal(() -> network.train(data, new int[] {0, 1}, 0, 3, 3, 1, one, one));
            illegal(() -> network.train(data, new int[] {0, samples}, 0, 2, 2, 1, one, one));
            illegal(() -> network.train(data, new int[] {0, 1}, 0, 2, 2, 0, one, one));
            // What was refused changed nothing.
            double[] parameters = new double[SMALL.architecture().parameterCount()];
            network.read(Part.PARAMETERS, parameters);
            double[] expected = SMALL.parameters(0);
            assertEquals(0, Tolerances.error(parameters, expected));
        }
    }

    private void dataThatDoNotFit() {
        Samples features = new Samples(new double[10], 1, 2, new int[2], 1, 2, new int[2]);
        Samples outputs = new Samples(new double[10], 1, 3, new int[2], 1, 7, new int[2]);
        Samples untaught = new Samples(new double[10], 1, 3, new int[2], 0, 0, new int[0]);
        Samples allSteps =
                new Samples(new double[10], 2, 3, new int[2], 2, SMALL.architecture().outputs(), new int[2]);
        for (Samples samples : new Samples[] {features, outputs, untaught, allSteps}) {
            try (Data data = engine.openData(samples, precision);
                    Network network = open()) {
                illegal(() -> network.gradient(data, new int[] {0}, 0, 1, 1, 0, 1));
                illegal(() -> network.train(data, new int[] {0}, 0, 1, 1, 1, new double[1], new double[1]));
                if (samples != untaught) {
                    illegal(() -> network.evaluate(data, 0, 1, 0, null, 0));
                } else {
                    assertEquals(0, network.evaluate(data, 0, 1, 0, null, 0));
                }
            }
        }
        Precision other = precision == Precision.FLOAT ? Precision.DOUBLE : Precision.FLOAT;
        try (Data data = engine.openData(SMALL.samples(0), other);
                Network network = open()) {
            illegal(() -> network.evaluate(data, 0, 1, 0, null, 0));
        }
        Data foreign = new Data() {
            @Override
            public int count() {
                return 1;
            }

            @Override
            public void close() {}
        };
        try (Network network = open()) {
            illegal(() -> network.evaluate(foreign, 0, 1, 0, null, 0));
        }
    }

    private void predictingNetworksDoNotTrain() {
        try (Data data = engine.openData(SMALL.samples(0), precision);
                Network network = engine.openNetwork(SMALL.architecture(), precision, null)) {
            illegalState(() -> network.gradient(data, new int[] {0}, 0, 1, 1, 0, 1));
            illegalState(() -> network.update(1, 1, 0.1));
            illegalState(() -> network.train(data, new int[] {0}, 0, 1, 1, 1, new double[1], new double[1]));
        }
    }

    private void closed() {
        int count = SMALL.architecture().parameterCount();
        Data data = engine.openData(SMALL.samples(0), precision);
        Data closedData = engine.openData(SMALL.samples(0), precision);
        closedData.close();
        closedData.close();
        Network network = open();
        illegalState(() -> network.evaluate(closedData, 0, 1, 0, null, 0));
        network.close();
        network.close();
        double[] one = new double[1];
        int outputs = SMALL.architecture().outputs();
        illegalState(() -> network.read(Part.PARAMETERS, new double[count]));
        illegalState(() -> network.write(Part.PARAMETERS, new double[count]));
        illegalState(() -> network.gradient(data, new int[] {0}, 0, 1, 1, 0, 1));
        illegalState(() -> network.update(1, 1, 0.1));
        illegalState(() -> network.train(data, new int[] {0}, 0, 1, 1, 1, one, one));
        illegalState(() -> network.evaluate(data, 0, 1, 0, null, 0));
        illegalState(() -> network.predict(new double[21], 1, 7, new double[outputs]));
        illegalState(() -> network.predict(new float[21], 1, 7, new float[outputs]));
        illegalState(() -> network.trace(new Batch(new double[21], 1, 7)));
        illegalState(network::divergence);
        data.close();
    }

    /** While one thread trains, another's calls are refused; then all is as before. */
    public void usedByTwoThreads() throws InterruptedException {
        int steps = 2000;
        double[] rates = new double[steps];
        int[] order = new int[steps];
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean stop = new AtomicBoolean();
        try (Data data = engine.openData(SMALL.samples(0), precision);
                Network network = open()) {
            Thread trainer = new Thread(() -> {
                started.countDown();
                while (!stop.get()) {
                    try {
                        network.train(data, order, 0, steps, 1, 1, rates, new double[steps]);
                    } catch (IllegalStateException otherWasFirst) {
                        Thread.onSpinWait();
                    }
                }
            });
            trainer.start();
            assertTrue(started.await(10, TimeUnit.SECONDS));
            try {
                refusedAtSomeTime(network::divergence);
                refusedAtSomeTime(() -> network.evaluate(data, 0, 1, 5, null, 0));
                refusedAtSomeTime(() -> network.trace(new Batch(new double[21], 1, 7)));
            } finally {
                stop.set(true);
                trainer.join();
            }
            network.divergence();
        }
    }

    /** The same of streams. */
    public void streamsUsedByTwoThreads() throws InterruptedException {
        int count = 2000;
        double[] inputs = new double[count * SMALL.features()];
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(1);
        try (Network network = open();
                Streams streams = network.openStreams(count)) {
            Thread steps = new Thread(() -> {
                double[] outputs = new double[count * SMALL.architecture().outputs()];
                started.countDown();
                while (!stop.get()) {
                    try {
                        streams.step(null, count, inputs, outputs);
                    } catch (IllegalStateException otherWasFirst) {
                        Thread.onSpinWait();
                    }
                }
            });
            steps.start();
            assertTrue(started.await(10, TimeUnit.SECONDS));
            double[] outputs = new double[SMALL.architecture().outputs()];
            double[] state = new double[SMALL.architecture().stateSize()];
            try {
                refusedAtSomeTime(() -> streams.step(null, 1, inputs, outputs));
                refusedAtSomeTime(() -> streams.read(0, state));
            } finally {
                stop.set(true);
                steps.join();
            }
            streams.read(0, state);
        }
    }

    private static void refusedAtSomeTime(Runnable call) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < end) {
            try {
                call.run();
            } catch (IllegalStateException inUse) {
                assertTrue(inUse.getMessage().contains("in use"), inUse.getMessage());
                return;
            }
        }
        throw new AssertionError("never refused while another thread was training");
    }
}
