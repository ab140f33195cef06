package dev.elman.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.elman.engine.Batch;
import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;

/**
 * The hand computation of the Keras tutorial on the sunspots: two linear recurrent units over x = (1, 2, 3), one linear
 * output, and the numbers that it prints.
 */
public final class WorkedExample {

    private static final double[] PARAMETERS = {
        0.18662322, -1.2369459, // kernel
        0.86981213, -0.49338293, // recurrent kernel, first row
        0.49338293, 0.8698122, // second row
        0, 0, // bias
        -0.4635998, 0.6538409, // kernel of the output
        0 // its bias
    };
    private static final double[] HIDDEN_STATES = {
        0.18662322, -1.23694587, -0.07471441, -3.64187904, -1.30195881, -6.84172557
    };
    private static final double OUTPUT = -3.8698118;

    private WorkedExample() {}

    /** Checks that an engine finds the tutorial's hidden states and output. */
    public static void check(Engine engine, Precision precision) {
        Architecture architecture =
                Architecture.inputs(1).simpleRnn(2, Activation.LINEAR).dense(1, Activation.LINEAR);
        try (Network network = engine.openNetwork(architecture, precision, null)) {
            network.write(Network.Part.PARAMETERS, PARAMETERS);
            double[][] trace = network.trace(new Batch(new double[] {1, 2, 3}, 1, 3));
            assertEquals(2, trace.length);
            assertEquals(HIDDEN_STATES.length, trace[0].length);
            for (int i = 0; i < HIDDEN_STATES.length; i++) {
                assertEquals(HIDDEN_STATES[i], trace[0][i], Tolerances.WORKED_EXAMPLE);
            }
            assertEquals(1, trace[1].length);
            assertEquals(OUTPUT, trace[1][0], Tolerances.WORKED_EXAMPLE);
            float[] output = new float[1];
            network.predict(new float[] {1, 2, 3}, 1, 3, output);
            assertEquals(OUTPUT, output[0], Tolerances.WORKED_EXAMPLE);
        }
    }
}
