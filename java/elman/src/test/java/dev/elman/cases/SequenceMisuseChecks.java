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
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.engine.Streams;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Gru;
import dev.elman.layers.SimpleRnn;
import dev.elman.optim.Clipping;
import dev.elman.optim.LayerRule;
import dev.elman.optim.Loss;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** What an engine refuses of lengths, static features, states, tokens, classes, lanes and streams. */
final class SequenceMisuseChecks {

    private static final int FEATURES = 2;
    private static final int UNITS = 3;
    private static final int STATICS = 2;
    private static final int STEPS = 4;
    private static final Architecture PLAIN =
            Architecture.inputs(FEATURES).simpleRnn(UNITS, Activation.TANH).dense(1, Activation.LINEAR);
    private static final Architecture JOINED = Architecture.inputs(FEATURES)
            .simpleRnn(UNITS, Activation.TANH).staticFeatures(STATICS).dense(1, Activation.LINEAR);
    private static final Architecture TOKENS =
            Architecture.inputs(1).embedding(5, 2).simpleRnn(UNITS, Activation.TANH).dense(3, Activation.LINEAR);

    private final Engine engine;
    private final Precision precision;

    SequenceMisuseChecks(Engine engine, Precision precision) {
        this.engine = engine;
        this.precision = precision;
    }

    void all() {
        batches();
        staticFeatures();
        parts();
        objectivesThatDoNotFit();
        tokens();
        classes();
        dataThatDoNotFit();
        lanes();
        streams();
        streamsOfWhatCannotBeStreamed();
    }

    private static Objective objective(Loss loss) {
        return new Objective(loss, Sgd.keras(), Clipping.none(), Truncation.full());
    }

    private Network open(Architecture architecture, Loss loss) {
        return engine.openNetwork(architecture, precision, loss == null ? null : objective(loss));
    }

