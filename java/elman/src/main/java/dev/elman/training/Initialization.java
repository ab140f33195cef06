package dev.elman.training;

import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.Embedding;
import dev.elman.layers.Layer;
import dev.elman.layers.LayerNormalization;
import dev.elman.layers.Lstm;
import dev.elman.layers.Parameter;
import dev.elman.layers.RecurrentLayer;
import dev.elman.random.Initializer;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import java.util.Arrays;

/**
 * How the weights begin, as a value. Every parameter has random numbers of its own, a pure function of the seed, the
 * layer's index, the parameter's role and its direction, so that one seed means the same weights in every engine. The
 * vector of a token that stands for padding is always zero.
 */
public sealed interface Initialization {

    /**
     * Keras's defaults: kernels Glorot uniform, {@code U(+-sqrt(6 / (fanIn + fanOut)))} with fans {@code (features,
     * gates * units)}; recurrent kernels orthogonal over the whole {@code [units, gates * units]}; the vectors of
     * tokens {@code U(+-0.05)}; scales one; biases zero, but those of an LSTM's forget gate one ({@code
     * unit_forget_bias}, after Jozefowicz, Zaremba and Sutskever, 2015), so that it begins by remembering.
     */
    static Initialization keras() {
        return new Keras();
    }

    /**
     * PyTorch's defaults: a recurrent layer's parameters {@code U(+-1 / sqrt(units))}, its bias, where it has but one,
     * the sum of two draws, since PyTorch adds two biases; a dense layer's {@code U(+-1 / sqrt(features))}; the vectors
     * of tokens normal with mean 0 and variance 1; of a layer normalization the scale one and the bias zero.
     */
    static Initialization torch() {
        return new Torch();
    }

    /**
     * Every parameter, biases and scales too, uniform from [low, high).
     *
     * @param low the smallest number, finite
     * @param high above the largest, finite, greater than {@code low}
     */
    static Initialization uniform(double low, double high) {
        return new Uniform(low, high);
    }

    /** One parameter's values. */
    private void fill(Architecture architecture, Parameter parameter, RandomStream stream, double[] values) {
        Layer layer = architecture.layers().get(parameter.layer());
        if (this instanceof Uniform uniform) {
            Initializer.uniform(stream, values, parameter.offset(), parameter.size(), uniform.low(), uniform.high());
        } else if (parameter.role() == Parameter.Role.SCALE) {
            Arrays.fill(values, parameter.offset(), parameter.offset() + parameter.size(), 1);
        } else if (this instanceof Torch && !(layer instanceof LayerNormalization)) {
            fillAsTorch(layer, architecture.inputWidth(parameter.layer()), parameter, stream, values);
        } else {
            fillAsKeras(layer, parameter, stream, values);
        }
        if (layer instanceof Embedding embedding && embedding.paddingIndex() != Embedding.NO_PADDING) {
            int padding = parameter.offset() + embedding.paddingIndex() * embedding.units();
            Arrays.fill(values, padding, padding + embedding.units(), 0);
        }
    }

    private static void fillAsKeras(Layer layer, Parameter parameter, RandomStream stream, double[] values) {
        int offset = parameter.offset();
        switch (parameter.role()) {
            case KERNEL -> Initializer.glorotUniform(stream, values, offset, parameter.rows(), parameter.columns());
            case RECURRENT_KERNEL ->
                    Initializer.orthogonal(stream, values, offset, parameter.rows(), parameter.columns());
            case EMBEDDING -> Initializer.uniform(stream, values, offset, parameter.size(), -0.05, 0.05);
            default -> {
                if (cell(layer) instanceof Lstm lstm) {
                    // The bias's second part of four is the forget gate's.
                    Arrays.fill(values, offset + lstm.units(), offset + 2 * lstm.units(), 1);
                }
            }
        }
    }

    private static void fillAsTorch(
            Layer layer, int inputs, Parameter parameter, RandomStream stream, double[] values) {
        if (parameter.role() == Parameter.Role.EMBEDDING) {
            for (int i = 0; i < parameter.size(); i++) {
                values[parameter.offset() + i] = stream.nextNormal();
            }
            return;
        }
        RecurrentLayer cell = cell(layer);
        double limit = 1 / Math.sqrt(cell != null ? cell.units() : inputs);
        Initializer.uniform(stream, values, parameter.offset(), parameter.size(), -limit, limit);
        if (cell != null && parameter.role() == Parameter.Role.BIAS && !hasRecurrentBias(cell, inputs)) {
            double[] second = new double[parameter.size()];
            Initializer.uniform(stream, second, 0, second.length, -limit, limit);
            for (int i = 0; i < second.length; i++) {
                values[parameter.offset() + i] += second[i];
            }
        }
    }

    /** The cell of a recurrent layer, either of the two where it goes both ways; null of other layers. */
    private static RecurrentLayer cell(Layer layer) {
        return layer instanceof Bidirectional both ? both.layer()
                : layer instanceof RecurrentLayer recurrent ? recurrent : null;
    }

    private static boolean hasRecurrentBias(RecurrentLayer cell, int inputs) {
        return cell.shapes(inputs).stream().anyMatch(shape -> shape.role() == Parameter.Role.RECURRENT_BIAS);
    }

    /**
     * The weights that a run begins with.
     *
     * @return the flat parameter vector of {@link Architecture#parameters()}, every value as the precision holds it
     */
    default double[] values(Architecture architecture, long seed, Precision precision) {
        double[] values = new double[architecture.parameterCount()];
        // Never changes, since seeds must reproduce.
        int backward = 16;
        for (Parameter parameter : architecture.parameters()) {
            int number = parameter.role().ordinal() + (parameter.backward() ? backward : 0);
            RandomStream stream = RandomStream.of(seed, Purpose.WEIGHTS, 0, parameter.layer(), number);
            fill(architecture, parameter, stream, values);
        }
        Weights.round(values, precision);
        return values;
    }

    /** The name used in files and on the command line: {@code keras}, {@code torch} or {@code uniform}. */
    String id();

    /** Keras's defaults. */
    record Keras() implements Initialization {
        @Override
        public String id() {
            return "keras";
        }
    }

    /** PyTorch's defaults. */
    record Torch() implements Initialization {
        @Override
        public String id() {
            return "torch";
        }
    }

    /**
     * Uniform numbers.
     *
     * @param low the smallest
     * @param high above the largest
     */
    record Uniform(double low, double high) implements Initialization {
        public Uniform {
            if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high) || Double.isInfinite(high - low)) {
                throw new IllegalArgumentException("uniform needs finite numbers low < high but had " + low + " and "
                        + high);
            }
        }

        @Override
        public String id() {
            return "uniform";
        }
    }
}
