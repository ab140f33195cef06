package dev.elman.cases;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import dev.elman.engine.Network.Part;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import java.util.Arrays;
import java.util.List;

/**
 * Stateful training, on the cases of {@link Families#lanes()}: chunks that hand their states on give what the whole
 * sequences give; a step of training is one with these states given; and written into another network they go on.
 */
public final class LaneChecks {

    static final int LANES = 3;
    private static final int CHUNKS = 4;

    private final Engine engine;
    private final Precision precision;
    private final Worst worst = new Worst();

    /** Checks of an engine in a precision. */
    public LaneChecks(Engine engine, Precision precision) {
        this.engine = engine;
        this.precision = precision;
    }

    /** Checks all cases. */
    public void all(List<Case> cases) {
        for (Case one : cases) {
            // Chunks that follow one another, and chunks that share two steps.
            for (int carrySteps : new int[] {one.timeSteps(), one.timeSteps() - 2}) {
                Lanes lanes = new Lanes(one, carrySteps);
                if (lanes.architecture.givesSequence()) {
                    chunksGiveWhatTheSequenceDoes(lanes);
                }
                trainingGoesOnFromTheStatesBefore(lanes);
            }
        }
        System.out.println("stateful training: " + cases.size() + " cases");
        worst.require("chunks that hand on their states, " + precision.id(), Tolerances.rowAlone(precision));
    }

    /** Sequences of a case in lanes, and their chunks. */
    private static final class Lanes {

        final Case one;
        final Architecture architecture;
        final int carrySteps;
        /** Time steps of a whole sequence. */
        final int steps;
        final Samples samples;
        final double[] parameters;

        Lanes(Case one, int carrySteps) {
            this.one = one;
            this.carrySteps = carrySteps;
            Point point = new Point(one, 0);
            architecture = point.architecture();
            parameters = point.parameters();
            steps = (CHUNKS - 1) * carrySteps + one.timeSteps();
            samples = samples();
        }

        private Samples samples() {
            int count = LANES * CHUNKS;
            int features = one.features();
            int targetSteps = architecture.outputSteps(one.timeSteps());
            int outputs = one.loss().targets(architecture.outputs());
            int sequence = steps * (features + outputs);
            int states = one.contents().hasStates() ? architecture.stateSize() : 0;
            int statics = architecture.staticFeatures();
            double[] values = new double[LANES * (sequence + states + statics)];
            for (int i = 0; i < values.length; i++) {
                boolean input = i < LANES * steps * features;
                values[i] = (float) (input && one.stack().hasTokens() ? i * 7 % 4 : 0.8 * Math.sin(1 + 0.7 * i));
            }
            int[][] offsets = new int[4][count];
            for (int i = 0; i < count; i++) {
                int lane = i % LANES;
                int at = lane * steps + i / LANES * carrySteps;
                offsets[0][i] = at * features;
                offsets[1][i] = LANES * steps * features + at * outputs;
                offsets[2][i] = LANES * sequence + lane * states;
                offsets[3][i] = LANES * (sequence + states) + lane * statics;
            }
            Samples made = new Samples(
                    values, one.timeSteps(), features, offsets[0], targetSteps, outputs, offsets[1]);
            made = states == 0 ? made : made.withInitialStates(states, offsets[2]);
            made = statics == 0 ? made : made.withStaticFeatures(statics, offsets[3]);
            return made.withLanes(LANES, carrySteps);
        }

        /** The same chunks, each with the state that it begins with. */
        Samples withStates(double[] states) {
            int size = architecture.stateSize();
            double[] values = Arrays.copyOf(samples.values(), samples.values().length + states.length);
            System.arraycopy(states, 0, values, samples.values().length, states.length);
            int[] offsets = new int[samples.count()];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = samples.values().length + i % LANES * size;
            }
            return new Samples(values, samples.timeSteps(), samples.features(), samples.inputOffsets(),
                    samples.lengths(), samples.targetSteps(), samples.outputs(), samples.targetOffsets(),
                    samples.weightOffsets(), samples.staticFeatures(), samples.staticOffsets(), size, offsets, 0, 0);
        }

        /** The states that the first chunks begin with. */
        double[] initialStates() {
            double[] states = new double[LANES * architecture.stateSize()];
            if (samples.stateSize() > 0) {
                System.arraycopy(samples.values(), samples.stateOffsets()[0], states, 0, states.length);
            }
            return states;
        }

