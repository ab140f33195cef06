package dev.elman.reference;

import dev.elman.layers.RecurrentLayer;
import java.util.Arrays;

/**
 * A layer that carries a state from one time step to the next; the equations of one step are its subclasses'. Time
 * step {@code t} sees the input {@code x[t]} and the hidden state before it, which recurrent dropout masks with one
 * mask {@code m} for all time steps of a sequence (ones where nothing is dropped; Gal and Ghahramani, 2016):
 *
 * <pre>
 * forward,  t = 0, 1, ...:       hb = m * h[t-1],   h[-1] the initial state
 *                                h[t] from x[t] and hb
 * backward, t = ..., 1, 0:       dx[t] and dhb from dh[t]
 *                                dh[t-1] += m * dhb
 * </pre>
 */
abstract class RecurrentCell extends Cell {

    final int units;

    private final int layer;
    private final int dropoutSite;
    private final double recurrentDropout;
    private final int stateOffset;
    private final double[] initialState;
    private final double[] mask;
    /** {@code hb} of the step that is being computed, and its gradient. */
    private final double[] before;
    private final double[] dBefore;

    RecurrentCell(RecurrentLayer layer, Place place, int capacity) {
        this.layer = place.layer();
        dropoutSite = place.backward() ? Draws.BACKWARD_STATE : Draws.STATE;
        stateOffset = place.stateOffset(false);
        units = layer.units();
        recurrentDropout = layer.recurrentDropout();
        int size = Math.multiplyExact(capacity, units);
        initialState = new double[size];
        mask = new double[size];
        before = new double[size];
        dBefore = new double[size];
    }

    /** Computes {@code h[t]}, from {@code x[t]} and {@code hb}. */
    abstract void stepForward(Pass pass, int t, double[] x, double[] before, double[] h);

    /**
     * Adds what step {@code t} contributes to the gradients.
     *
     * @param dh the gradient with respect to {@code h[t]}, of everything that comes after it; may be used up
     * @param dx that with respect to {@code x[t]}, to which is added; null where nobody needs it
     * @param dBefore that with respect to {@code hb}, to which is added
     */
    abstract void stepBackward(
            Pass pass, int t, double[] x, double[] before, double[] h, double[] dh, double[] dx, double[] dBefore,
            double[] gradient);

    /** Called before the first step forward. */
    void beginForward(Pass pass) {
        pass.initialState(stateOffset, units, initialState);
        pass.drawMask(layer, dropoutSite, recurrentDropout, 0, units, mask);
    }

    /** Called before the first step backward: nothing comes from steps behind it. */
    void beginBackward() {}

    @Override
    final void forward(Pass pass, Sequence x, Sequence h, int steps) {
        beginForward(pass);
        for (int t = 0; t < steps; t++) {
            lookBack(pass, t, h);
            stepForward(pass, t, x.at(t), before, h.at(t));
        }
    }

    @Override
    final void backward(
            Pass pass, Sequence x, Sequence h, Sequence dh, Sequence dx, int from, int to, double[] gradient) {
        beginBackward();
        for (int t = to - 1; t >= from; t--) {
            lookBack(pass, t, h);
            Arrays.fill(dBefore, 0);
            stepBackward(pass, t, x.at(t), before, h.at(t), dh.at(t), cleared(dx, t), dBefore, gradient);
            if (t > from) {
                Products.addMultiplied(dh.at(t - 1), mask, dBefore, pass.batch * units);
            }
        }
    }

    /** {@code hb = m * h[t-1]}. */
    private void lookBack(Pass pass, int t, Sequence h) {
        Products.multiply(before, mask, t == 0 ? initialState : h.at(t - 1), pass.batch * units);
    }

    @Override
    void readState(Pass pass, Sequence h, int steps, double[] states) {
        pass.finalState(stateOffset, units, h.at(steps - 1), states);
    }
}
