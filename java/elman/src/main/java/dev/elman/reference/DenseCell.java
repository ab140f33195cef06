package dev.elman.reference;

import dev.elman.layers.Activation;
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
    /** The {@code a[t]} of gelu, whose slope does not follow from {@code y[t]}; null of the others. */
    private final Sequence sums;

    DenseCell(Dense layer, Place place, int timeSteps, int capacity) {
        units = layer.units();
        activation = layer.activation();
        ofInput = place.inputTerm(0, units);
        sums = activation == Activation.GELU ? Sequence.zeros(timeSteps, capacity, units) : null;
    }

    @Override
    void forward(Pass pass, Sequence x, Sequence y, int steps) {
        for (int t = 0; t < steps; t++) {
            double[] a = y.at(t);
            Arrays.fill(a, 0);
            ofInput.forward(pass.parameters, x.at(t), a, pass.batch);
            if (sums != null) {
                System.arraycopy(a, 0, sums.at(t), 0, pass.batch * units);
            }
            Activations.apply(activation, a, pass.batch * units);
        }
    }

    @Override
    void backward(
            Pass pass, Sequence x, Sequence y, Sequence dy, Sequence dx, int from, int to, double[] gradient) {
        for (int t = to - 1; t >= from; t--) {
            double[] da = dy.at(t);
            if (sums != null) {
                Activations.multiplyByGelusSlope(sums.at(t), da, pass.batch * units);
            } else {
                Activations.multiplyBySlope(activation, y.at(t), da, pass.batch * units);
            }
            ofInput.backward(pass.parameters, x.at(t), da, cleared(dx, t), pass.batch, gradient);
        }
    }
}