        /** The whole sequences. */
        Batch whole() {
            double[] values = samples.values();
            int statics = samples.staticFeatures();
            return new Batch(
                    Arrays.copyOf(values, LANES * steps * one.features()), LANES, steps, null,
                    statics == 0
                            ? null
                            : Arrays.copyOfRange(values, samples.staticOffsets()[0],
                                    samples.staticOffsets()[0] + LANES * statics),
                    initialStates());
        }
    }

    private Network open(Lanes lanes) {
        Network network = engine.openNetwork(lanes.architecture, precision, lanes.one.objective());
        network.write(Part.PARAMETERS, lanes.parameters);
        return network;
    }

    private void chunksGiveWhatTheSequenceDoes(Lanes lanes) {
        int width = lanes.architecture.outputs();
        int size = lanes.one.timeSteps() * width;
        double[] chunks = new double[lanes.samples.count() * size];
        double[] whole = new double[LANES * lanes.steps * width];
        try (Data data = engine.openData(lanes.samples, precision);
                Network network = open(lanes)) {
            network.predict(lanes.whole(), whole, null);
            // In two calls, so that the states are kept from one to the other.
            network.evaluate(data, 0, LANES, 0, chunks, 0);
            network.evaluate(data, LANES, LANES * CHUNKS, 0, chunks, LANES * size);
        }
        for (int i = 0; i < lanes.samples.count(); i++) {
            int from = (i % LANES * lanes.steps + i / LANES * lanes.carrySteps) * width;
            worst.note(
                    Tolerances.error(
                            Arrays.copyOfRange(chunks, i * size, (i + 1) * size),
                            Arrays.copyOfRange(whole, from, from + size)),
                    lanes.one + " carrying " + lanes.carrySteps + " chunk " + i);
        }
    }

    private void trainingGoesOnFromTheStatesBefore(Lanes lanes) {
        int count = lanes.parameters.length;
        int slots = lanes.one.optimizer().stateSlots();
        int[] order = new int[lanes.samples.count()];
        Arrays.setAll(order, i -> i);
        double rate = lanes.one.learningRate();
        String what = lanes.one + " carrying " + lanes.carrySteps;
        double[] states = lanes.initialStates();
        try (Data data = engine.openData(lanes.samples, precision);
                Network carries = open(lanes);
                Network given = open(lanes);
                Network fused = open(lanes)) {
            double[] losses = new double[CHUNKS];
            double[] rates = new double[CHUNKS];
            Arrays.fill(rates, rate);
            assertEquals(CHUNKS, fused.train(data, order, 0, order.length, LANES, 1, rates, losses));
            for (int chunk = 0; chunk < CHUNKS; chunk++) {
                int from = chunk * LANES;
                long steps = lanes.samples.lossSteps(order, from, from + LANES);
                double loss = carries.gradient(data, order, from, from + LANES, steps, 0, chunk + 1);
                try (Data plain = engine.openData(lanes.withStates(states), precision)) {
                    double expected = given.gradient(plain, order, from, from + LANES, steps, 0, chunk + 1);
                    worst.note(Tolerances.error(loss, expected), what + " loss " + chunk);
                }
                assertEquals(losses[chunk], loss, what);
                worst.note(
                        Tolerances.error(read(carries, Part.GRADIENT, count), read(given, Part.GRADIENT, count)),
                        what + " gradient " + chunk);
                assertTrue(carries.update(1, chunk + 1, rate), what);
                assertTrue(given.update(1, chunk + 1, rate), what);
                states = read(carries, Part.CARRIED_STATES, states.length);
            }
            assertArrayEquals(read(carries, Part.PARAMETERS, count), read(fused, Part.PARAMETERS, count), what);
            assertArrayEquals(states, read(fused, Part.CARRIED_STATES, states.length), what);
            try (Network again = open(lanes)) {
                again.write(Part.PARAMETERS, read(fused, Part.PARAMETERS, count));
                again.write(Part.OPTIMIZER_STATE, read(fused, Part.OPTIMIZER_STATE, slots * count));
                again.write(Part.CARRIED_STATES, states);
                int last = order.length - LANES;
                long steps = lanes.samples.lossSteps(order, last, order.length);
                assertEquals(
                        fused.gradient(data, order, last, order.length, steps, 0, 9),
                        again.gradient(data, order, last, order.length, steps, 0, 9),
                        what);
                assertArrayEquals(read(fused, Part.GRADIENT, count), read(again, Part.GRADIENT, count), what);
            }
        }
    }

    private static double[] read(Network network, Part part, int length) {
        double[] values = new double[length];
        network.read(part, values);
        return values;
    }
}
