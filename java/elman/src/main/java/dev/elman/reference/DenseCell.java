package dev.elman.reference;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Dense;
import dev.elman.layers.Parameter;

/**
 * The fully connected layer, the same at every time step of its input. With kernel {@code K[features, units]} and bias
 * {@code b[units]}:
 *
 * <pre>
 * forward:    a[t] = b + x[t] K        backward:    da[t] = dy[t] f'(a[t])
 *             y[t] = f(a[t])                        dK += x[t]^T da[t]
 *                                                   db += da[t]
 *                                                   dx[t] = da[t] K^T
 * </pre>
 */
final class DenseCell extends Cell {

    private final int features;
    private final int units;
    private final Activation activation;
    private final int kernel;
    private final int bias;

    DenseCell(Dense layer, Architecture architecture, int index) {
        features = architecture.inputWidth(index);
        units = layer.units();
        activation = layer.activation();
        kernel = offset(architecture, index, Parameter.Role.KERNEL);
        bias = offset(architecture, index, Parameter.Role.BIAS);
    }

    @Override
    void forward(double[] parameters, Sequence x, Sequence y, int batch) {
        for (int t = 0; t < x.timeSteps(); t++) {
            double[] a = y.at(t);
            startWithBias(a, parameters, bias, batch, units);
            Products.addProduct(a, x.at(t), parameters, kernel, batch, features, units);
            Activations.apply(activation, a, batch * units);
        }
    }

    @Override
    void backward(
            double[] parameters,
            Sequence x,
            Sequence y,
            Sequence dy,
            Sequence dx,
            int from,
            int to,
            int batch,
            double[] gradient) {
        for (int t = to - 1; t >= from; t--) {
            double[] da = dy.at(t);
            Activations.multiplyBySlope(activation, y.at(t), da, batch * units);
            Products.addTransposedTimes(gradient, kernel, x.at(t), da, batch, features, units);
            if (bias >= 0) {
                Products.addColumnSums(gradient, bias, da, batch, units);
            }
            if (dx != null) {
                dx.clear(t, t + 1);
                Products.addTimesTransposed(dx.at(t), da, parameters, kernel, batch, features, units);
            }
        }
    }
}