    /** Refused, and the message has these words. */
    private static void illegal(Executable call, String... words) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
    }

    private void batches() {
        double[] inputs = new double[2 * STEPS * FEATURES];
        double[] outputs = new double[2];
        try (Network network = open(PLAIN, null)) {
            network.predict(new Batch(inputs, 2, STEPS, new int[] {1, STEPS}, null, new double[2 * UNITS]), outputs,
                    new double[2 * UNITS]);
            illegal(() -> network.predict(new Batch(inputs, 0, STEPS), outputs, null), "at least 1", "0");
            illegal(() -> network.predict(new Batch(inputs, 2, 0), outputs, null), "timeSteps", "0");
            illegal(() -> network.predict(new Batch(inputs, 3, STEPS), new double[3], null), "inputs");
            illegal(() -> network.predict(new Batch(inputs, 2, STEPS), new double[1], null), "outputs");
            illegal(() -> network.predict(new Batch(inputs, 2, STEPS), outputs, new double[UNITS]), "finalStates");
            for (int bad : new int[] {0, -1, STEPS + 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                int[] lengths = {STEPS, bad};
                illegal(() -> network.predict(new Batch(inputs, 2, STEPS, lengths, null, null), outputs, null),
                        "length", "" + bad);
            }
            illegal(() -> network.predict(new Batch(inputs, 2, STEPS, new int[1], null, null), outputs, null),
                    "lengths");
            illegal(() -> network.predict(new Batch(inputs, 2, STEPS, null, null, new double[UNITS]), outputs, null),
                    "initialStates");
            illegal(() -> network.predict(new Batch(inputs, 2, STEPS, null, new double[4], null), outputs, null),
                    "static");
            illegal(() -> network.trace(new Batch(inputs, 2, STEPS)), "one sequence");
            assertThrows(NullPointerException.class, () -> network.predict((Batch) null, outputs, null));
        }
    }

    private void staticFeatures() {
        double[] inputs = new double[STEPS * FEATURES];
        double[] outputs = new double[1];
        try (Network network = open(JOINED, null)) {
            network.predict(new Batch(inputs, 1, STEPS, null, new double[STATICS], null), outputs, null);
            illegal(() -> network.predict(new Batch(inputs, 1, STEPS), outputs, null), "static");
            illegal(() -> network.predict(new Batch(inputs, 1, STEPS, null, new double[1], null), outputs, null),
                    "staticFeatures");
            illegal(() -> network.predict(inputs, 1, STEPS, outputs), "static");
            illegal(() -> network.predict(new float[inputs.length], 1, STEPS, new float[1]), "static");
            illegal(() -> network.trace(new Batch(inputs, 1, STEPS)), "static");
        }
    }

    private void parts() {
        double[] vector = new double[PLAIN.parameterCount()];
        try (Network network = open(PLAIN, Loss.MEAN_SQUARED_ERROR)) {
            assertThrows(RuntimeException.class, () -> network.read(Part.AVERAGE, vector));
            assertThrows(RuntimeException.class, () -> network.write(Part.AVERAGE, vector));
            network.read(Part.CARRIED_STATES, new double[0]);
            illegal(() -> network.read(Part.CARRIED_STATES, new double[UNITS]));
            illegal(() -> network.write(Part.CARRIED_STATES, new double[UNITS + 1]));
            network.write(Part.CARRIED_STATES, new double[2 * UNITS]);
            illegal(() -> network.read(Part.CARRIED_STATES, new double[0]));
            network.read(Part.CARRIED_STATES, new double[2 * UNITS]);
        }
    }

    private void objectivesThatDoNotFit() {
        illegal(() -> open(PLAIN, Loss.GAUSSIAN).close(), "2");
        illegal(() -> open(PLAIN, Loss.quantiles(0.1, 0.9)).close(), "2");
        Objective rules = new Objective(Loss.MEAN_SQUARED_ERROR, Sgd.keras(), Clipping.none(), Truncation.full(),
                List.of(LayerRule.DEFAULT), 0, 0);
        illegal(() -> engine.openNetwork(PLAIN, precision, rules).close(), "2", "1");
        Objective truncated =
                new Objective(Loss.MEAN_SQUARED_ERROR, Sgd.keras(), Clipping.none(), Truncation.of(2));
        Architecture backwards =
                Architecture.inputs(1).then(new SimpleRnn(2, Activation.TANH).withGoBackwards(true));
        Architecture both = Architecture.inputs(1).bidirectional(new Gru(2));
        for (Architecture architecture : new Architecture[] {backwards, both}) {
            illegal(() -> engine.openNetwork(architecture, precision, truncated).close(), "truncat");
        }
    }

    private void tokens() {
        try (Network network = open(TOKENS, null)) {
            illegal(() -> network.predict(new double[] {Double.NaN}, 1, 1, new double[3]), "token");
        }
        for (double bad : new double[] {5, -1, 0.5, 1e30}) {
            double[] inputs = {0, 4, bad, 1};
            Samples samples = new Samples(new double[] {0, 4, 1, 2, bad, 1, 0}, 3, 1, new int[] {0, 2}, 1, 1,
                    new int[] {6, 6});
            try (Data data = engine.openData(samples, precision);
                    Network network = open(TOKENS, Loss.SPARSE_CROSS_ENTROPY)) {
                illegal(() -> network.predict(inputs, 2, 2, new double[6]), "token");
                illegal(() -> network.predict(new Batch(inputs, 2, 2), new double[6], null), "token");
                illegal(() -> network.gradient(data, new int[] {0, 1}, 0, 2, 2, 0, 1), "token", "sample 1");
                illegal(() -> network.evaluate(data, 0, 2, 0, null, 0), "token", "sample 1");
                // What is not read is not looked at, and what was refused does not stay.
                network.predict(new Batch(inputs, 2, 2, new int[] {2, 1}, null, null).inputs(), 1, 2, new double[3]);
                network.gradient(data, new int[] {0}, 0, 1, 1, 0, 1);
                assertTrue(network.update(1, 1, 0.1));
            }
        }
    }

    private void classes() {
        for (double bad : new double[] {3, -1, 0.5}) {
            Samples samples = new Samples(new double[] {0, 4, bad, 2, 1, 2}, 2, 1, new int[] {0, 3}, 1, 1,
                    new int[] {2, 5});
            try (Data data = engine.openData(samples, precision);
                    Network network = open(TOKENS, Loss.SPARSE_CROSS_ENTROPY)) {
                illegal(() -> network.gradient(data, new int[] {1, 0}, 0, 2, 2, 0, 1), "sample 0");
                illegal(() -> network.evaluate(data, 0, 2, 0, null, 0), "sample 0");
                network.gradient(data, new int[] {1}, 0, 1, 1, 0, 1);
            }
        }
    }

    private void dataThatDoNotFit() {
        Samples bare = new Samples(new double[20], 2, FEATURES, new int[2], 1, 1, new int[2]);
        refusedBy(PLAIN, bare.withStaticFeatures(1, new int[2]), "static");
        refusedBy(JOINED, bare, "static");
        refusedBy(JOINED, bare.withStaticFeatures(STATICS + 1, new int[2]), "static");
        refusedBy(PLAIN, bare.withInitialStates(UNITS + 1, new int[2]), "state");
    }

    private void refusedBy(Architecture architecture, Samples samples, String word) {
        try (Data data = engine.openData(samples, precision);
                Network network = open(architecture, Loss.MEAN_SQUARED_ERROR)) {
            illegal(() -> network.gradient(data, new int[1], 0, 1, 1, 0, 1), word);
            illegal(() -> network.evaluate(data, 0, 1, 0, null, 0), word);
        }
    }

    private void lanes() {
        Samples samples = new Samples(new double[20], 2, FEATURES, new int[4], 1, 1, new int[4]).withLanes(2, 2);
        try (Data data = engine.openData(samples, precision);
                Network network = open(PLAIN, Loss.MEAN_SQUARED_ERROR)) {
            illegal(() -> network.evaluate(data, 0, 1, 0, null, 0), "lanes");
            illegal(() -> network.evaluate(data, 1, 3, 0, null, 0), "lanes");
            assertEquals(0, network.evaluate(data, 0, 2, 0, null, 0));
        }
    }

    private void streams() {
        Streams closed;
        try (Network network = open(JOINED, null)) {
            illegal(() -> network.openStreams(0), "count", "0");
            illegal(() -> network.openStreams(-1), "count", "-1");
            closed = network.openStreams(3);
        }
        double[] x = new double[3 * FEATURES];
        double[] y = new double[3];
        double[] own = new double[UNITS + STATICS];
        Streams streams = closed;
        assertEquals(3, streams.count());
        streams.step(null, 3, x, y);
        illegal(() -> streams.step(null, 0, x, y), "count");
        illegal(() -> streams.step(null, 4, new double[8], new double[4]), "count");
        illegal(() -> streams.step(new int[] {0, 3}, 2, x, y), "3");
        illegal(() -> streams.step(new int[] {0, -1}, 2, x, y), "-1");
        illegal(() -> streams.step(new int[] {1, 0, 1}, 3, x, y), "1");
        illegal(() -> streams.step(new int[1], 2, x, y), "streams");
        illegal(() -> streams.step(null, 3, new double[5], y), "inputs");
        illegal(() -> streams.step(null, 3, x, new double[2]), "outputs");
        illegal(() -> streams.read(3, own), "3");
        illegal(() -> streams.write(-1, own), "-1");
        illegal(() -> streams.read(0, new double[UNITS]), "static features");
        illegal(() -> streams.write(0, new double[own.length + 1]), "static features");
        // After what was refused the streams go on.
        streams.step(new int[] {2, 0}, 2, x, y);
        closed.close();
        closed.close();
        assertThrows(IllegalStateException.class, () -> streams.step(null, 3, x, y));
        assertThrows(IllegalStateException.class, () -> streams.step(null, 3, new float[6], new float[3]));
        assertThrows(IllegalStateException.class, () -> streams.read(0, own));
        assertThrows(IllegalStateException.class, () -> streams.write(0, own));
    }

    private void streamsOfWhatCannotBeStreamed() {
        Architecture backwards =
                Architecture.inputs(1).then(new SimpleRnn(2, Activation.TANH).withGoBackwards(true));
        for (Architecture architecture : new Architecture[] {
            backwards, Architecture.inputs(1).bidirectional(new Gru(2))
        }) {
            try (Network network = open(architecture, null)) {
                illegal(() -> network.openStreams(1), "backwards");
            }
        }
        try (Network network = open(TOKENS, null);
                Streams streams = network.openStreams(2)) {
            illegal(() -> streams.step(null, 2, new double[] {0, 5}, new double[6]), "token");
            streams.step(null, 2, new double[] {0, 4}, new double[6]);
        }
    }
}
