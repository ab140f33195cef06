package dev.elman;

import dev.elman.engine.Batch;
import dev.elman.layers.Architecture;
import java.util.Arrays;

/** Computes sequences of any lengths with what belongs to them, {@link Runner#MAX_SEQUENCES} at a time. */
final class SequenceRun {

    private final Weights weights;
    private final Inference inference;
    private final Architecture architecture;
    private final Readout readout;

    SequenceRun(Weights weights, Inference inference) {
        this.weights = weights;
        this.inference = inference;
        architecture = weights.architecture();
        readout = inference.readout();
    }

    Outputs run(double[][][] inputs, double[][] staticFeatures, State[] initial) {
        require(inputs, staticFeatures, initial);
        double[][][] outputs = new double[inputs.length][][];
        State[] states = new State[inputs.length];
        for (int from = 0; from < inputs.length; from += Runner.MAX_SEQUENCES) {
            int to = Math.min(inputs.length, from + Runner.MAX_SEQUENCES);
            part(inputs, staticFeatures, initial, from, to, outputs, states);
        }
        return new Outputs(outputs, states);
    }

    private void require(double[][][] inputs, double[][] staticFeatures, State[] initial) {
        if (inputs == null || inputs.length == 0) {
            throw new IllegalArgumentException("inputs must hold at least one sequence but is " + missing(inputs));
        }
        requireCount("staticFeatures", staticFeatures == null ? -1 : staticFeatures.length, inputs.length);
        requireCount("initial", initial == null ? -1 : initial.length, inputs.length);
        for (int sequence = 0; sequence < inputs.length; sequence++) {
            if (inputs[sequence] == null || inputs[sequence].length == 0) {
                throw new IllegalArgumentException("inputs[" + sequence + "] must have at least one time step but is "
                        + missing(inputs[sequence]));
            }
            for (int step = 0; step < inputs[sequence].length; step++) {
                double[] row = inputs[sequence][step];
                if (row == null || row.length != architecture.features()) {
                    throw new IllegalArgumentException("inputs[" + sequence + "][" + step + "] must have "
                            + architecture.features() + " features but "
                            + (row == null ? "is null" : "has " + row.length));
                }
            }
            StaticValues.require(staticFeatures == null ? null : staticFeatures[sequence], weights,
                    "sequence " + sequence);
        }
    }

    private static String missing(Object array) {
        return array == null ? "null" : "empty";
    }

    private static void requireCount(String what, int count, int sequences) {
        if (count >= 0 && count != sequences) {
            throw new IllegalArgumentException("there must be as many " + what + " as sequences, " + sequences
                    + ", or null, but there were " + count);
        }
    }

    private void part(double[][][] inputs, double[][] staticFeatures, State[] initial, int from, int to,
            double[][][] outputs, State[] states) {
        int count = to - from;
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = inputs[from + i].length;
        }
        int timeSteps = Arrays.stream(lengths).max().getAsInt();
        int stateSize = architecture.stateSize();
        boolean equal = Arrays.stream(lengths).allMatch(length -> length == timeSteps);
        int features = architecture.features();
        double[] flat = new double[Math.multiplyExact(Math.multiplyExact(count, timeSteps), features)];
        double[] row = new double[features];
        for (int i = 0; i < count; i++) {
            for (int step = 0; step < lengths[i]; step++) {
                scale(inputs[from + i][step], from + i, step, row);
                System.arraycopy(row, 0, flat, (i * timeSteps + step) * features, features);
            }
        }
        int outputSteps = architecture.outputSteps(timeSteps);
        double[] given = new double[Math.multiplyExact(Math.multiplyExact(count, outputSteps), architecture.outputs())];
        double[] finals = new double[Math.multiplyExact(count, stateSize)];
        inference.predict(new Batch(flat, count, timeSteps, equal ? null : lengths,
                architecture.staticFeatures() == 0 ? null : joined(staticFeatures, from, to),
                initial == null ? null : states(initial, from, to)), given, finals);
        for (int i = 0; i < count; i++) {
            outputs[from + i] = steps(given, i * outputSteps, architecture.outputSteps(lengths[i]));
            long before = initial == null || initial[from + i] == null ? 0 : initial[from + i].steps();
            states[from + i] = new State(Arrays.copyOfRange(finals, i * stateSize, (i + 1) * stateSize),
                    before + lengths[i], weights.id());
        }
    }

    private void scale(double[] values, int sequence, int step, double[] scaled) {
        try {
            inference.scaling().scale(values, 0, values.length, scaled);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("sequence " + sequence + ", time step " + step + " (from 0): "
                    + e.getMessage(), e);
        }
    }

    private double[] joined(double[][] rows, int from, int to) {
        int width = architecture.staticFeatures();
        double[] joined = new double[(to - from) * width];
        for (int i = from; i < to; i++) {
            System.arraycopy(rows[i], 0, joined, (i - from) * width, width);
        }
        return joined;
    }

    /** The states one behind another; a null among them stands for zeros. */
    private double[] states(State[] initial, int from, int to) {
        int size = architecture.stateSize();
        double[] states = new double[(to - from) * size];
        for (int i = from; i < to; i++) {
            if (initial[i] != null) {
                System.arraycopy(initial[i].require(weights), 0, states, (i - from) * size, size);
            }
        }
        return states;
    }

    private double[][] steps(double[] given, int firstStep, int count) {
        int width = architecture.outputs();
        double[][] steps = new double[count][];
        for (int step = 0; step < count; step++) {
            steps[step] = Arrays.copyOfRange(given, (firstStep + step) * width, (firstStep + step + 1) * width);
            readout.read(steps[step], 0, width);
        }
        return steps;
    }
}
