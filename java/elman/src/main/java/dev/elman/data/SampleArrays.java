package dev.elman.data;

import java.util.BitSet;

/** Data sets from arrays: shapes and values are checked, then laid out as inputs, then targets. */
final class SampleArrays {

    private SampleArrays() {}

    static Dataset sequences(double[][][] inputs, double[][][] targets) {
        if (targets == null) {
            throw new DataException("targets is null");
        }
        Dataset dataset = dataset(inputs, targets);
        if (dataset.targetSteps() != dataset.timeSteps()) {
            throw new DataException("there must be a target at each of the " + dataset.timeSteps()
                    + " time steps but there are " + dataset.targetSteps());
        }
        return dataset;
    }

    static Dataset dataset(double[][][] inputs, double[][][] targets) {
        int[] in = shape("inputs", inputs);
        if (targets == null) {
            return dataset(flatten("inputs", inputs, in), in[0], in[1], in[2], null, 0, 0);
        }
        int[] out = shape("targets", targets);
        if (in[0] != out[0]) {
            throw new DataException("there must be one target per input but there are " + in[0] + " inputs and "
                    + out[0] + " targets");
        }
        return dataset(flatten("inputs", inputs, in), in[0], in[1], in[2], flatten("targets", targets, out),
                out[1], out[2]);
    }

    static Dataset dataset(double[] inputs, int samples, int timeSteps, int features, double[] targets,
            int targetSteps, int outputs) {
        Sizes.positive("samples", samples);
        Sizes.positive("timeSteps", timeSteps);
        Sizes.positive("features", features);
        int inputLength = Sizes.product("inputs (samples * timeSteps * features)", samples, timeSteps, features);
        requireLength("inputs", inputs, inputLength, samples + " * " + timeSteps + " * " + features);
        int targetLength = 0;
        if (targets == null) {
            if (targetSteps != 0 || outputs != 0) {
                throw new DataException("without targets, targetSteps and outputs must be 0 but were " + targetSteps
                        + " and " + outputs);
            }
        } else {
            Sizes.positive("outputs", outputs);
            if (targetSteps != 1 && targetSteps != timeSteps) {
                throw new DataException(
                        "targetSteps must be 1 or timeSteps (" + timeSteps + ") but was " + targetSteps);
            }
            targetLength = Sizes.product("targets (samples * targetSteps * outputs)", samples, targetSteps, outputs);
            requireLength("targets", targets, targetLength, samples + " * " + targetSteps + " * " + outputs);
        }
        double[] values = new double[Sizes.sum("values of inputs and targets", inputLength, targetLength)];
        copyFinite("inputs", inputs, values, 0, timeSteps, features);
        if (targets != null) {
            copyFinite("targets", targets, values, inputLength, targetSteps, outputs);
        }
        Samples flat = new Samples(values, timeSteps, features, offsets(0, samples, timeSteps * features),
                targetSteps, outputs, offsets(inputLength, targets == null ? 0 : samples, targetSteps * outputs));
        return new Dataset(flat, Schema.unnamed(timeSteps, features, outputs), null, new BitSet());
    }

    /** Targets of one step each. */
    static double[][][] oneStep(double[][] targets) {
        if (targets == null) {
            return null;
        }
        double[][][] steps = new double[targets.length][][];
        for (int sample = 0; sample < targets.length; sample++) {
            steps[sample] = new double[][] {targets[sample]};
        }
        return steps;
    }

    static double[][][] widen(float[][][] values) {
        if (values == null) {
            return null;
        }
        double[][][] wide = new double[values.length][][];
        for (int i = 0; i < values.length; i++) {
            wide[i] = widen(values[i]);
        }
        return wide;
    }

    static double[][] widen(float[][] values) {
        if (values == null) {
            return null;
        }
        double[][] wide = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                wide[i] = new double[values[i].length];
                for (int j = 0; j < values[i].length; j++) {
                    wide[i][j] = values[i][j];
                }
            }
        }
        return wide;
    }

    /** [samples, steps, values]; each sample must have the shape of the first, and none may be empty. */
    private static int[] shape(String what, double[][][] values) {
        if (values == null || values.length == 0) {
            throw new DataException(what + " must hold at least one sample but "
                    + (values == null ? "is null" : "is empty"));
        }
        int steps = -1;
        int width = -1;
        for (int sample = 0; sample < values.length; sample++) {
            double[][] rows = values[sample];
            String place = what + "[" + sample + "]";
            if (rows == null || rows.length == 0) {
                throw new DataException(place + " must hold at least one time step but "
                        + (rows == null ? "is null" : "is empty"));
            }
            steps = sample == 0 ? rows.length : steps;
            if (rows.length != steps) {
                throw new DataException(place + " has " + rows.length + " time steps but " + what + "[0] has " + steps);
            }
            for (int step = 0; step < steps; step++) {
                double[] row = rows[step];
                if (row == null || row.length == 0) {
                    throw new DataException(place + "[" + step + "] must hold at least one value but "
                            + (row == null ? "is null" : "is empty"));
                }
                width = width < 0 ? row.length : width;
                if (row.length != width) {
                    throw new DataException(place + "[" + step + "] has " + row.length + " values but " + what
                            + "[0][0] has " + width);
                }
            }
        }
        return new int[] {values.length, steps, width};
    }

    private static double[] flatten(String what, double[][][] values, int[] shape) {
        double[] flat = new double[Sizes.product(what, shape)];
        int at = 0;
        for (double[][] rows : values) {
            for (double[] row : rows) {
                System.arraycopy(row, 0, flat, at, row.length);
                at += row.length;
            }
        }
        return flat;
    }

    private static void requireLength(String what, double[] values, int length, String product) {
        if (values == null || values.length != length) {
            throw new DataException(what + " must hold " + product + " = " + length + " values but "
                    + (values == null ? "is null" : "holds " + values.length));
        }
    }

    private static void copyFinite(String what, double[] from, double[] values, int at, int steps, int width) {
        for (int i = 0; i < from.length; i++) {
            if (!Double.isFinite(from[i])) {
                throw new DataException(what + "[" + i / (steps * width) + "][" + i / width % steps + "][" + i % width
                        + "] (sample, step, value; from 0) is " + from[i]);
            }
            values[at + i] = from[i];
        }
    }

    private static int[] offsets(int first, int count, int length) {
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = first + i * length;
        }
        return offsets;
    }
}
