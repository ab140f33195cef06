package dev.elman.data;

import java.util.Arrays;
import java.util.List;

/**
 * Data sets from arrays: shapes and values are checked, then laid out as inputs, then targets, one sample behind the
 * other without padding.
 */
final class SampleArrays {

    private static final int[] NONE = {};

    private SampleArrays() {}

    static Dataset dataset(double[][][] inputs, double[][][] targets) {
        return dataset(inputs, targets, false);
    }

    /** Samples whose targets have as many steps as their inputs. */
    static Dataset sequences(double[][][] inputs, double[][][] targets, boolean ragged) {
        if (targets == null) {
            throw new DataException("targets is null");
        }
        return everyStep(dataset(inputs, targets, ragged));
    }

    private static Dataset everyStep(Dataset dataset) {
        if (dataset.targetSteps() != dataset.timeSteps()) {
            throw new DataException("there must be a target at each of the " + dataset.timeSteps()
                    + " time steps but there are " + dataset.targetSteps());
        }
        return dataset;
    }

    /**
     * Samples of inputs {@code [samples][steps][features]} and targets {@code [samples][1 or steps][outputs]}, or null.
     *
     * @param ragged whether samples may differ in their time steps
     */
    static Dataset dataset(double[][][] inputs, double[][][] targets, boolean ragged) {
        int features = width("inputs", inputs);
        int outputs = targets == null ? 0 : width("targets", targets);
        if (targets != null && inputs.length != targets.length) {
            throw new DataException("there must be one target per input but there are " + inputs.length
                    + " inputs and " + targets.length + " targets");
        }
        int[] lengths = lengths("inputs", inputs, ragged);
        int timeSteps = Arrays.stream(lengths).max().getAsInt();
        int targetSteps = targets == null ? 0 : targetSteps(targets, lengths, timeSteps, ragged);
        int inputLength = Sizes.array("values of inputs", rows(inputs) * features);
        int targetLength = targets == null ? 0 : Sizes.array("values of targets", rows(targets) * outputs);
        double[] values = new double[Sizes.sum("values of inputs and targets", inputLength, targetLength)];
        int[] inputOffsets = copyFinite("inputs", inputs, values, 0);
        int[] targetOffsets = targets == null ? NONE : copyFinite("targets", targets, values, inputLength);
        int[] shorter = Arrays.stream(lengths).anyMatch(length -> length != timeSteps) ? lengths : NONE;
        Samples samples = new Samples(values, timeSteps, features, inputOffsets, shorter, targetSteps, outputs,
                targetOffsets, NONE, 0, NONE, 0, NONE, 0, 0);
        Schema schema = Schema.unnamed(timeSteps, features, outputs);
        return new Dataset(samples, ragged ? schema.withAnyLength() : schema, Origin.ARRAYS);
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
        return new Dataset(flat, Schema.unnamed(timeSteps, features, outputs), Origin.ARRAYS);
    }

    /** Samples of one token per time step. */
    static Dataset tokens(int[][] tokens, double[][][] targets) {
        Dataset dataset = dataset(numbers("tokens", tokens, "token"), targets, true);
        return dataset.withSchema(
                new Schema(List.of("token"), dataset.schema().targets(), 0, 1, null));
    }

    /** Samples of one token per time step, and a class for each. */
    static Dataset tagged(int[][] tokens, int[][] classes) {
        return everyStep(tokens(tokens, numbers("classes", classes, "class")));
    }

    /** The same samples, whose target is a class. */
    static Dataset ofClass(Dataset dataset) {
        return dataset.withSchema(new Schema(dataset.schema().features(), List.of("class"), 0, 1, null));
    }

    /** Targets of one step and one value: the number of a class. */
    static double[][][] classes(int[] classes) {
        if (classes == null) {
            throw new DataException("classes is null");
        }
        double[][][] targets = new double[classes.length][][];
        for (int sample = 0; sample < classes.length; sample++) {
            if (classes[sample] < 0) {
                throw new DataException("classes are numbered from 0 but classes[" + sample + "] is "
                        + classes[sample]);
            }
            targets[sample] = new double[][] {{classes[sample]}};
        }
        return targets;
    }

    /** Rows of one value: the number of a token, or of a class, at every time step. */
    private static double[][][] numbers(String what, int[][] numbers, String one) {
        if (numbers == null) {
            throw new DataException(what + " must hold at least one sequence but is null");
        }
        double[][][] rows = new double[numbers.length][][];
        for (int sample = 0; sample < numbers.length; sample++) {
            String place = what + "[" + sample + "]";
            if (numbers[sample] == null || numbers[sample].length == 0) {
                throw new DataException(place + " must hold at least one " + one + " but "
                        + (numbers[sample] == null ? "is null" : "is empty"));
            }
            rows[sample] = new double[numbers[sample].length][];
            for (int step = 0; step < rows[sample].length; step++) {
                int number = numbers[sample][step];
                if (number < 0) {
                    throw new DataException(what + " are numbered from 0 but " + place + "[" + step + "] is " + number);
                }
                rows[sample][step] = new double[] {number};
            }
        }
        return rows;
    }

