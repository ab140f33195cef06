package dev.elman.reference;

/**
 * The matrix products of a layer, one forward and two backward, each as its definition reads. All matrices are
 * row-major; {@code B} stands in a flat parameter (or gradient) vector, from an offset on.
 */
final class Products {

    private Products() {}

    /** {@code C += A B}: {@code C[batch, columns]}, {@code A[batch, rows]}, {@code B[rows, columns]}. */
    static void addProduct(double[] c, double[] a, double[] b, int offset, int batch, int rows, int columns) {
        for (int i = 0; i < batch; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < rows; k++) {
                    sum += a[i * rows + k] * b[offset + k * columns + j];
                }
                c[i * columns + j] += sum;
            }
        }
    }

    /** {@code B += A^T D}: {@code B[rows, columns]}, {@code A[batch, rows]}, {@code D[batch, columns]}. */
    static void addTransposedTimes(double[] b, int offset, double[] a, double[] d, int batch, int rows, int columns) {
        for (int k = 0; k < rows; k++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int i = 0; i < batch; i++) {
                    sum += a[i * rows + k] * d[i * columns + j];
                }
                b[offset + k * columns + j] += sum;
            }
        }
    }

    /** {@code C += D B^T}: {@code C[batch, rows]}, {@code D[batch, columns]}, {@code B[rows, columns]}. */
    static void addTimesTransposed(double[] c, double[] d, double[] b, int offset, int batch, int rows, int columns) {
        for (int i = 0; i < batch; i++) {
            for (int k = 0; k < rows; k++) {
                double sum = 0;
                for (int j = 0; j < columns; j++) {
                    sum += d[i * columns + j] * b[offset + k * columns + j];
                }
                c[i * rows + k] += sum;
            }
        }
    }

    /** {@code b += sum over the batch of D}: {@code b[columns]}, {@code D[batch, columns]}. */
    static void addColumnSums(double[] b, int offset, double[] d, int batch, int columns) {
        for (int i = 0; i < batch; i++) {
            for (int j = 0; j < columns; j++) {
                b[offset + j] += d[i * columns + j];
            }
        }
    }
}
