package dev.elman.reference;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.SimpleRnn;
import java.util.Arrays;

/**
 * The recurrent layer of Elman (1990). With kernel {@code K[features, units]}, recurrent kernel
 * {@code R[units, units]}, bias {@code b[units]} and {@code h[-1] = 0}:
 *
 * <pre>
 * forward,  t = 0, 1, ...:       a[t] = x[t] K + b + h[t-1] R
 *                                h[t] = f(a[t])
 *
 * backward, t = ..., 1, 0:       dh[t] = what comes from above + da[t+1] R^T
 *                                da[t] = dh[t] f'(a[t])
 *                                dK += x[t]^T da[t]
 *                                dR += h[t-1]^T da[t]
 *                                db += da[t]
 *                                dx[t] = da[t] K^T
 * </pre>
 */
final class SimpleRnnCell extends Cell {

    private final int units;
    private final Activation activation;
    private final Affine ofInput;
    private final Affine ofState;
    private final double[] initialState;

    SimpleRnnCell(SimpleRnn layer, Architecture architecture, int index, int capacity) {
        units = layer.units();
        activation = layer.activation();
        ofInput = Affine.ofInput(architecture, index, 0);
        ofState = Affine.ofState(architecture, index, 0);
        initialState = new double[capacity * units];
    }

    @Override
    void forward(double[] parameters, Sequence x, Sequence h, int batch) {
        for (int t = 0; t < x.timeSteps(); t++) {
            double[] before = t == 0 ? initialState : h.at(t - 1);
            double[] a = h.at(t);
            Arrays.fill(a, 0);
            ofInput.forward(parameters, x.at(t), a, batch);
            ofState.forward(parameters, before, a, batch);
            Activations.apply(activation, a, batch * units);
        }
    }

    @Override
    void backward(
            double[] parameters,
            Sequence x,
            Sequence h,
            Sequence dh,
            Sequence dx,
            int from,
            int to,
            int batch,
            double[] gradient) {
        for (int t = to - 1; t >= from; t--) {
            double[] before = t == 0 ? initialState : h.at(t - 1);
            double[] dBefore = t == from ? null : dh.at(t - 1);
            double[] da = dh.at(t);
            Activations.multiplyBySlope(activation, h.at(t), da, batch * units);
            ofInput.backward(parameters, x.at(t), da, cleared(dx, t), batch, gradient);
            ofState.backward(parameters, before, da, dBefore, batch, gradient);
        }
    }
}
