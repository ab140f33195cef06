package dev.elman.reference;

/**
 * Puts the features {@code s} that a sequence has as a whole behind each of its rows:
 *
 * <pre>
 * forward:    y = [x, s]        backward:    dx = the first values of dy, as many as x has
 * </pre>
 */
final class StaticFeaturesCell extends RowCell {

    StaticFeaturesCell(Place place) {
        super(place);
    }

    @Override
    void forward(Pass pass, int row, int t, double[] x, double[] y) {
        int count = outputs - inputs;
        System.arraycopy(x, 0, y, 0, inputs);
        System.arraycopy(pass.staticFeatures, row * count, y, inputs, count);
    }

    @Override
    void backward(Pass pass, double[] x, double[] y, double[] dy, double[] dx, double[] gradient) {
        System.arraycopy(dy, 0, dx, 0, inputs);
    }
}
