package dev.elman.reference;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Parameter;
import dev.elman.layers.SimpleRnn;

/**
 * The recurrent layer of Elman (1990). With kernel {@code K[features, units]}, recurrent kernel
 * {@code R[units, units]}, bias {@code b[units]} and {@code h[-1] = 0}:
 *
 * <pre>
 * forward,  t = 0, 1, ...:       a[t] = b + x[t] K + h[t-1] R
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

    private final int features;
    private final int units;
    private final Activation activation;
    private final int kernel;
    private final int recurrentKernel;
    private final int bias;

    SimpleRnnCell(SimpleRnn layer, Architecture architecture, int index) {
        features = architecture.inputWidth(index);
        units = layer.units();
        activation = layer.activation();
        kernel = offset(architecture, index, Parameter.Role.KERNEL);
        recurrentKernel = offset(architecture, index, Parameter.Role.RECURRENT_KERNEL);
        bias = offset(architecture, index, Parameter.Role.BIAS);
    }

    @Override
    void forward(double[] parameters, Sequence x, Sequence h, int batch) {
        for (int t = 0; t < x.timeSteps(); t++) {
            double[] a = h.at(t);
            startWithBias(a, parameters, bias, batch, units);
            Products.addProduct(a, x.at(t), parameters, kernel, batch, features, units);
            if (t > 0) {
                Products.addProduct(a, h.at(t - 1), parameters, recurrentKernel, batch, units, units);
            }
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
            double[] da = dh.at(t);
            Activations.multiplyBySlope(activation, h.at(t), da, batch * units);
            Products.addTransposedTimes(gradient, kernel, x.at(t), da, batch, features, units);
            if (t > 0) {
                Products.addTransposedTimes(gradient, recurrentKernel, h.at(t - 1), da, batch, units, units);
            }
            if (bias >= 0) {
                Products.addColumnSums(gradient, bias, da, batch, units);
            }
            if (dx != null) {
                dx.clear(t, t + 1);
                Products.addTimesTransposed(dx.at(t), da, parameters, kernel, batch, features, units);
            }
            if (t > from) {
                Products.addTimesTransposed(dh.at(t - 1), da, parameters, recurrentKernel, batch, units, units);
            }
        }
    }
}
