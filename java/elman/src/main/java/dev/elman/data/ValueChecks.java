package dev.elman.data;

import dev.elman.layers.Architecture;
import dev.elman.layers.Embedding;
import dev.elman.optim.Loss;

/**
 * Checks of what a data set's values mean to a network, which a data set by itself cannot know: made once, before an
 * engine gets them, so that a message can name the sample. Every one throws {@link DataException}.
 */
public final class ValueChecks {

    /** By how much probabilities may miss the sum of one. */
    private static final double SUM_TOLERANCE = 1e-6;

    private ValueChecks() {}

    /**
     * That inputs are what an architecture takes: tokens of its vocabulary where it begins with an embedding, and
     * within the range of a float where it works in them.
     *
     * @param floats whether the network works in float
     */
    public static void requireInputs(Dataset data, Architecture architecture, boolean floats) {
        if (floats) {
            requireFloats(data);
        }
        if (!architecture.layers().isEmpty() && architecture.layers().get(0) instanceof Embedding embedding) {
            requireTokens(data, embedding.vocabulary());
        }
    }

    /**
     * That targets are what a loss takes: classes, probabilities that sum to one, or probabilities. Where the weight is
     * zero a target may be anything.
     *
     * @param outputs how many values the network gives at a time step
     */
    public static void requireTargets(Dataset data, Loss loss, int outputs) {
        if (loss instanceof Loss.SparseCrossEntropy) {
            requireWhole(data, "class", outputs);
        } else if (loss instanceof Loss.CrossEntropy) {
            requireDistributions(data);
        } else if (loss instanceof Loss.BinaryCrossEntropy) {
            requireProbabilities(data);
        }
    }

    private static void requireTokens(Dataset data, int vocabulary) {
        Samples samples = data.samples();
        double[] values = samples.values();
        for (int sample = 0; sample < samples.count(); sample++) {
            int from = samples.inputOffsets()[sample];
            for (int step = 0; step < samples.length(sample); step++) {
                if (!isIndex(values[from + step], vocabulary)) {
                    throw new DataException(at(sample, step) + ": a token must be a whole number from 0 to "
                            + (vocabulary - 1) + " (the embedding has " + vocabulary + ") but is "
                            + text(values[from + step]));
                }
            }
        }
    }

    private static void requireWhole(Dataset data, String what, int count) {
        Samples samples = data.samples();
        double[] values = samples.values();
        for (int sample = 0; sample < samples.count(); sample++) {
            for (int step = 0; step < samples.targetSteps(sample); step++) {
                double value = values[samples.targetOffsets()[sample] + step];
                if (samples.weight(sample, step) != 0 && !isIndex(value, count)) {
                    throw new DataException(at(sample, step) + ": a " + what + " must be a whole number from 0 to "
                            + (count - 1) + " (the network has " + count + " outputs) but is " + text(value));
                }
            }
        }
    }

    private static void requireDistributions(Dataset data) {
        Samples samples = data.samples();
        int classes = samples.outputs();
        for (int sample = 0; sample < samples.count(); sample++) {
            for (int step = 0; step < samples.targetSteps(sample); step++) {
                if (samples.weight(sample, step) == 0) {
                    continue;
                }
                int from = samples.targetOffsets()[sample] + step * classes;
                double sum = 0;
                for (int i = from; i < from + classes; i++) {
                    double value = samples.values()[i];
                    if (value < 0) {
                        throw new DataException(at(sample, step) + ": the probability of class " + (i - from)
                                + " must be at least 0 but is " + value);
                    }
                    sum += value;
                }
                if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
                    throw new DataException(at(sample, step) + ": the probabilities of the " + classes
                            + " classes must sum to 1 but sum to " + sum);
                }
            }
        }
    }

    private static void requireProbabilities(Dataset data) {
        Samples samples = data.samples();
        for (int sample = 0; sample < samples.count(); sample++) {
            for (int i = 0; i < samples.targetSteps(sample) * samples.outputs(); i++) {
                double value = samples.values()[samples.targetOffsets()[sample] + i];
                if ((value < 0 || value > 1) && samples.weight(sample, i / samples.outputs()) != 0) {
                    throw new DataException(at(sample, i / samples.outputs())
                            + ": a target must be from 0 to 1, the probability of yes, but is " + value);
                }
            }
        }
    }

    private static void requireFloats(Dataset data) {
        for (double value : data.samples().values()) {
            if (Math.abs(value) > Float.MAX_VALUE) {
                // Found out only now where it stands, if any sample has it.
                requireFloats(data, value);
            }
        }
    }

    private static void requireFloats(Dataset data, double value) {
        Samples samples = data.samples();
        for (int sample = 0; sample < samples.count(); sample++) {
            int length = samples.length(sample);
            int steps = samples.targetSteps(sample);
            requireFloats(data, sample, "an input", samples.inputOffsets(), length * samples.features(), value);
            requireFloats(data, sample, "a target", samples.targetOffsets(), steps * samples.outputs(), value);
            requireFloats(data, sample, "a weight", samples.weightOffsets(), steps, value);
            requireFloats(data, sample, "a static feature", samples.staticOffsets(), samples.staticFeatures(), value);
            requireFloats(data, sample, "a value of its state", samples.stateOffsets(), samples.stateSize(), value);
        }
    }

    private static void requireFloats(Dataset data, int sample, String what, int[] offsets, int count, double value) {
        for (int i = 0; offsets.length > 0 && i < count; i++) {
            if (data.samples().values()[offsets[sample] + i] == value) {
                throw new DataException("sample " + sample + " (from 0): " + what + " is " + value
                        + ", beyond the range of float, " + Float.MAX_VALUE
                        + "; scale the data, or use precision double");
            }
        }
    }

    private static boolean isIndex(double value, int count) {
        return value >= 0 && value < count && value == Math.rint(value);
    }

    /** Whole numbers without a point. */
    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String at(int sample, int step) {
        return "sample " + sample + ", time step " + step + " (from 0)";
    }
}
