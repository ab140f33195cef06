package dev.elman.golden;

import dev.elman.layers.Architecture;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.Parameter;
import dev.elman.layers.Parameter.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights of a golden case's layers as their system lays them out, and what follows the same layout (gradients),
 * as Elman's parameter vector.
 */
final class ForeignWeights {

    /** What becomes of two biases that a layer of Elman's has one for. */
    enum Biases {
        /** Weights: the layer adds both. */
        ADDED,
        /** Slopes: either's is that of their sum. */
        EQUAL
    }

    /** The gates of every system in Elman's order: Elman's gate number i is the system's number order[i]. */
    private static final int[] AS_THEY_ARE = {0, 1, 2, 3};

    private static final int[] TORCH_GRU = {1, 0, 2};
    private static final int[] ONNX_LSTM = {0, 2, 3, 1};

    private final String system;
    private final List<GoldenLayer> layers;
    private final Architecture architecture;

    ForeignWeights(String system, List<GoldenLayer> layers, Architecture architecture) {
        this.system = system;
        this.layers = layers;
        this.architecture = architecture;
    }

    /** The weights that the layers begin with. */
    double[] start() {
        return vector(layers.stream().flatMap(layer -> layer.weights().stream()).toList(), Biases.ADDED);
    }

    /** Other values of the same weights. */
    double[] of(List<double[]> values, Biases biases) {
        List<GoldenTensor> tensors = new ArrayList<>();
        for (GoldenLayer layer : layers) {
            for (GoldenTensor weight : layer.weights()) {
                tensors.add(weight.with(values.get(tensors.size())));
            }
        }
        if (tensors.size() != values.size()) {
            throw new IllegalArgumentException(values.size() + " values of " + tensors.size() + " weights");
        }
        return vector(tensors, biases);
    }

    private double[] vector(List<GoldenTensor> tensors, Biases biases) {
        double[] vector = new double[architecture.parameterCount()];
        int first = 0;
        for (int index = 0; index < layers.size(); index++) {
            int count = layers.get(index).weights().size();
            List<GoldenTensor> own = tensors.subList(first, first + count);
            first += count;
            for (Parameter parameter : architecture.parameters()) {
                if (parameter.layer() == index) {
                    double[] values = parameter(layers.get(index), parameter, own, biases);
                    if (values.length != parameter.size()) {
                        throw new IllegalArgumentException(values.length + " values of " + parameter);
                    }
                    System.arraycopy(values, 0, vector, parameter.offset(), values.length);
                }
            }
        }
        return vector;
    }

    private double[] parameter(GoldenLayer layer, Parameter parameter, List<GoldenTensor> own, Biases biases) {
        Role role = parameter.role();
        switch (layer.type()) {
            case "embedding" -> {
                return own.get(0).values();
            }
            case "layerNormalization" -> {
                return own.get(role == Role.SCALE ? 0 : 1).values();
            }
            case "dense" -> {
                GoldenTensor weight = own.get(role == Role.KERNEL ? 0 : 1);
                return role == Role.KERNEL && isTransposed() ? transposed(weight, 1, AS_THEY_ARE) : weight.values();
            }
            default -> {
                return recurrent(layer.type(), parameter, side(own, parameter.backward(), layer), biases);
            }
        }
    }

    /** Kernel, recurrent kernel and biases, if any, of one direction. */
    private List<GoldenTensor> side(List<GoldenTensor> own, boolean backward, GoldenLayer layer) {
        if (system.equals("ONNX Runtime")) {
            GoldenTensor both = own.get(2).part(backward ? 1 : 0);
            int size = both.values().length / 2;
            GoldenTensor halves = new GoldenTensor(new int[] {2, size}, both.values());
            return List.of(
                    own.get(0).part(backward ? 1 : 0),
                    own.get(1).part(backward ? 1 : 0),
                    halves.part(0),
                    halves.part(1));
        }
        boolean two = layer.layer() instanceof Bidirectional;
        int count = two ? own.size() / 2 : own.size();
        return backward ? own.subList(count, 2 * count) : own.subList(0, count);
    }

    private double[] recurrent(String type, Parameter parameter, List<GoldenTensor> side, Biases biases) {
        int gates = type.equals("lstm") ? 4 : type.equals("gru") ? 3 : 1;
        int[] order = system.equals("PyTorch") && gates == 3 ? TORCH_GRU
                : system.equals("ONNX Runtime") && gates == 4 ? ONNX_LSTM : AS_THEY_ARE;
        switch (parameter.role()) {
            case KERNEL, RECURRENT_KERNEL -> {
                GoldenTensor matrix = side.get(parameter.role() == Role.KERNEL ? 0 : 1);
                return isTransposed() ? transposed(matrix, gates, order) : matrix.values();
            }
            case RECURRENT_BIAS -> {
                return reordered(side.get(3).values(), gates, order);
            }
            default -> {
                double[] bias = reordered(side.get(2).values(), gates, order);
                boolean twoOfOne = side.size() == 4 && architecture.parameters().stream().noneMatch(
                        other -> other.layer() == parameter.layer() && other.role() == Role.RECURRENT_BIAS);
                return twoOfOne ? merged(bias, reordered(side.get(3).values(), gates, order), biases) : bias;
            }
        }
    }

    private static double[] merged(double[] first, double[] second, Biases biases) {
        double[] merged = new double[first.length];
        for (int i = 0; i < merged.length; i++) {
            if (biases == Biases.EQUAL && first[i] != second[i]) {
                throw new IllegalArgumentException(
                        "slopes of two biases that are added: " + first[i] + ", " + second[i]);
            }
            merged[i] = biases == Biases.ADDED ? first[i] + second[i] : first[i];
        }
        return merged;
    }

    /** Whether matrices are [gates * units, in], where Elman's are [in, gates * units]. */
    private boolean isTransposed() {
        return !system.equals("TensorFlow.js");
    }

    private static double[] transposed(GoldenTensor matrix, int gates, int[] order) {
        int rows = matrix.shape()[0];
        int columns = matrix.shape()[1];
        int units = rows / gates;
        double[] moved = new double[rows * columns];
        for (int to = 0; to < rows; to++) {
            int from = order[to / units] * units + to % units;
            for (int column = 0; column < columns; column++) {
                moved[column * rows + to] = matrix.values()[from * columns + column];
            }
        }
        return moved;
    }

    private static double[] reordered(double[] bias, int gates, int[] order) {
        int units = bias.length / gates;
        double[] moved = new double[bias.length];
        for (int gate = 0; gate < gates; gate++) {
            System.arraycopy(bias, order[gate] * units, moved, gate * units, units);
        }
        return moved;
    }
}
