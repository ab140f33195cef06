package dev.elman.random;

/** Fills regions of a flat parameter vector with initial weights. */
public final class Initializer {

    private Initializer() {}

    /**
     * Uniform numbers from [low, high).
     *
     * @param stream where the random numbers come from
     * @param values the vector to fill a region of
     * @param offset where the region begins
     * @param count the region's length
     * @param low the smallest number
     * @param high above the largest number
     */
    public static void uniform(RandomStream stream, double[] values, int offset, int count, double low, double high) {
        for (int i = offset; i < offset + count; i++) {
            values[i] = stream.nextDouble(low, high);
        }
    }

    /**
     * Glorot and Bengio's (2010) uniform numbers within {@code +-sqrt(6 / (rows + columns))}; Keras's default of
     * kernels.
     *
     * @param stream where the random numbers come from
     * @param values the vector to fill a region of
     * @param offset where the matrix {@code [rows, columns]} begins
     * @param rows the fan-in
     * @param columns the fan-out
     */
    public static void glorotUniform(RandomStream stream, double[] values, int offset, int rows, int columns) {
        double limit = Math.sqrt(6.0 / ((double) rows + columns));
        uniform(stream, values, offset, rows * columns, -limit, limit);
    }

    /**
     * A random orthogonal matrix (Saxe et al., 2014), Keras's default of recurrent kernels: the Q of a QR factorisation
     * of a matrix of normal numbers {@code [max(rows, columns), min(rows, columns)]}, each column times the sign of
     * R's diagonal; transposed where there are fewer rows than columns. So its rows or its columns, whichever are
     * fewer, are orthonormal.
     *
     * @param stream where the random numbers come from
     * @param values the vector to fill a region of
     * @param offset where the matrix {@code [rows, columns]} begins
     * @param rows first extent
     * @param columns second extent
     */
    public static void orthogonal(RandomStream stream, double[] values, int offset, int rows, int columns) {
        int length = Math.max(rows, columns);
        int count = Math.min(rows, columns);
        double[][] q = new double[count][length];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < length; j++) {
                q[i][j] = stream.nextNormal();
            }
        }
        // Gram and Schmidt's factorisation makes R's diagonal positive, which is what the sign is there for. Each
        // vector is made orthogonal twice: the first time leaves rounding errors where vectors were nearly parallel.
        for (int i = 0; i < count; i++) {
            for (int round = 0; round < 2; round++) {
                for (int before = 0; before < i; before++) {
                    addScaled(q[i], -dot(q[i], q[before]), q[before]);
                }
            }
            double norm = Math.sqrt(dot(q[i], q[i]));
            for (int j = 0; j < length; j++) {
                q[i][j] /= norm;
            }
        }
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                values[offset + row * columns + column] = rows < columns ? q[row][column] : q[column][row];
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void addScaled(double[] a, double factor, double[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += factor * b[i];
        }
    }
}
