package dev.elman.reference;

/**
 * The products of a layer, each as its definition reads: of matrices one forward and two backward, and elementwise. All
 * matrices are row-major; {@code B} is a {@link Block} of a flat parameter (or gradient) vector {@code b}.
 */
final class Products {

    private Products() {}

    /** {@code C += A B}: {@code C[batch, columns]}, {@code A[batch, rows]}, {@code B[rows, columns]}. */
    static void addProduct(double[] c, double[] a, double[] b, Block block, int batch) {
        int rows = block.rows();
        int columns = block.columns();
        for (int i = 0; i < batch; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < rows; k++) {
                    sum += a[i * rows + k] * b[block.row(k) + j];
                }
                c[i * columns + j] += sum;
            }
        }
    }

    /** {@code B += A^T D}: {@code B[rows, columns]}, {@code A[batch, rows]}, {@code D[batch, columns]}. */
    static void addTransposedTimes(double[] b, Block block, double[] a, double[] d, int batch) {
        int rows = block.rows();
        int columns = block.columns();
        for (int k = 0; k < rows; k++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int i = 0; i < batch; i++) {
                    sum += a[i * rows + k] * d[i * columns + j];
                }
                b[block.row(k) + j] += sum;
            }
        }
    }

    /** {@code C += D B^T}: {@code C[batch, rows]}, {@code D[batch, columns]}, {@code B[rows, columns]}. */
    static void addTimesTransposed(double[] c, double[] d, double[] b, Block block, int batch) {
        int rows = block.rows();
        int columns = block.columns();
        for (int i = 0; i < batch; i++) {
            for (int k = 0; k < rows; k++) {
                double sum = 0;
                for (int j = 0; j < columns; j++) {
                    sum += d[i * columns + j] * b[block.row(k) + j];
                }
                c[i * rows + k] += sum;
            }
        }
    }

    /** Adds the row {@code B[1, columns]} to every row of {@code C[batch, columns]}. */
    static void addToRows(double[] c, double[] b, Block block, int batch) {
        int columns = block.columns();
        for (int i = 0; i < batch; i++) {
            for (int j = 0; j < columns; j++) {
                c[i * columns + j] += b[block.offset() + j];
            }
        }
    }

    /** {@code B += sum over the batch of D}: {@code B[1, columns]}, {@code D[batch, columns]}. */
    static void addColumnSums(double[] b, Block block, double[] d, int batch) {
        int columns = block.columns();
        for (int i = 0; i < batch; i++) {
            for (int j = 0; j < columns; j++) {
                b[block.offset() + j] += d[i * columns + j];
            }
        }
    }

    /** {@code product = a * b}, the first {@code count} values one by one. */
    static void multiply(double[] product, double[] a, double[] b, int count) {
        for (int k = 0; k < count; k++) {
            product[k] = a[k] * b[k];
        }
    }

    /** {@code sum += a * b}, the first {@code count} values one by one. */
    static void addMultiplied(double[] sum, double[] a, double[] b, int count) {
        for (int k = 0; k < count; k++) {
            sum[k] += a[k] * b[k];
        }
    }

    /** {@code sum += a}, the first {@code count} values one by one. */
    static void add(double[] sum, double[] a, int count) {
        for (int k = 0; k < count; k++) {
            sum[k] += a[k];
        }
    }
}
