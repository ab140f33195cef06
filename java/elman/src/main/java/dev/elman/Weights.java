package dev.elman;

import dev.elman.engine.Precision;
import dev.elman.format.Dtype;
import dev.elman.format.FormatException;
import dev.elman.format.Safetensors;
import dev.elman.format.Tensor;
import dev.elman.layers.Architecture;
import dev.elman.layers.Parameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** An architecture's parameters as one flat vector in the model's precision. Never changes. */
final class Weights {

    private static final int CHUNK = 1 << 13;

    private final Architecture architecture;
    /** One of the two is null, as the precision says. */
    private final float[] floats;
    private final double[] doubles;
    /** Computed on first use. */
    private volatile ModelId id;

    private Weights(Architecture architecture, float[] floats, double[] doubles) {
        this.architecture = architecture;
        this.floats = floats;
        this.doubles = doubles;
    }

    /** Copies a vector of the architecture's parameters, rounding it to the precision. */
    static Weights of(Architecture architecture, Precision precision, double[] vector) {
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(vector, "parameters");
        requireLayers(architecture);
        if (vector.length != architecture.parameterCount()) {
            throw new IllegalArgumentException("the parameters of " + architecture + " are "
                    + architecture.parameterCount() + " values but " + vector.length + " were given");
        }
        if (precision == Precision.DOUBLE) {
            double[] copy = vector.clone();
            requireFinite(architecture, vector, null, copy);
            return new Weights(architecture, null, copy);
        }
        float[] floats = new float[vector.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) vector[i];
        }
        requireFinite(architecture, vector, floats, null);
        return new Weights(architecture, floats, null);
    }

    private static void requireLayers(Architecture architecture) {
        if (architecture.layers().isEmpty()) {
            throw new IllegalArgumentException("a model needs at least one layer but the architecture has none");
        }
    }

    /**
     * Checks the values of one of the two precisions, the other is null.
     *
     * @param given what they were before they were rounded, for the message; null where that is the same
     */
    private static void requireFinite(Architecture architecture, double[] given, float[] floats, double[] doubles) {
        for (Parameter parameter : architecture.parameters()) {
            for (int i = parameter.offset(); i < parameter.offset() + parameter.size(); i++) {
                double value = floats != null ? floats[i] : doubles[i];
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException("parameter " + parameter.name() + " must be finite in "
                            + (floats != null ? Precision.FLOAT : Precision.DOUBLE).id()
                            + " precision but its element " + (i - parameter.offset()) + " is "
                            + (given == null ? value : given[i]));
                }
            }
        }
    }

    /** Takes the parameters by name, each in row-major order. */
    static Weights of(Architecture architecture, Precision precision, Map<String, double[]> parameters) {
        requireNames(architecture, parameters);
        double[] vector = new double[architecture.parameterCount()];
        for (Parameter parameter : architecture.parameters()) {
            double[] values = parameters.get(parameter.name());
            if (values.length != parameter.size()) {
                throw new IllegalArgumentException("parameter " + parameter.name() + " has the shape "
                        + Arrays.toString(parameter.shape()) + ", " + parameter.size() + " values, but "
                        + values.length + " were given");
            }
            System.arraycopy(values, 0, vector, parameter.offset(), values.length);
        }
        return of(architecture, precision, vector);
    }

    private static void requireNames(Architecture architecture, Map<String, ?> given) {
        TreeSet<String> expected = new TreeSet<>();
        for (Parameter parameter : architecture.parameters()) {
            expected.add(parameter.name());
        }
        if (!expected.equals(given.keySet())) {
            throw new IllegalArgumentException("the parameters of " + architecture + " are " + expected
                    + " but there are " + new TreeSet<>(given.keySet()));
        }
    }

    /** Takes the parameters from the tensors of a file. */
    static Weights read(Safetensors file, Architecture architecture, Precision precision) throws FormatException {
        Map<String, Tensor> tensors = file.tensors();
        boolean isFloat = precision == Precision.FLOAT;
        try {
            requireLayers(architecture);
            requireNames(architecture, tensors);
            for (Parameter parameter : architecture.parameters()) {
                tensors.get(parameter.name()).require(isFloat ? Dtype.F32 : Dtype.F64, parameter.shape());
            }
            float[] floats = isFloat ? new float[architecture.parameterCount()] : null;
            double[] doubles = isFloat ? null : new double[architecture.parameterCount()];
            for (Parameter parameter : architecture.parameters()) {
                Tensor tensor = tensors.get(parameter.name());
                if (isFloat) {
                    tensor.copyTo(floats, parameter.offset());
                } else {
                    tensor.copyTo(doubles, parameter.offset());
                }
            }
            requireFinite(architecture, null, floats, doubles);
            return new Weights(architecture, floats, doubles);
        } catch (FormatException | IllegalArgumentException e) {
            throw new FormatException(file.path() + ": " + e.getMessage(), e);
        }
    }

    /** The tensors of a file: each parameter by its name and shape. */
    List<Tensor> tensors() {
        List<Tensor> tensors = new ArrayList<>();
        for (Parameter parameter : architecture.parameters()) {
            tensors.add(floats != null
                    ? Tensor.of(parameter.name(), parameter.shape(), floats, parameter.offset())
                    : Tensor.of(parameter.name(), parameter.shape(), doubles, parameter.offset()));
        }
        return tensors;
    }

    Architecture architecture() {
        return architecture;
    }

    Precision precision() {
        return floats != null ? Precision.FLOAT : Precision.DOUBLE;
    }

    double[] vector() {
        return copy(0, architecture.parameterCount());
    }

    double[] parameter(String name) {
        for (Parameter parameter : architecture.parameters()) {
            if (parameter.name().equals(name)) {
                return copy(parameter.offset(), parameter.size());
            }
        }
        throw new IllegalArgumentException("there is no parameter '" + name + "'; there are "
                + architecture.parameters().stream().map(Parameter::name).toList());
    }

    private double[] copy(int from, int count) {
        if (doubles != null) {
            return Arrays.copyOfRange(doubles, from, from + count);
        }
        double[] copy = new double[count];
        for (int i = 0; i < count; i++) {
            copy[i] = floats[from + i];
        }
        return copy;
    }

    /** What tells one model's weights from another's. */
    ModelId id() {
        ModelId known = id;
        if (known == null) {
            known = ModelId.of(this);
            id = known;
        }
        return known;
    }

    String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            int count = architecture.parameterCount();
            for (int from = 0; from < count; from += CHUNK) {
                int length = Math.min(CHUNK, count - from);
                if (floats != null) {
                    bytes.asFloatBuffer().put(floats, from, length);
                    digest.update(bytes.array(), 0, length * Float.BYTES);
                } else {
                    bytes.asDoubleBuffer().put(doubles, from, length);
                    digest.update(bytes.array(), 0, length * Double.BYTES);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
