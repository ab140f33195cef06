package dev.elman.reference;

/**
 * A recurrent layer whose inputs are dropped, with one mask {@code m} for all time steps of a sequence: what is dropped
 * at one step is at all of them (Gal and Ghahramani, 2016). The layer, of one cell or of two that share the mask, sees
 * {@code m * x[t]} for {@code x[t]}:
 *
 * <pre>
 * forward:    y from xm[t] = m * x[t]        backward:    dxm[t] as the layer finds it
 *                                                         dx[t] = m * dxm[t]
 * </pre>
 */
final class InputDropoutCell extends Cell {

    private final Cell layer;
    private final double rate;
    private final Place place;
    private final int width;
    private final double[] mask;
    private final Sequence masked;

    InputDropoutCell(Cell layer, double rate, Place place, int timeSteps, int capacity) {
        this.layer = layer;
        this.rate = rate;
        this.place = place;
        width = place.inputs();
        mask = new double[Math.multiplyExact(capacity, width)];
        masked = Sequence.zeros(timeSteps, capacity, width);
    }

    @Override
    void forward(Pass pass, Sequence x, Sequence y, int steps) {
        pass.drawMask(place.layer(), Draws.INPUTS, rate, 0, width, mask);
        for (int t = 0; t < steps; t++) {
            Products.multiply(masked.at(t), mask, x.at(t), pass.batch * width);
        }
        layer.forward(pass, masked, y, steps);
    }

    @Override
    void backward(Pass pass, Sequence x, Sequence y, Sequence dy, Sequence dx, int from, int to, double[] gradient) {
        layer.backward(pass, masked, y, dy, dx, from, to, gradient);
        for (int t = from; dx != null && t < to; t++) {
            Products.multiply(dx.at(t), mask, dx.at(t), pass.batch * width);
        }
    }

    @Override
    void readState(Pass pass, Sequence y, int steps, double[] states) {
        layer.readState(pass, y, steps, states);
    }
}
