package dev.elman.cases;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
 * What must be one and the same, on the cases of a table: a sequence alone without padding, and in a batch with it,
 * whatever stands in the padding.
 */
public final class SequenceChecks {

    private static final int MAX_SEQUENCES = 4;
    private static final int MAX_WORK = 10_000;

    private final Engine engine;
    private final Precision precision;
    private final Worst alone = new Worst();

    /** Checks of an engine in a precision. */
    public SequenceChecks(Engine engine, Precision precision) {
        this.engine = engine;
        this.precision = precision;
    }

    /** Checks every case that is not large. */
    public void all(List<Case> table) {
        int ragged = 0;
        for (Case one : table) {
            if (one.batch() * one.timeSteps() * one.units() > MAX_WORK) {
                continue;
            }
            Point point = new Point(one, 0);
            aloneAsInABatch(point);
            // Windows that overlap have other samples' values behind them.
            if (one.contents().isRagged() && one.seed() % 2 != 0) {
                paddingChangesNoBit(point);
                ragged++;
            }
        }
        System.out.println("padding filled with what is no number changes no bit: " + ragged + " cases");
        alone.require("alone and in a batch, " + precision.id(), Tolerances.rowAlone(precision));
    }

    private Network open(Point point, boolean trains) {
        Network network = engine.openNetwork(
                point.architecture(), precision, trains ? point.one().objective() : null);
        network.write(Part.PARAMETERS, point.parameters());
        return network;
    }

    /** Every sequence without its padding. */
    private void aloneAsInABatch(Point point) {
        Architecture architecture = point.architecture();
        int count = Math.min(MAX_SEQUENCES, point.samples().count());
        int outputSize = architecture.outputSteps(point.one().timeSteps()) * architecture.outputs();
        double[] together = new double[count * outputSize];
        double[] states = new double[count * architecture.stateSize()];
        double[] state = new double[architecture.stateSize()];
        try (Network network = open(point, false)) {
            network.predict(point.batch(0, count), together, states);
            for (int row = 0; row < count; row++) {
                Batch padded = point.batch(row, row + 1);
                int length = padded.lengths() == null ? padded.timeSteps() : padded.lengths()[0];
                double[] single = new double[architecture.outputSteps(length) * architecture.outputs()];
                network.predict(
                        new Batch(padded.inputs(), 1, length, null, padded.staticFeatures(), padded.initialStates()),
                        single, state);
                double[] row1 = Arrays.copyOfRange(together, row * outputSize, (row + 1) * outputSize);
                String what = point.one() + " row " + row;
                alone.note(Tolerances.error(single, Arrays.copyOf(row1, single.length)), what);
                for (int i = single.length; i < outputSize; i++) {
                    assertEquals(0, row1[i], what);
                }
                alone.note(
                        Tolerances.error(state, Arrays.copyOfRange(
                                states, row * state.length, (row + 1) * state.length)), what + " final state");
            }
        }
    }

    /** What follows from samples, to be compared bit for bit. */
    private record Found(double loss, double lossSum, double[] outputs, double[] predicted, double[] gradient) {}

    private void paddingChangesNoBit(Point point) {
        Found expected = find(point, point.samples(), point.batch(0, point.samples().count()));
        Samples samples = point.samples();
        double[] values = samples.values().clone();
        for (int i = 0; i < samples.count(); i++) {
            blank(values, samples.inputOffsets()[i], samples.features(), samples.length(i), samples.timeSteps());
            blank(values, samples.targetOffsets()[i], samples.outputs(), samples.targetSteps(i),
                    samples.targetSteps());
            if (samples.weightOffsets().length > 0) {
                blank(values, samples.weightOffsets()[i], 1, samples.targetSteps(i), samples.targetSteps());
            }
        }
        Samples blanked = new Samples(values, samples.timeSteps(), samples.features(), samples.inputOffsets(),
                samples.lengths(), samples.targetSteps(), samples.outputs(), samples.targetOffsets(),
                samples.weightOffsets(), samples.staticFeatures(), samples.staticOffsets(), samples.stateSize(),
                samples.stateOffsets(), 0, 0);
        Batch batch = point.batch(0, samples.count());
        for (int i = 0; i < samples.count(); i++) {
            int size = samples.timeSteps() * samples.features();
            blank(batch.inputs(), i * size, samples.features(), samples.length(i), samples.timeSteps());
        }
        Found found = find(point, blanked, batch);
        String what = point.one().toString();
        assertEquals(expected.loss(), found.loss(), what);
        assertEquals(expected.lossSum(), found.lossSum(), what);
        assertArrayEquals(expected.outputs(), found.outputs(), what);
        assertArrayEquals(expected.predicted(), found.predicted(), what);
        assertArrayEquals(expected.gradient(), found.gradient(), what);
    }

    private static void blank(double[] values, int offset, int width, int from, int to) {
        Arrays.fill(values, offset + from * width, offset + to * width, Double.NaN);
    }

    private Found find(Point point, Samples samples, Batch batch) {
        Case one = point.one();
        Architecture architecture = point.architecture();
        int outputCount = samples.count() * architecture.outputSteps(one.timeSteps()) * architecture.outputs();
        double[] outputs = new double[outputCount];
        double[] predicted = new double[outputCount + samples.count() * architecture.stateSize()];
        double[] states = new double[samples.count() * architecture.stateSize()];
        double[] gradient = new double[architecture.parameterCount()];
        try (Data data = engine.openData(samples, precision);
                Network network = open(point, true)) {
            double lossSum = network.evaluate(data, 0, samples.count(), 0, outputs, 0);
            network.predict(batch, predicted, states);
            System.arraycopy(states, 0, predicted, outputCount, states.length);
            double loss = network.gradient(data, one.order(), 0, one.batch(), point.lossSteps(), 0, 1);
            network.read(Part.GRADIENT, gradient);
            return new Found(loss, lossSum, outputs, predicted, gradient);
        }
    }
}
