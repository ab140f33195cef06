package dev.elman.cases;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.engine.Batch;
import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import dev.elman.engine.Network.Part;
import dev.elman.engine.Precision;
import dev.elman.engine.Streams;
import dev.elman.layers.Architecture;
import java.util.Arrays;
import java.util.List;

/**
 * A sequence step by step gives what it gives as a whole, on the cases of a table in which no layer goes backwards:
 * outputs at every step, and the state at the end. The others are refused.
 */
public final class StreamChecks {

    private static final int SEQUENCES = 3;
    private static final int MAX_WORK = 10_000;

    private final Engine engine;
    private final Precision precision;
    private final Worst worst = new Worst();

    /** Checks of an engine in a precision. */
    public StreamChecks(Engine engine, Precision precision) {
        this.engine = engine;
        this.precision = precision;
    }

    /** Checks every case that is not large. */
    public void all(List<Case> table) {
        int streamed = 0;
        int refused = 0;
        for (Case one : table) {
            if (SEQUENCES * one.timeSteps() * one.timeSteps() * one.units() > MAX_WORK) {
                continue;
            }
            Point point = new Point(one, 0);
            if (point.architecture().goesBackwards()) {
                isRefused(point);
                refused++;
            } else {
                check(point);
                streamed++;
            }
        }
        System.out.println(streamed + " cases as streams, " + refused + " that go backwards refused");
        worst.require("step by step and as a whole, " + precision.id(), Tolerances.rowAlone(precision));
    }

    private void isRefused(Point point) {
        try (Network network = engine.openNetwork(point.architecture(), precision, null)) {
            network.openStreams(1).close();
            throw new AssertionError("streams of what goes backwards: " + point.one());
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().contains("backwards"), e.getMessage());
        }
    }

    private void check(Point point) {
        Architecture architecture = point.architecture();
        Batch batch = point.batch(0, SEQUENCES);
        int stateSize = architecture.stateSize();
        double[][] whole = new double[batch.timeSteps()][];
        double[] finalStates = new double[SEQUENCES * stateSize];
        Streams opened;
        try (Network network = engine.openNetwork(architecture, precision, null)) {
            network.write(Part.PARAMETERS, point.parameters());
            opened = network.openStreams(SEQUENCES);
            for (int t = 0; t < whole.length; t++) {
                whole[t] = lastOutputs(network, architecture, batch, t + 1, finalStates);
            }
        }
        // The network is closed: streams keep the weights that it had.
        try (Streams streams = opened) {
            double[] own = new double[stateSize + architecture.staticFeatures()];
            for (int i = 0; i < SEQUENCES; i++) {
                copy(batch.initialStates(), i, own, 0, stateSize);
                copy(batch.staticFeatures(), i, own, stateSize, architecture.staticFeatures());
                streams.write(i, own);
            }
            for (int t = 0; t < whole.length; t++) {
                worst.note(Tolerances.error(step(streams, architecture, batch, t), whole[t]),
                        point.one() + " step " + t);
            }
            for (int i = 0; i < SEQUENCES; i++) {
                streams.read(i, own);
                double[] state = Arrays.copyOfRange(finalStates, i * stateSize, (i + 1) * stateSize);
                worst.note(Tolerances.error(Arrays.copyOf(own, stateSize), state), point.one() + " state " + i);
            }
        }
    }

    /** The outputs at the last of the first steps of every sequence; and the states there. */
    private static double[] lastOutputs(
            Network network, Architecture architecture, Batch batch, int length, double[] states) {
        int features = architecture.features();
        double[] inputs = new double[SEQUENCES * length * features];
        for (int i = 0; i < SEQUENCES; i++) {
            System.arraycopy(
                    batch.inputs(), i * batch.timeSteps() * features, inputs, i * length * features, length * features);
        }
        int rows = architecture.outputSteps(length);
        int width = architecture.outputs();
        double[] outputs = new double[SEQUENCES * rows * width];
        network.predict(
                new Batch(inputs, SEQUENCES, length, null, batch.staticFeatures(), batch.initialStates()),
                outputs, states);
        double[] last = new double[SEQUENCES * width];
        for (int i = 0; i < SEQUENCES; i++) {
            System.arraycopy(outputs, ((i + 1) * rows - 1) * width, last, i * width, width);
        }
        return last;
    }

    /** One step of all: in even steps together, in odd ones the last two, the last one first, then the first. */
    private static double[] step(Streams streams, Architecture architecture, Batch batch, int t) {
        int features = architecture.features();
        int width = architecture.outputs();
        double[] x = new double[SEQUENCES * features];
        for (int i = 0; i < SEQUENCES; i++) {
            System.arraycopy(batch.inputs(), (i * batch.timeSteps() + t) * features, x, i * features, features);
        }
        double[] y = new double[SEQUENCES * width];
        if (t % 2 == 0) {
            streams.step(null, SEQUENCES, x, y);
            return y;
        }
        double[] turned = new double[2 * features];
        System.arraycopy(x, 2 * features, turned, 0, features);
        System.arraycopy(x, features, turned, features, features);
        double[] two = new double[2 * width];
        streams.step(new int[] {2, 1}, 2, turned, two);
        System.arraycopy(two, 0, y, 2 * width, width);
        System.arraycopy(two, width, y, width, width);
        double[] first = new double[width];
        streams.step(new int[1], 1, x, first);
        System.arraycopy(first, 0, y, 0, width);
        return y;
    }

    private static void copy(double[] from, int row, double[] to, int at, int size) {
        if (from != null) {
            System.arraycopy(from, row * size, to, at, size);
        }
    }
}
