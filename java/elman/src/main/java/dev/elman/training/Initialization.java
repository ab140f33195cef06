package dev.elman.training;

import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.layers.Layer;
import dev.elman.layers.Lstm;
import dev.elman.layers.Parameter;
import dev.elman.layers.RecurrentLayer;
import dev.elman.random.Initializer;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import java.util.Arrays;

/**
 * How the weights begin, as a value. Every parameter has random numbers of its own, a pure function of the seed, the
 * layer's index and the parameter's role, so that one seed means the same weights in every engine.
 */
public sealed interface Initialization {

    /**
     * Keras's defaults: kernels Glorot uniform, {@code U(+-sqrt(6 / (fanIn + fanOut)))} with fans {@code (features,
     * gates * units)}; recurrent kernels orthogonal over the whole {@code [units, gates * units]}; biases zero, but
     * those of an LSTM's forget gate one ({@code unit_forget_bias}, after Jozefowicz, Zaremba and Sutskever, 2015), so
     * that it begins by remembering.
     */
    static Initialization keras() {
        return new Keras();
    }

    /**
     * PyTorch's defaults: a recurrent layer's parameters {@code U(+-1 / sqrt(units))}, its bias, where it has but one,
     * the sum of two draws, since PyTorch adds two biases; a dense layer's {@code U(+-1 / sqrt(features))}.
     */
    static Initialization torch() {
        return new Torch();
    }

    /**
     * Every parameter, biases too, uniform from [low, high).
     *
     * @param low the smallest number, finite
     * @param high above the largest, finite, greater than {@code low}
     */
    static Initialization uniform(double low, double high) {
        return new Uniform(low, high);
    }

    /** One parameter's values. */
    private void fill(Architecture architecture, Parameter parameter, RandomStream stream, double[] values) {
        int offset = parameter.offset();
        Layer layer = architecture.layers().get(parameter.layer());
        if (this instanceof Uniform uniform) {
            Initializer.uniform(stream, values, offset, parameter.size(), uniform.low(), uniform.high());
        } else if (this instanceof Torch) {
            int width = architecture.inputWidth(parameter.layer());
            int fan = layer instanceof RecurrentLayer cell ? cell.units() : width;
            double limit = 1 / Math.sqrt(fan);
            Initializer.uniform(stream, values, offset, parameter.size(), -limit, limit);
            boolean hasTwo = layer.shapes(width).stream()
                    .anyMatch(shape -> shape.role() == Parameter.Role.RECURRENT_BIAS);
            if (layer instanceof RecurrentLayer && parameter.role() == Parameter.Role.BIAS && !hasTwo) {
                double[] second = new double[parameter.size()];
                Initializer.uniform(stream, second, 0, second.length, -limit, limit);
                for (int i = 0; i < second.length; i++) {
                    values[offset + i] += second[i];
                }
            }
        } else if (parameter.role() == Parameter.Role.RECURRENT_KERNEL) {
            Initializer.orthogonal(stream, values, offset, parameter.rows(), parameter.columns());
        } else if (parameter.role() == Parameter.Role.KERNEL) {
            Initializer.glorotUniform(stream, values, offset, parameter.rows(), parameter.columns());
        } else if (layer instanceof Lstm lstm) {
            // The bias's second part of four is the forget gate's.
            Arrays.fill(values, offset + lstm.units(), offset + 2 * lstm.units(), 1);
        }
    }

    /**
     * The weights that a run begins with.
     *
     * @return the flat parameter vector of {@link Architecture#parameters()}, every value as the precision holds it
     */
    default double[] values(Architecture architecture, long seed, Precision precision) {
        double[] values = new double[architecture.parameterCount()];
        for (Parameter parameter : architecture.parameters()) {
            RandomStream stream =
                    RandomStream.of(seed, Purpose.WEIGHTS, 0, parameter.layer(), parameter.role().ordinal());
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
