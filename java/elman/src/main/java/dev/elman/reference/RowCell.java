package dev.elman.reference;

/**
 * A layer that treats every row, one time step of one sequence, by itself. The equations of a row, {@code x[inputs]} to
 * {@code y[outputs]}, are its subclasses'.
 */
abstract class RowCell extends Cell {

    final int inputs;
    final int outputs;

    private final double[] x;
    private final double[] y;
    private final double[] dx;
    private final double[] dy;

    RowCell(Place place) {
        inputs = place.inputs();
        outputs = place.outputs();
        x = new double[inputs];
        y = new double[outputs];
        dx = new double[inputs];
        dy = new double[outputs];
    }

    /** Computes {@code y} of sequence number {@code row} at time step {@code t}. */
    abstract void forward(Pass pass, int row, int t, double[] x, double[] y);

    /**
     * Computes {@code dx}, and adds to the gradient of the layer's parameters.
     *
     * @param y as {@link #forward(Pass, int, int, double[], double[])} left it
     */
    abstract void backward(Pass pass, double[] x, double[] y, double[] dy, double[] dx, double[] gradient);

    @Override
    final void forward(Pass pass, Sequence xs, Sequence ys, int steps) {
        for (int t = 0; t < steps; t++) {
            for (int row = 0; row < pass.batch; row++) {
                System.arraycopy(xs.at(t), row * inputs, x, 0, inputs);
                forward(pass, row, t, x, y);
                System.arraycopy(y, 0, ys.at(t), row * outputs, outputs);
            }
        }
    }

    @Override
    final void backward(
            Pass pass, Sequence xs, Sequence ys, Sequence dys, Sequence dxs, int from, int to, double[] gradient) {
        for (int t = to - 1; t >= from; t--) {
            for (int row = 0; row < pass.batch; row++) {
                System.arraycopy(xs.at(t), row * inputs, x, 0, inputs);
                System.arraycopy(ys.at(t), row * outputs, y, 0, outputs);
                System.arraycopy(dys.at(t), row * outputs, dy, 0, outputs);
                backward(pass, x, y, dy, dx, gradient);
                if (dxs != null) {
                    System.arraycopy(dx, 0, dxs.at(t), row * inputs, inputs);
                }
            }
        }
    }
}
