package dev.elman;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.engine.Precision;
import dev.elman.format.FormatException;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Gru;
import dev.elman.layers.Lstm;
import dev.elman.layers.RecurrentLayer;
import dev.elman.layers.SimpleRnn;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** States as values, and that one step after another gives what the whole sequence does; by the reference engine. */
class StateTest {

    @TempDir
    Path folder;

    private static Model gru(Precision precision, long seed) {
        return ModelTest.random(Architecture.inputs(2).gru(3).dense(2, Activation.LINEAR), precision, seed);
    }

    /** Every cell in every way that a sequence may go on, one and two deep, with what may stand around it. */
    static List<Architecture> streaming() {
        List<Architecture> nets = new ArrayList<>();
        List<RecurrentLayer> cells = List.of(new SimpleRnn(4, Activation.TANH), new Lstm(3), new Gru(3),
                new Gru(3).withResetAfter(false), new Lstm(2).withBias(false).withActivation(Activation.ELU));
        for (RecurrentLayer cell : cells) {
            Architecture net = Architecture.inputs(2).then(cell);
            nets.add(net.dense(2, Activation.LINEAR));
            nets.add(net.dense(2, Activation.LINEAR).allSteps());
            nets.add(net.dropout(0.5).layerNormalization().then(new Lstm(2)));
            nets.add(net.then(cell).then(new Gru(2)).allSteps().softmax());
        }
        nets.add(Architecture.inputs(2).dense(3, Activation.RELU));
        return nets;
    }

    private static double[][] inputs(int steps, long seed) {
        Random random = new Random(seed);
        double[][] inputs = new double[steps][2];
        for (double[] row : inputs) {
            row[0] = random.nextGaussian();
            row[1] = random.nextGaussian();
        }
        return inputs;
    }

