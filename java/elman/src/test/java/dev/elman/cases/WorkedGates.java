package dev.elman.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.elman.engine.Batch;
import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.layers.Gru;
import dev.elman.layers.Lstm;
import dev.elman.layers.RecurrentLayer;

/**
 * Small LSTMs and GRUs worked through number by number: which gate stands where in the parameters, and what becomes of
 * it. One unit over two steps is written out here; two units over three steps were computed apart from this project,
 * with scalar arithmetic from the published equations.
 */
public final class WorkedGates {

    /** Inputs [3 time steps, 2 features] of the layers of two units. */
    private static final double[] INPUTS = {1, -0.5, 0.25, 0.75, -1, 0.5};

    private static final double[] LSTM = {
        // kernel [2 features, 4 gates * 2 units]: i, f, c, o
        0.1, -0.2, 0.3, -0.4, 0.5, -0.6, 0.7, -0.8,
        -0.3, 0.5, -0.1, 0.2, -0.7, 0.4, 0.6, -0.5,
        // recurrent kernel [2 units, 4 gates * 2 units]
        0.2, 0.1, -0.3, 0.4, -0.5, 0.6, -0.2, 0.3,
        -0.4, 0.3, 0.2, -0.1, 0.8, -0.7, 0.5, -0.6,
        // bias [4 gates * 2 units]
        0.1, -0.1, 1.0, 0.9, 0.2, -0.2, 0.3, -0.3
    };
    private static final double[] LSTM_STATES = {
        0.286625766547, -0.081339763251, 0.092177125830, -0.035065534573, -0.094242030414, 0.145255583611
    };

    private static final double[] GRU = {
        // kernel [2 features, 3 gates * 2 units]: z, r, n
        0.1, -0.2, 0.3, -0.4, 0.5, -0.6,
        -0.3, 0.5, -0.1, 0.2, -0.7, 0.4,
        // recurrent kernel [2 units, 3 gates * 2 units]
        0.2, 0.1, -0.3, 0.4, -0.5, 0.6,
        -0.4, 0.3, 0.2, -0.1, 0.8, -0.7,
        // bias [3 gates * 2 units]
        0.1, -0.1, 0.4, -0.3, 0.2, -0.2
    };
    private static final double[] GRU_RECURRENT_BIAS = {-0.2, 0.3, 0.1, 0.2, -0.4, 0.5};
    private static final double[] GRU_RESET_AFTER_STATES = {
        0.299189227822, -0.380372132165, -0.171669910341, -0.066781703132, -0.477635892508, 0.201188364380
    };
    private static final double[] GRU_RESET_BEFORE_STATES = {
        0.323185004926, -0.482953960197, -0.029495528691, -0.152928491309, -0.333805222765, 0.155216107872
    };

    private WorkedGates() {}

    /** Checks that an engine finds the worked numbers. */
    public static void check(Engine engine, Precision precision) {
        oneUnitLstm(engine, precision);
        oneUnitGru(engine, precision, true);
        oneUnitGru(engine, precision, false);
        check(engine, precision, new Lstm(2), LSTM, INPUTS, LSTM_STATES);
        check(engine, precision, new Gru(2), joined(GRU, GRU_RECURRENT_BIAS), INPUTS, GRU_RESET_AFTER_STATES);
        check(engine, precision, new Gru(2).withResetAfter(false), GRU, INPUTS, GRU_RESET_BEFORE_STATES);
    }

    private static void oneUnitLstm(Engine engine, Precision precision) {
        // Step 0 of x = 2: the state before is zero, so that only kernel and bias count.
        double i0 = sigmoid(2 * 0.1 + 0.01);
        double g0 = Math.tanh(2 * 0.3 + 0.03);
        double o0 = sigmoid(2 * 0.4 + 0.04);
        double c0 = i0 * g0;
        double h0 = o0 * Math.tanh(c0);
        // Step 1 of x = -1.
        double i1 = sigmoid(-1 * 0.1 + h0 * 0.5 + 0.01);
        double f1 = sigmoid(-1 * 0.2 + h0 * 0.6 + 0.02);
        double g1 = Math.tanh(-1 * 0.3 + h0 * 0.7 + 0.03);
        double o1 = sigmoid(-1 * 0.4 + h0 * 0.8 + 0.04);
        double c1 = f1 * c0 + i1 * g1;
        double h1 = o1 * Math.tanh(c1);
        check(
                engine,
                precision,
                new Lstm(1),
                new double[] {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.01, 0.02, 0.03, 0.04},
                new double[] {2, -1},
                new double[] {h0, h1});
    }

    private static void oneUnitGru(Engine engine, Precision precision, boolean resetAfter) {
        // The biases behind 0.01, 0.02 and 0.03 are the recurrent ones, which only a GRU that resets after has.
        double zBias = resetAfter ? 0.01 + 0.04 : 0.01;
        double rBias = resetAfter ? 0.02 + 0.05 : 0.02;
        // Step 0 of x = 2.
        double z0 = sigmoid(2 * 0.1 + zBias);
        double r0 = sigmoid(2 * 0.2 + rBias);
        double n0 = Math.tanh(2 * 0.3 + 0.03 + (resetAfter ? r0 * 0.06 : 0));
        double h0 = (1 - z0) * n0;
        // Step 1 of x = -1.
        double z1 = sigmoid(-1 * 0.1 + h0 * 0.5 + zBias);
        double r1 = sigmoid(-1 * 0.2 + h0 * 0.6 + rBias);
        double n1 = resetAfter
                ? Math.tanh(-1 * 0.3 + 0.03 + r1 * (h0 * 0.7 + 0.06))
                : Math.tanh(-1 * 0.3 + (r1 * h0) * 0.7 + 0.03);
        double h1 = z1 * h0 + (1 - z1) * n1;
        double[] parameters = {0.1, 0.2, 0.3, 0.5, 0.6, 0.7, 0.01, 0.02, 0.03};
        check(
                engine,
                precision,
                new Gru(1).withResetAfter(resetAfter),
                resetAfter ? joined(parameters, new double[] {0.04, 0.05, 0.06}) : parameters,
                new double[] {2, -1},
                new double[] {h0, h1});
    }

    private static void check(
            Engine engine,
            Precision precision,
            RecurrentLayer layer,
            double[] parameters,
            double[] inputs,
            double[] states) {
        int units = layer.units();
        int timeSteps = states.length / units;
        Architecture architecture = Architecture.inputs(inputs.length / timeSteps).then(layer);
        try (Network network = engine.openNetwork(architecture, precision, null)) {
            network.write(Network.Part.PARAMETERS, parameters);
            double[] found = network.trace(new Batch(inputs, 1, timeSteps))[0];
            assertEquals(states.length, found.length);
            double tolerance = network.precision() == Precision.DOUBLE ? 1e-11 : Tolerances.WORKED_EXAMPLE;
            for (int k = 0; k < states.length; k++) {
                int at = k;
                assertEquals(states[k], found[k], tolerance, () -> architecture + " state " + at);
            }
            double[] output = new double[units];
            network.predict(inputs, 1, timeSteps, output);
            for (int j = 0; j < units; j++) {
                assertEquals(states[states.length - units + j], output[j], tolerance, architecture::toString);
            }
        }
    }

    private static double[] joined(double[] a, double[] b) {
        double[] both = new double[a.length + b.length];
        System.arraycopy(a, 0, both, 0, a.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static double sigmoid(double a) {
        return 1 / (1 + Math.exp(-a));
    }
}