    /** The rows that count of padded arrays: the first {@code lengths[i]} of each sample. */
    static double[][][] cut(String what, double[][][] padded, int[] lengths) {
        if (padded == null || lengths == null || lengths.length != padded.length) {
            throw new DataException("there must be one length per sample of " + what + " but there are "
                    + (lengths == null ? "none" : lengths.length) + " for "
                    + (padded == null ? "none" : padded.length));
        }
        double[][][] cut = new double[padded.length][][];
        for (int sample = 0; sample < padded.length; sample++) {
            if (padded[sample] != null) {
                requireLength(sample, lengths[sample], padded[sample].length);
                cut[sample] = Arrays.copyOf(padded[sample], lengths[sample]);
            }
        }
        return cut;
    }

    /** The rows that are not masked; the others are not looked at. */
    static double[][][] masked(String what, double[][][] values, boolean[][] mask) {
        if (values == null || mask == null || mask.length != values.length) {
            throw new DataException("there must be one row of mask per sample of " + what + " but there are "
                    + (mask == null ? "none" : mask.length) + " for " + (values == null ? "none" : values.length));
        }
        double[][][] kept = new double[values.length][][];
        for (int sample = 0; sample < values.length; sample++) {
            if (values[sample] != null) {
                int length = values[sample].length;
                kept[sample] = new double[SampleParts.kept(sample, length, length, mask[sample])][];
                for (int step = 0, at = 0; step < length; step++) {
                    if (mask[sample][step]) {
                        kept[sample][at++] = values[sample][step];
                    }
                }
            }
        }
        return kept;
    }

    /** Checks the number of time steps that a sample is to have. */
    static void requireLength(int sample, int length, int steps) {
        if (length < 1 || length > steps) {
            throw new DataException("the length of sample " + sample + " (from 0) must be from 1 to " + steps
                    + ", its time steps, but was " + length);
        }
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

    /** Values per row; each row of each sample must have as many as the first, and no sample may be empty. */
    private static int width(String what, double[][][] values) {
        if (values == null || values.length == 0) {
            throw new DataException(what + " must hold at least one sample but "
                    + (values == null ? "is null" : "is empty"));
        }
        int width = -1;
        for (int sample = 0; sample < values.length; sample++) {
            double[][] rows = values[sample];
            String place = what + "[" + sample + "]";
            if (rows == null || rows.length == 0) {
                throw new DataException(place + " must hold at least one time step but "
                        + (rows == null ? "is null" : "is empty"));
            }
            for (int step = 0; step < rows.length; step++) {
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
        return width;
    }

    /** The number of rows of each sample. */
    private static int[] lengths(String what, double[][][] values, boolean ragged) {
        int[] lengths = new int[values.length];
        for (int sample = 0; sample < lengths.length; sample++) {
            lengths[sample] = values[sample].length;
            if (!ragged && lengths[sample] != lengths[0]) {
                throw new DataException(what + "[" + sample + "] has " + lengths[sample] + " time steps but " + what
                        + "[0] has " + lengths[0] + "; sequences of different lengths are for Dataset.ragged");
            }
        }
        return lengths;
    }

    /** 1 where every target has one step, {@code timeSteps} where each has as many as its input. */
    private static int targetSteps(double[][][] targets, int[] lengths, int timeSteps, boolean ragged) {
        int[] steps = lengths("targets", targets, ragged);
        if (Arrays.stream(steps).allMatch(one -> one == 1)) {
            return 1;
        }
        for (int sample = 0; sample < steps.length; sample++) {
            if (steps[sample] != lengths[sample]) {
                throw new DataException(ragged
                        ? "targets[" + sample + "] must have one step, or as many as inputs[" + sample + "], "
                                + lengths[sample] + ", but has " + steps[sample]
                        : "targetSteps must be 1 or timeSteps (" + timeSteps + ") but was " + steps[sample]);
            }
        }
        return timeSteps;
    }

    private static long rows(double[][][] values) {
        long rows = 0;
        for (double[][] sample : values) {
            rows += sample.length;
        }
        return rows;
    }

    private static void requireLength(String what, double[] values, int length, String product) {
        if (values == null || values.length != length) {
            throw new DataException(what + " must hold " + product + " = " + length + " values but "
                    + (values == null ? "is null" : "holds " + values.length));
        }
    }

    /** Copies every row to {@code values[at ..]}; gives where each sample begins. */
    private static int[] copyFinite(String what, double[][][] from, double[] values, int at) {
        int[] offsets = new int[from.length];
        int to = at;
        for (int sample = 0; sample < from.length; sample++) {
            offsets[sample] = to;
            for (int step = 0; step < from[sample].length; step++) {
                double[] row = from[sample][step];
                for (int i = 0; i < row.length; i++) {
                    requireFinite(what, sample, step, i, row[i]);
                }
                System.arraycopy(row, 0, values, to, row.length);
                to += row.length;
            }
        }
        return offsets;
    }

    private static void copyFinite(String what, double[] from, double[] values, int at, int steps, int width) {
        for (int i = 0; i < from.length; i++) {
            requireFinite(what, i / (steps * width), i / width % steps, i % width, from[i]);
            values[at + i] = from[i];
        }
    }

    private static void requireFinite(String what, int sample, int step, int index, double value) {
        if (!Double.isFinite(value)) {
            throw new DataException(what + "[" + sample + "][" + step + "][" + index
                    + "] (sample, step, value; from 0) is " + value);
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
