package dev.elman.cli.demo;

import dev.elman.Model;
import dev.elman.Trace;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tutorial's first half: a network of two linear recurrent units and one linear output, computed by hand for the
 * inputs 1, 2, 3.
 */
public final class Walkthrough {

    private static final double[] WX = {0.18662322, -1.2369459};
    private static final double[] WH = {0.86981213, -0.49338293, 0.49338293, 0.8698122};
    private static final double[] WY = {-0.4635998, 0.6538409};
    private static final double[] X = {1, 2, 3};

    private final double[][] states;
    private final double output;

    private Walkthrough(double[][] states, double output) {
        this.states = states;
        this.output = output;
    }

    /** Computes it. */
    public static Walkthrough run(String engine, Precision precision) {
        Architecture network = Architecture.inputs(1).simpleRnn(2, Activation.LINEAR).dense(1, Activation.LINEAR);
        Model model = Model.of(network, precision, Map.of(
                        "0.simpleRnn.kernel", WX,
                        "0.simpleRnn.recurrentKernel", WH,
                        "0.simpleRnn.bias", new double[2],
                        "1.dense.kernel", WY,
                        "1.dense.bias", new double[1]))
                .withEngine(engine);
        Trace trace = model.trace(X);
        return new Walkthrough(trace.layer(0), trace.layer(1)[0][0]);
    }

    /** The hidden state after each of the three inputs, {@code [3][2]}. */
    public double[][] states() {
        return states;
    }

    /** The output after the last. */
    public double output() {
        return output;
    }

    /** The computation, line by line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(
                "The tutorial's network by hand: two recurrent units, one output, all linear.",
                "",
                "  h[t] = x[t] wx + h[t-1] wh + bh,  h[0] = (0, 0)",
                "  o[t] = h[t] wy + by",
                "",
                "  wx = [ " + number(WX[0]) + ", " + number(WX[1]) + " ]",
                "  wh = [[ " + number(WH[0]) + ", " + number(WH[1]) + " ],",
                "        [ " + number(WH[2]) + ", " + number(WH[3]) + " ]]",
                "  bh = [ 0, 0 ]",
                "  wy = [ " + number(WY[0]) + ", " + number(WY[1]) + " ]",
                "  by = 0",
                "  x  = 1, 2, 3",
                ""));
        for (int t = 1; t <= X.length; t++) {
            String before = t == 1 ? "(0, 0)" : "h" + (t - 1);
            lines.add("  h" + t + " = " + (int) X[t - 1] + " wx + " + before + " wh + bh = [ "
                    + number(states[t - 1][0]) + ", " + number(states[t - 1][1]) + " ]");
        }
        lines.add("");
        lines.add("  o3 = h3 wy + by = " + number(output));
        return lines;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.8f", value);
    }
}