    @ParameterizedTest
    @MethodSource("streaming")
    void oneStepAfterAnotherGivesWhatTheWholeSequenceDoes(Architecture net) {
        Model model = ModelTest.random(net, Precision.DOUBLE, 3);
        double[][] inputs = inputs(9, 4);
        try (Stream stream = model.stream(); StreamBatch streams = model.streams(3)) {
            for (int step = 0; step < inputs.length; step++) {
                double[][][] sofar = {Arrays.copyOf(inputs, step + 1)};
                Outputs whole = model.run(sofar, null, null);
                double[] expected = whole.outputs()[0][whole.outputs()[0].length - 1];
                assertArrayEquals(expected, stream.step(inputs[step]), 1e-12);
                assertArrayEquals(whole.finalStates()[0].values(), stream.state().values(), 1e-12);
                assertEquals(step + 1, whole.finalStates()[0].steps());
                double[] outputs = new double[2 * net.outputs()];
                double[] two = {inputs[step][0], inputs[step][1], 0.5, 0.5};
                streams.step(new int[] {2, 0}, two, outputs);
                assertArrayEquals(expected, Arrays.copyOf(outputs, net.outputs()), 1e-12);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("streaming")
    void twoRunsOneAfterTheOtherGiveWhatOneDoes(Architecture net) {
        Model model = ModelTest.random(net, Precision.DOUBLE, 5);
        double[][][] whole = {inputs(7, 1), inputs(4, 2), inputs(5, 3)};
        double[][][] first = {Arrays.copyOf(whole[0], 3), Arrays.copyOf(whole[1], 1), whole[2]};
        double[][][] second = {Arrays.copyOfRange(whole[0], 3, 7), Arrays.copyOfRange(whole[1], 1, 4), whole[2]};
        State[] states = model.run(first, null, null).finalStates();
        states[2] = null;
        Outputs rest = model.run(second, null, states);
        Outputs all = model.run(whole, null, null);
        for (int sequence = 0; sequence < 3; sequence++) {
            double[][] expected = all.outputs()[sequence];
            double[][] given = rest.outputs()[sequence];
            assertArrayEquals(expected[expected.length - 1], given[given.length - 1], 1e-12);
            assertArrayEquals(all.finalStates()[sequence].values(), rest.finalStates()[sequence].values(), 1e-12);
            assertEquals(all.finalStates()[sequence].steps(), rest.finalStates()[sequence].steps());
        }
    }

    @Test
    void aRunGivesEverySequenceItsOwnSteps() {
        Architecture net = Architecture.inputs(2).lstm(3).allSteps();
        Model model = ModelTest.random(net, Precision.FLOAT, 5);
        double[][][] inputs = new double[2 * Runner.MAX_SEQUENCES + 3][][];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = inputs(1 + i % 4, i);
        }
        Outputs outputs = model.run(inputs, null, null);
        for (int i = 0; i < inputs.length; i += 37) {
            double[] flat = Arrays.stream(inputs[i]).flatMapToDouble(Arrays::stream).toArray();
            double[] expected = model.predict(flat);
            double[] given = Arrays.stream(outputs.outputs()[i]).flatMapToDouble(Arrays::stream).toArray();
            assertArrayEquals(expected, given, 1e-9);
        }
        // Both directions have a state at the end, although none could go on from it.
        Architecture both = Architecture.inputs(2).bidirectional(new Lstm(3));
        State state = ModelTest.random(both, Precision.FLOAT, 5).run(inputs, null, null).finalStates()[1];
        assertEquals(12, state.values().length);
        assertArrayEquals(Arrays.copyOfRange(state.values(), 9, 12), state.values(both.stateParts().get(3)));
        refused("the state has 3 values but the part begins at 9 and has 3",
                () -> gru(Precision.FLOAT, 1).state(new double[3]).values(both.stateParts().get(3)));
    }

    @Test
    void runsThatDoNotFitAreRefused() {
        Model model = gru(Precision.FLOAT, 1);
        double[][][] inputs = {inputs(2, 1), inputs(1, 2)};
        refused("at least one sequence", () -> model.run(new double[0][][], null, null));
        refused("inputs[1] must have at least one time step",
                () -> model.run(new double[][][] {inputs[0], {}}, null, null));
        refused("inputs must hold at least one sequence but is null", () -> model.run(null, null, null));
        refused("inputs[1] must have at least one time step but is null",
                () -> model.run(new double[][][] {inputs[0], null}, null, null));
        refused("inputs[1][0] must have 2 features but is null",
                () -> model.run(new double[][][] {inputs[0], {null}}, null, null));
        refused("inputs[1][0] must have 2 features but has 1",
                () -> model.run(new double[][][] {inputs[0], {{1}}}, null, null));
        refused("sequence 1, time step 0 (from 0): inputs must be finite but inputs[1] was NaN",
                () -> model.run(new double[][][] {inputs[0], {{1, Double.NaN}}}, null, null));
        refused("as many initial as sequences, 2, or null, but there were 1",
                () -> model.run(inputs, null, new State[1]));
        refused("takes 0 static features", () -> model.run(inputs, new double[][] {{1}, {1}}, null));
        refused("as many staticFeatures as sequences", () -> model.run(inputs, new double[3][], null));
        refused("takes 2 static features of every sequence but sequence 0 has 0", () -> ModelTest.random(
                Architecture.inputs(2).staticFeatures(2).gru(1), Precision.FLOAT, 1).run(inputs, null, null));
    }

    @Test
    void statesOfAnotherShapeOrModelAreRefused() {
        Model model = gru(Precision.FLOAT, 1);
        Model other = gru(Precision.FLOAT, 2);
        Model larger = ModelTest.random(Architecture.inputs(2).gru(4).dense(2, Activation.LINEAR), Precision.FLOAT, 1);
        // As many weights and the same ones, with which it does something else.
        Architecture relu = Architecture.inputs(2).then(new Gru(3).withActivation(Activation.RELU))
                .dense(2, Activation.LINEAR);
        Model unlike = ModelTest.random(relu, Precision.FLOAT, 1);
        assertEquals(model.sha256(), unlike.sha256());
        try (Stream stream = model.stream(); StreamBatch streams = model.streams(2)) {
            stream.step(1, 2);
            for (Model stranger : List.of(other, larger, unlike)) {
                State state = stranger.state(new double[stranger.architecture().stateSize()]);
                String[] both = {"the state has " + state.values().length + " values",
                    "weights " + stranger.sha256().substring(0, 12), "weights " + model.sha256().substring(0, 12),
                    "states of 3 values"};
                refused(both[0], () -> stream.restore(state));
                for (String part : both) {
                    refused(part, () -> streams.restore(1, state));
                    refused(part, () -> model.run(new double[][][] {inputs(1, 1)}, null, new State[] {state}));
                }
            }
            assertEquals(1, stream.steps());
        }
        refused("the state has 4 values", () -> model.state(new double[4]));
        refused("finite to go on from but its value 1 (from 0) is NaN",
                () -> model.state(new double[] {0, Double.NaN, 0}));
        refused("its value 2 (from 0) is 1.0E39 in float", () -> model.state(new double[] {0, 0, 1e39}));
        assertEquals(1e39, gru(Precision.DOUBLE, 1).state(new double[] {0, 0, 1e39}).values()[2]);
        // The precision is a matter of the weights; the engine is not.
        State fromDouble = gru(Precision.DOUBLE, 1).state(new double[3]);
        refused("weights", () -> model.run(new double[][][] {inputs(1, 1)}, null,
                new State[] {fromDouble}));
        assertEquals(model.state(new double[3]), model.withEngine("native").state(new double[3]));
    }

    @Test
    void statesSurviveAsBytes() throws FormatException {
        for (Precision precision : Precision.values()) {
            Model model = gru(precision, 1);
            double[] values = {0.5, -2, precision.round(0.1)};
            State state = model.state(values);
            values[0] = 9;
            State read = State.fromBytes(state.toBytes());
            assertEquals(state, read);
            assertEquals(state.hashCode(), read.hashCode());
            assertArrayEquals(new double[] {0.5, -2, precision.round(0.1)}, read.values());
            assertEquals(model.sha256(), read.modelSha256());
            assertEquals(88 + 3 * (precision == Precision.FLOAT ? 4 : 8) + 4, state.toBytes().length);
            read.values()[0] = 7;
            assertEquals(0.5, read.values()[0]);
        }
        Model model = gru(Precision.FLOAT, 1);
        assertNotEquals(model.state(new double[3]), model.state(new double[] {0, 0, 1}));
        Model stateless = ModelTest.random(Architecture.inputs(2).dense(1, Activation.TANH), Precision.FLOAT, 1);
        assertEquals(0, State.fromBytes(stateless.state(new double[0]).toBytes()).values().length);
    }

    /** The layout of docs/files.md, written here by hand. */
    @Test
    void bytesReadAsDocumented() throws FormatException {
        Model model = gru(Precision.FLOAT, 1);
        byte[] bytes = model.run(new double[][][] {inputs(5, 1)}, null, null).finalStates()[0].toBytes();
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[8];
        byte[] weights = new byte[32];
        in.get(magic).get(weights).position(72);
        assertEquals("ELMANST1", new String(magic, StandardCharsets.US_ASCII));
        assertEquals(model.sha256(), HexFormat.of().formatHex(weights));
        assertEquals(5, in.getLong());
        int width = in.getInt();
        assertEquals(3, in.getInt());
        double first = width == 4 ? in.getFloat() : in.getDouble();
        assertEquals(State.fromBytes(bytes).values()[0], first);
        assertEquals(bytes.length, 88 + 3 * width + 4);
    }

    @Test
    void damagedBytesAreRefused() {
        byte[] bytes = gru(Precision.FLOAT, 1).state(new double[] {1, 2, 3}).toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(FormatException.class, () -> State.fromBytes(cut), "length " + length);
        }
        assertThrows(FormatException.class, () -> State.fromBytes(Arrays.copyOf(bytes, bytes.length + 1)));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(FormatException.class, () -> State.fromBytes(flipped), "bit " + bit);
        }
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            System.arraycopy(bytes, 0, noise, 0, Math.min(8, noise.length));
            assertThrows(FormatException.class, () -> State.fromBytes(noise));
        }
    }

    /** A stream goes on in another process as it would have here. */
    @Test
    void aStreamGoesOnInAnotherProcess() throws Exception {
        Model model = ModelTest.random(Architecture.inputs(2).lstm(3).gru(2), Precision.FLOAT, 6);
        model.save(folder.resolve("model"));
        StringBuilder expected = new StringBuilder();
        try (Stream stream = model.stream()) {
            for (double[] row : inputs(4, 1)) {
                stream.step(row);
            }
            Files.write(folder.resolve("state"), stream.state().toBytes());
            for (double[] row : inputs(3, 2)) {
                expected.append(Arrays.toString(stream.step(row))).append('\n');
            }
        }
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), GoingOn.class.getName(), folder.toString())
                .redirectErrorStream(true).start();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        process.getInputStream().transferTo(printed);
        assertEquals(expected.toString(), printed.toString(StandardCharsets.UTF_8));
        assertEquals(0, process.waitFor());
    }

    /** What runs in the other process. */
    static final class GoingOn {
        private GoingOn() {}

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            try (Stream stream = Model.load(folder.resolve("model")).withEngine("reference").stream()) {
                stream.restore(State.fromBytes(Files.readAllBytes(folder.resolve("state"))));
                for (double[] row : inputs(3, 2)) {
                    System.out.print(Arrays.toString(stream.step(row)) + "\n");
                }
            }
        }
    }

    private static void refused(String message, Executable action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
