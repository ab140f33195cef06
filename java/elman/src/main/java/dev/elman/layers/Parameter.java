package dev.elman.layers;

import java.util.Objects;

/**
 * One named tensor of weights: where it stands in an architecture and in its flat parameter vector.
 *
 * <p>All parameters of an architecture lie one behind another in one vector, layer by layer, within a layer in the
 * order kernel, recurrent kernel, bias, recurrent bias (of a {@link Bidirectional} layer the forward cell's four, then
 * the backward one's); each in row-major order. Models, checkpoints, both engines and
 * optimizers share that layout.
 *
 * @param name {@code <layer index>.<layer type>.<role>}, such as {@code 0.simpleRnn.recurrentKernel}; of a
 *     {@link Bidirectional} layer {@code <layer index>.bidirectional.forward.<role>} or {@code .backward.<role>};
 *     unique
 * @param layer index of the layer that owns it, from 0
 * @param role what it does in its layer
 * @param backward whether it belongs to the cell of a {@link Bidirectional} layer that goes backwards
 * @param rows first extent; 1 for a vector
 * @param columns second extent
 * @param offset index of its first element in the flat parameter vector
 */
public record Parameter(String name, int layer, Role role, boolean backward, int rows, int columns, int offset) {

    /** What a parameter does in its layer. */
    public enum Role {
        /** Multiplies the layer's input: {@code [features, gates * units]}. */
        KERNEL("kernel"),
        /** Multiplies the previous hidden state: {@code [units, gates * units]}. */
        RECURRENT_KERNEL("recurrentKernel"),
        /** Is added to the weighted sums: {@code [gates * units]}. */
        BIAS("bias"),
        /** Is added to the product with the previous hidden state: {@code [gates * units]}. */
        RECURRENT_BIAS("recurrentBias"),
        /** The vectors of tokens: {@code [vocabulary, units]}. */
        EMBEDDING("embedding"),
        /** Multiplies what is normalised: {@code [features]}. */
        SCALE("scale");

        private final String id;

        Role(String id) {
            this.id = id;
        }

        /** The name used in parameter names and files. */
        public String id() {
            return id;
        }

        /** Whether it is a vector that is added. */
        public boolean isBias() {
            return this == BIAS || this == RECURRENT_BIAS;
        }

        /** Whether it is a vector, or a matrix. */
        public boolean isVector() {
            return isBias() || this == SCALE;
        }
    }

    public Parameter {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
    }

    /** The number of elements: rows times columns. */
    public int size() {
        return rows * columns;
    }

    /** The shape as files and users see it: {@code [rows, columns]}, or {@code [columns]} for a vector. */
    public int[] shape() {
        return role.isVector() ? new int[] {columns} : new int[] {rows, columns};
    }
}
