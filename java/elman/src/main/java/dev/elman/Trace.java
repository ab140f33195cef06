package dev.elman;

import dev.elman.layers.Architecture;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What every layer gave at every time step for one sequence: how a network came to its output. Values of layers are
 * as the network computes them, on the scale it learnt on; {@link #outputs()} is what a prediction gives.
 */
public final class Trace {

    private final Architecture architecture;
    private final double[][] layers;
    private final double[][] outputs;

    Trace(Architecture architecture, double[][] layers, Readout readout, int outputSteps) {
        this.architecture = architecture;
        this.layers = layers;
        int width = architecture.outputs();
        double[] last = layers[layers.length - 1];
        // A recurrent layer shows all steps here, also where only its last one is passed on.
        int from = last.length - outputSteps * width;
        outputs = new double[outputSteps][];
        for (int step = 0; step < outputSteps; step++) {
            outputs[step] = Arrays.copyOfRange(last, from + step * width, from + (step + 1) * width);
            readout.read(outputs[step], 0, width);
        }
    }

    /** The names of the layers from the input upwards: {@code <index>.<type>}, such as {@code 0.simpleRnn}. */
    public List<String> layers() {
        return IntStream.range(0, layers.length)
                .mapToObj(layer -> layer + "." + architecture.layers().get(layer).type()).toList();
    }

    /**
     * What a layer gave, as a copy: a recurrent layer its hidden state at every time step, also where only the last
     * one is passed on; a layer above such a layer its output of that one step.
     *
     * @param layer from 0
     * @return {@code [steps][units]}
     */
    public double[][] layer(int layer) {
        double[] flat = layers[Objects.checkIndex(layer, layers.length)];
        int units = architecture.outputWidth(layer);
        double[][] steps = new double[flat.length / units][];
        for (int step = 0; step < steps.length; step++) {
            steps[step] = Arrays.copyOfRange(flat, step * units, (step + 1) * units);
        }
        return steps;
    }

    /** The outputs as {@link Model#predict(double[])} gives them, {@code [outputSteps][outputs]}, as a copy. */
    public double[][] outputs() {
        return Arrays.stream(outputs).map(double[]::clone).toArray(double[][]::new);
    }
}
