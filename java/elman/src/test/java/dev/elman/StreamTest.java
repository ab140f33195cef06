package dev.elman;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Scaler;
import dev.elman.data.TimeSeries;
import dev.elman.data.Windows;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.SimpleRnn;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What happens around streams: steps, turns, closing, allocation. */
class StreamTest extends WithCountingEngine {

    private static Model model(boolean scaled) {
        Architecture net = Architecture.inputs(1).simpleRnn(1, Activation.LINEAR);
        TimeSeries series = TimeSeries.of(0, 2, 4, 1);
        return Model.of(net, Precision.FLOAT, new double[3]).withEngine("counting").withSchema(
                Windows.lookBack(3).over(series, scaled ? Scaler.minMax().fit(series) : null).schema());
    }

    @AfterEach
    void everyStreamIsClosed() {
        assertEquals(0, CountingEngine.OPEN_STREAMS.get());
    }

    @Test
    void stepsAreInTheDatasOwnUnits() {
        try (Stream stream = model(true).stream()) {
            // 1 and 2 are .25 and .5 to the network; their sum .75 is 3.
            assertEquals(1, stream.step(1)[0], 1e-6);
            assertEquals(3, stream.step(2)[0], 1e-6);
            assertEquals(2, stream.steps());
            assertEquals(0.75, stream.state().values()[0], 1e-6);
            float[] output = new float[1];
            stream.step(new float[] {4}, output);
            assertEquals(7, output[0], 1e-6);
            stream.reset();
            assertEquals(0, stream.steps());
            assertEquals(2, stream.step(2)[0], 1e-6);
        }
    }

    @Test
    void aStateIsAValueOfItsMoment() {
        Model model = model(false);
        try (Stream stream = model.stream(); Stream other = model.stream()) {
            stream.step(5);
            State state = stream.state();
            stream.step(1);
            other.restore(state);
            assertEquals(1, other.steps());
            assertEquals(8, other.step(3)[0]);
            assertEquals(5, state.values()[0]);
            stream.restore(state);
            assertEquals(7, stream.step(2)[0]);
        }
    }

    @Test
    void manyStreamsStepTogether() {
        try (StreamBatch streams = model(false).streams(4)) {
            assertEquals(4, streams.count());
            double[] outputs = new double[4];
            streams.step(null, new double[] {1, 2, 3, 4}, outputs);
            streams.step(new int[] {3, 1}, new double[] {10, 20}, new double[2]);
            float[] some = new float[8];
            streams.step(new int[] {1, 0, 9, 9}, 2, new float[] {100, 200, Float.NaN}, some);
            assertEquals(122, some[0]);
            assertEquals(201, some[1]);
            assertEquals(0, some[2]);
            assertEquals(3, streams.steps(1));
            assertEquals(1, streams.steps(2));
            State state = streams.state(1);
            assertEquals(122, state.values()[0]);
            streams.restore(2, state);
            assertEquals(3, streams.steps(2));
            streams.reset(1);
            assertEquals(0, streams.state(1).values()[0]);
            assertEquals(122, streams.state(2).values()[0]);
        }
    }

    @Test
    void whatIsRefusedChangesNothing() {
        double[] same = {1};
        float[] sameFloats = {1};
        try (Stream stream = model(false).stream(); StreamBatch streams = model(true).streams(3)) {
            stream.step(1);
            refused("inputs must be finite but inputs[0] was NaN", () -> stream.step(Double.NaN));
            refused("inputs must be finite", () -> stream.step(new float[] {Float.POSITIVE_INFINITY}, new float[1]));
            refused("1 streams * 1 features = 1 but was of length 2", () -> stream.step(1, 2));
            refused("outputs must be of length", () -> stream.step(new float[1], new float[2]));
            refused("another array than inputs", () -> stream.step(same, same));
            refused("another array than inputs", () -> stream.step(sameFloats, sameFloats));
            refused("inputs[1] was NaN", () -> streams.step(null, new double[] {1, Double.NaN, 2}, new double[3]));
            refused("count must be from 1 to 3", () -> streams.step(null, 4, new double[4], new double[4]));
            refused("count must be from 1 to 2", () -> streams.step(new int[2], 3, new double[3], new double[3]));
            refused("count must be from 1 to 0", () -> streams.step(new int[0], new double[0], new double[0]));
            refused("but were of length 1 and 2", () -> streams.step(new int[2], 2, new double[1], new double[2]));
            refused("but were of length 2 and 1", () -> streams.step(new int[2], 2, new float[2], new float[1]));
            assertThrows(IndexOutOfBoundsException.class, () -> streams.state(3));
            assertThrows(IndexOutOfBoundsException.class, () -> streams.reset(-1));
            assertThrows(IndexOutOfBoundsException.class, () -> streams.steps(3));
            refused("count must be at least 1 but was 0", () -> model(false).streams(0));
            assertEquals(1, stream.steps());
            assertEquals(3, stream.step(2)[0]);
            assertEquals(0, streams.steps(0));
            assertEquals(0, streams.state(0).values()[0]);
        }
    }

