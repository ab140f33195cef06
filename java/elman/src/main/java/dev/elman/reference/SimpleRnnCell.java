package dev.elman.reference;

import dev.elman.layers.Activation;
import dev.elman.layers.SimpleRnn;
import java.util.Arrays;

/**
 * The recurrent layer of Elman (1990). With kernel {@code K[features, units]}, recurrent kernel
 * {@code R[units, units]}, bias {@code b[units]} and {@code hb} the state before, {@code h[t-1]}, as
 * {@link RecurrentCell} hands it on:
 *
 * <pre>
 * forward:    a = x[t] K + b + hb R        backward:    da = dh[t] f'(a)
 *             h[t] = f(a)                               dK += x[t]^T da
 *                                                       dR += hb^T da
 *                                                       db += da
 *                                                       dx[t] = da K^T
 *                                                       dhb = da R^T
 * </pre>
 */
final class SimpleRnnCell extends RecurrentCell {

    private final Activation activation;
    private final Affine ofInput;
    private final Affine ofState;

    SimpleRnnCell(SimpleRnn layer, Place place, int capacity) {
        super(layer, place, capacity);
        activation = layer.activation();
        ofInput = place.inputTerm(0, units);
        ofState = place.stateTerm(0, units);
    }

    @Override
    void stepForward(Pass pass, int t, double[] x, double[] before, double[] h) {
        Arrays.fill(h, 0);
        ofInput.forward(pass.parameters, x, h, pass.batch);
        ofState.forward(pass.parameters, before, h, pass.batch);
        Activations.apply(activation, h, pass.batch * units);
    }

    @Override
    void stepBackward(
            Pass pass, int t, double[] x, double[] before, double[] h, double[] dh, double[] dx, double[] dBefore,
            double[] gradient) {
        double[] da = dh;
        Activations.multiplyBySlope(activation, h, da, pass.batch * units);
        ofInput.backward(pass.parameters, x, da, dx, pass.batch, gradient);
        ofState.backward(pass.parameters, before, da, dBefore, pass.batch, gradient);
    }
}
