package dev.elman.reference;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Dense;
import java.util.Arrays;

/**
 * The fully connected layer, the same at every time step of its input. With kernel {@code K[features, units]} and bias
 * {@code b[units]}:
 *
 * <pre>
 * forward:    a[t] = x[t] K + b        backward:    da[t] = dy[t] f'(a[t])
 *             y[t] = f(a[t])                        dK += x[t]^T da[t]
 *                                                   db += da[t]
 *                                                   dx[t] = da[t] K^T
 * </pre>
 */
final class DenseCell extends Cell {

    private final int units;
    private final Activation activation;
    private final Affine ofInput;

    DenseCell(Dense layer, Architecture architecture, int index) {
        units = layer.units();
        activation = layer.activation();
        ofInput = Affine.ofInput(architecture, index, 0);
    }

    @Override
    void forward(double[] parameters, Sequence x, Sequence y, int batch) {
        for (int t = 0; t < x.timeSteps(); t++) {
            double[] a = y.at(t);
            Arrays.fill(a, 0);
            ofInput.forward(parameters, x.at(t), a, batch);
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
            ofInput.backward(parameters, x.at(t), da, cleared(dx, t), batch, gradient);
        }
    }
}