    @Test
    void aStreamInUseIsRefusedToOthers() throws Exception {
        Model model = model(false);
        try (Stream stream = model.stream()) {
            State state = stream.state();
            CountDownLatch gate = new CountDownLatch(1);
            CountDownLatch waiting = new CountDownLatch(1);
            CountingEngine.waiting = waiting;
            CountingEngine.gate = gate;
            Thread user = new Thread(() -> stream.step(1));
            user.start();
            waiting.await();
            CountingEngine.gate = null;
            for (Executable action : List.<Executable>of(() -> stream.step(1), stream::state, stream::reset,
                    stream::steps, stream::close, () -> stream.restore(state),
                    () -> stream.step(new float[1], new float[1]))) {
                assertTrue(assertThrows(IllegalStateException.class, action).getMessage().contains(
                        "the stream is in use by another thread; give each thread its own"));
            }
            // Others of the same model are not concerned.
            try (Stream other = model.stream()) {
                assertEquals(4, other.step(4)[0]);
            }
            gate.countDown();
            user.join();
            assertEquals(1, stream.steps());
            assertEquals(3, stream.step(2)[0]);
        }
    }

    @Test
    void aClosedStreamIsRefused() {
        Stream stream = model(true).stream();
        State state = stream.state();
        stream.close();
        stream.close();
        for (Executable action : List.<Executable>of(() -> stream.step(1), stream::state, stream::reset, stream::steps,
                () -> stream.restore(state))) {
            assertTrue(assertThrows(IllegalStateException.class, action).getMessage().contains("the stream is closed"));
        }
    }

    @Test
    void aStreamOutlivesItsModel() throws Exception {
        Model model = model(false);
        try (Stream stream = model.stream()) {
            stream.step(1);
            model = null;
            await(() -> open() == 0);
            assertEquals(3, stream.step(2)[0]);
        }
    }

    @Test
    void modelsThatReadBackwardsDoNotStream() {
        for (Architecture net : List.of(
                Architecture.inputs(1).bidirectional(new SimpleRnn(2, Activation.TANH)),
                Architecture.inputs(1).then(new SimpleRnn(2, Activation.TANH).withGoBackwards(true)))) {
            Model model = Model.of(net, Precision.FLOAT, new double[net.parameterCount()]).withEngine("counting");
            for (Executable action : List.<Executable>of(model::stream, () -> model.streams(3))) {
                String message = assertThrows(IllegalStateException.class, action).getMessage();
                assertTrue(message.contains("the model cannot stream: " + net + " reads sequences from their end"),
                        message);
            }
        }
    }

    @Test
    void staticFeaturesBelongToTheStream() {
        Architecture net = Architecture.inputs(1).simpleRnn(1, Activation.LINEAR).staticFeatures(2)
                .dense(1, Activation.LINEAR);
        Model model = Model.of(net, Precision.FLOAT, new double[net.parameterCount()]).withEngine("counting");
        refused("takes 2 static features of every sequence but the stream has 0", model::stream);
        refused("has 3", () -> model.stream(new double[3]));
        refused("number 1 (from 0) of the stream was NaN", () -> model.stream(new double[] {1, Double.NaN}));
        refused("number 0 (from 0) of the stream was 1.0E39 in float", () -> model.stream(new double[] {1e39, 1}));
        refused("takes 0 static features", () -> model(false).stream(new double[1]));
        try (StreamBatch without = model(false).streams(1)) {
            without.step(null, new double[] {5}, new double[1]);
            without.reset(0, null);
            assertEquals(0, without.steps(0));
        }
        try (Stream stream = model.stream(new double[] {8, 9}); StreamBatch streams = model.streams(2)) {
            assertEquals(4, stream.step(4)[0]);
            // The state is the network's alone, and goes from stream to stream.
            assertEquals(1, stream.state().values().length);
            streams.reset(1, new double[] {6, 7});
            streams.restore(1, stream.state());
            double[] outputs = new double[2];
            streams.step(null, new double[] {1, 2}, outputs);
            assertEquals(6, outputs[1]);
            refused("stream 0 has 1", () -> streams.reset(0, new double[1]));
            refused("stream 0 has 0", () -> streams.reset(0, null));
        }
    }

    @Test
    void stepsAllocateNothing() {
        float[] floats = {1, 2, 3};
        double[] doubles = {1, 2, 3};
        float[] floatOutputs = new float[3];
        double[] doubleOutputs = new double[3];
        float[] oneFloat = {1};
        float[] oneFloatOutput = new float[1];
        double[] oneDouble = {1};
        double[] oneDoubleOutput = new double[1];
        int[] which = {4, 0, 2};
        for (boolean scaled : new boolean[] {false, true}) {
            try (Stream stream = model(scaled).stream(); StreamBatch streams = model(scaled).streams(5)) {
                Allocation.assertNone(() -> stream.step(oneFloat, oneFloatOutput));
                Allocation.assertNone(() -> stream.step(oneDouble, oneDoubleOutput));
                Allocation.assertNone(() -> streams.step(which, floats, floatOutputs));
                Allocation.assertNone(() -> {
                    streams.step(which, 3, doubles, doubleOutputs);
                    streams.step(which, 2, doubles, doubleOutputs);
                    streams.step(which, 1, floats, floatOutputs);
                });
                assertEquals(2 * Allocation.ROUNDS * Allocation.TIMES, stream.steps());
            }
        }
    }

    private static void refused(String message, Executable action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
