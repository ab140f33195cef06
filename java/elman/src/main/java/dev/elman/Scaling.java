package dev.elman;

import dev.elman.data.Scaler;
import dev.elman.data.Schema;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.layers.Embedding;
import java.util.List;

/**
 * Brings inputs to the scale that a network learnt on, and values of targets back to the data's own units, in double
 * whatever the network's precision. Every input is checked: what is not finite, or no token where tokens go in, would
 * silently become an output that means nothing.
 */
final class Scaling {

    private final boolean identity;
    /** Per feature: {@code scaled = (value - inputOffsets) / inputScales}. */
    private final double[] inputOffsets;
    private final double[] inputScales;
    /** Per target: {@code value = scaled * outputScales + outputOffsets}. */
    private final double[] outputOffsets;
    private final double[] outputScales;
    private final double largest;
    /** How many tokens there are, where tokens go in; else 0. */
    private final int vocabulary;

    /** The scaling of a schema, or none where the schema is null. */
    Scaling(Schema schema, Precision precision, Architecture architecture) {
        this(schema, precision, architecture.features(), architecture.outputs(),
                architecture.layers().get(0) instanceof Embedding embedding ? embedding.vocabulary() : 0);
    }

    /** A scaling of columns that are no tokens. */
    Scaling(Schema schema, Precision precision, int features, int outputs) {
        this(schema, precision, features, outputs, 0);
    }

    private Scaling(Schema schema, Precision precision, int features, int outputs, int vocabulary) {
        this.vocabulary = vocabulary;
        identity = schema == null || !schema.isScaled();
        largest = precision == Precision.FLOAT ? Float.MAX_VALUE : Double.MAX_VALUE;
        inputOffsets = new double[identity ? features : schema.features().size()];
        inputScales = new double[inputOffsets.length];
        outputOffsets = new double[identity ? outputs : schema.targets().size()];
        outputScales = new double[outputOffsets.length];
        fill(schema, identity ? null : schema.features(), inputOffsets, inputScales);
        fill(schema, identity ? null : schema.targets(), outputOffsets, outputScales);
    }

    private static void fill(Schema schema, List<String> columns, double[] offsets, double[] scales) {
        for (int i = 0; i < offsets.length; i++) {
            Scaler.Column numbers = columns == null ? null : schema.scaler().column(columns.get(i));
            offsets[i] = numbers == null ? 0 : numbers.offset();
            scales[i] = numbers == null ? 1 : numbers.scale();
        }
    }

    /** Whether scaled values and the data's own are the same. */
    boolean isIdentity() {
        return identity;
    }

    /** The value in the data's own units of a scaled value of a target; these are in the order [steps, targets]. */
    double unscale(int output, double scaled) {
        int column = output % outputScales.length;
        return scaled * outputScales[column] + outputOffsets[column];
    }

    /** What a difference of one in a scaled value of a target is in the data's own units. */
    double outputScale(int output) {
        return outputScales[output % outputScales.length];
    }

    /** Checks values that need no scaling. */
    void check(float[] inputs, int from, int to) {
        if (vocabulary > 0) {
            boolean tokens = true;
            for (int i = from; i < to; i++) {
                tokens &= isToken(inputs[i]);
            }
            for (int i = from; !tokens && i < to; i++) {
                requireToken(i, inputs[i]);
            }
        } else if (!isFinite(inputs, from, to)) {
            for (int i = from; i < to; i++) {
                requireUsable(i, inputs[i], inputs[i]);
            }
        }
    }

    /** Checks values that need no scaling. */
    void check(double[] inputs, int from, int to) {
        boolean usable = true;
        for (int i = from; i < to; i++) {
            usable &= vocabulary > 0 ? isToken(inputs[i]) : Math.abs(inputs[i]) <= largest;
        }
        for (int i = from; !usable && i < to; i++) {
            if (vocabulary > 0) {
                requireToken(i, inputs[i]);
            } else {
                requireUsable(i, inputs[i], inputs[i]);
            }
        }
    }

    private boolean isToken(double value) {
        return value >= 0 && value < vocabulary && value == Math.rint(value);
    }

    private void requireToken(int index, double value) {
        if (!isToken(value)) {
            throw new IllegalArgumentException("inputs must be tokens, whole numbers from 0 to " + (vocabulary - 1)
                    + ", but inputs[" + index + "] was " + value);
        }
    }

    /** Scales whole steps of features to the beginning of an array. */
    void scale(float[] inputs, int from, int to, float[] scaled) {
        if (identity) {
            check(inputs, from, to);
            System.arraycopy(inputs, from, scaled, 0, to - from);
            return;
        }
        int features = inputScales.length;
        if (features == 1) {
            double offset = inputOffsets[0];
            double scale = inputScales[0];
            for (int i = from; i < to; i++) {
                scaled[i - from] = (float) ((inputs[i] - offset) / scale);
            }
        } else {
            for (int step = from, at = 0; step < to; step += features) {
                for (int feature = 0; feature < features; feature++, at++) {
                    scaled[at] = (float) ((inputs[step + feature] - inputOffsets[feature]) / inputScales[feature]);
                }
            }
        }
        if (!isFinite(scaled, 0, to - from)) {
            for (int i = from; i < to; i++) {
                requireUsable(i, inputs[i], (inputs[i] - inputOffsets[i % features]) / inputScales[i % features]);
            }
        }
    }

    /** Scales whole steps of features to the beginning of an array. */
    void scale(double[] inputs, int from, int to, double[] scaled) {
        if (identity) {
            check(inputs, from, to);
            System.arraycopy(inputs, from, scaled, 0, to - from);
            return;
        }
        int features = inputScales.length;
        boolean usable = true;
        for (int step = from, at = 0; step < to; step += features) {
            for (int feature = 0; feature < features; feature++, at++) {
                double value = (inputs[step + feature] - inputOffsets[feature]) / inputScales[feature];
                usable &= Math.abs(value) <= largest;
                scaled[at] = value;
            }
        }
        if (!usable) {
            for (int i = from; i < to; i++) {
                requireUsable(i, inputs[i], (inputs[i] - inputOffsets[i % features]) / inputScales[i % features]);
            }
        }
    }

    /** Whether all are finite: the bits of what is not are the largest, so that one comparison is enough. */
    private static boolean isFinite(float[] values, int from, int to) {
        int largestBits = 0;
        for (int i = from; i < to; i++) {
            largestBits = Math.max(largestBits, Float.floatToRawIntBits(values[i]) & 0x7fffffff);
        }
        return largestBits < 0x7f800000;
    }

    private void requireUsable(int index, double value, double scaled) {
        if (!(Math.abs(scaled) <= largest)) {
            String problem = !Double.isFinite(value) ? "" : ", which scaled to " + scaled + " is out of range";
            throw new IllegalArgumentException(
                    "inputs must be finite but inputs[" + index + "] was " + value + problem);
        }
    }
}
