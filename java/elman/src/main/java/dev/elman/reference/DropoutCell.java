package dev.elman.reference;

/**
 * Multiplies in training every value by a factor of a mask {@code m} (0, or what makes up for those that are dropped;
 * see {@link Draws}), and elsewhere by one. Every time step has its own mask, so that a value is dropped independently
 * of what becomes of it at other steps (Srivastava et al., 2014):
 *
 * <pre>
 * forward:    y[t] = m[t] * x[t]        backward:    dx[t] = m[t] * dy[t]
 * </pre>
 */
final class DropoutCell extends Cell {

    private final double rate;
    private final Place place;
    private final int width;
    private final Sequence masks;

    DropoutCell(double rate, Place place, int timeSteps, int capacity) {
        this.rate = rate;
        this.place = place;
        width = place.inputs();
        masks = Sequence.zeros(timeSteps, capacity, width);
    }

    @Override
    void forward(Pass pass, Sequence x, Sequence y, int steps) {
        for (int t = 0; t < steps; t++) {
            pass.drawMask(place.layer(), Draws.INPUTS, rate, (long) t * width, width, masks.at(t));
            Products.multiply(y.at(t), masks.at(t), x.at(t), pass.batch * width);
        }
    }

    @Override
    void backward(Pass pass, Sequence x, Sequence y, Sequence dy, Sequence dx, int from, int to, double[] gradient) {
        for (int t = from; dx != null && t < to; t++) {
            Products.multiply(dx.at(t), masks.at(t), dy.at(t), pass.batch * width);
        }
    }
}
