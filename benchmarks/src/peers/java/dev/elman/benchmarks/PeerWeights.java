package dev.elman.benchmarks;

import dev.elman.layers.Parameter.Role;

/** The given weights as other libraries have them: other orders of gates, other sides first. */
final class PeerWeights {

    private final Given given;
    private final int gates;
    private final int units;
    /** For each of the library's gates the one here. */
    private final int[] order;

    /**
     * Weights for a library.
     *
     * @param order for each of its gates which of this library's it is: of i f c o or z r h
     */
    PeerWeights(Given given, int... order) {
        this.given = given;
        this.gates = given.workload().cell().gates();
        this.units = given.workload().units();
        this.order = gates == 1 ? new int[] {0} : order;
    }

    /** {@code [features, gates * units]}. */
    float[] kernel() {
        return reordered(given.weights(0, Role.KERNEL));
    }

    /** {@code [units, gates * units]}. */
    float[] recurrentKernel() {
        return reordered(given.weights(0, Role.RECURRENT_KERNEL));
    }

    /** {@code [gates * units]}. */
    float[] bias() {
        return reordered(given.weights(0, Role.BIAS));
    }

    /** {@code [gates * units]}; zeros where the layer has none. */
    float[] recurrentBias() {
        return given.workload().cell() == Workload.Cell.GRU ? reordered(given.weights(0, Role.RECURRENT_BIAS))
                : new float[gates * units];
    }

    /** {@code [units, 1]}. */
    float[] headKernel() {
        return given.weights(1, Role.KERNEL);
    }

    /** {@code [1]}. */
    float[] headBias() {
        return given.weights(1, Role.BIAS);
    }

    private float[] reordered(float[] matrix) {
        int width = gates * units;
        float[] other = new float[matrix.length];
        for (int row = 0; row < matrix.length; row += width) {
            for (int gate = 0; gate < gates; gate++) {
                System.arraycopy(matrix, row + order[gate] * units, other, row + gate * units, units);
            }
        }
        return other;
    }

    /** {@code [columns, rows]} of {@code [rows, columns]}. */
    static float[] transposed(float[] matrix, int columns) {
        int rows = matrix.length / columns;
        float[] other = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                other[column * rows + row] = matrix[row * columns + column];
            }
        }
        return other;
    }

    /** The inputs {@code [timeSteps, batch, features]}. */
    float[] timeFirst() {
        Workload workload = given.workload();
        float[] inputs = given.inputs();
        int features = workload.features();
        int sequences = inputs.length / (workload.timeSteps() * features);
        float[] moved = new float[inputs.length];
        for (int sequence = 0; sequence < sequences; sequence++) {
            for (int t = 0; t < workload.timeSteps(); t++) {
                System.arraycopy(inputs, (sequence * workload.timeSteps() + t) * features,
                        moved, (t * sequences + sequence) * features, features);
            }
        }
        return moved;
    }
}
