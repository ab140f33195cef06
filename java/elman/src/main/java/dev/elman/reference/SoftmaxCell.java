package dev.elman.reference;

/**
 * Makes probabilities of every row:
 *
 * <pre>
 * forward:    y[j] = exp(x[j]) / sum_k exp(x[k])        backward:    dx[j] = y[j] (dy[j] - sum_k dy[k] y[k])
 * </pre>
 *
 * The row's largest value is taken off all of it first: that changes no quotient, and no exponential overflows.
 */
final class SoftmaxCell extends RowCell {

    SoftmaxCell(Place place) {
        super(place);
    }

    @Override
    void forward(Pass pass, int row, int t, double[] x, double[] y) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : x) {
            largest = Math.max(largest, value);
        }
        double sum = 0;
        for (int j = 0; j < outputs; j++) {
            y[j] = Math.exp(x[j] - largest);
            sum += y[j];
        }
        for (int j = 0; j < outputs; j++) {
            y[j] /= sum;
        }
    }

    @Override
    void backward(Pass pass, double[] x, double[] y, double[] dy, double[] dx, double[] gradient) {
        double sum = 0;
        for (int k = 0; k < outputs; k++) {
            sum += dy[k] * y[k];
        }
        for (int j = 0; j < inputs; j++) {
            dx[j] = y[j] * (dy[j] - sum);
        }
    }
}
