package dev.elman.reference;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Gru;
import java.util.Arrays;

/**
 * The gated recurrent unit of Cho et al. (2014). The update gate {@code z}, the reset gate {@code r} and the candidate
 * {@code n}, in that order, each have their columns of kernel {@code K[features, 3 * units]}, recurrent kernel
 * {@code R[units, 3 * units]}, bias {@code b[3 * units]} and, where the layer resets after the product, recurrent bias
 * {@code rb[3 * units]}. With {@code s} the recurrent activation, {@code act} the activation, {@code h[-1] = 0} and
 * {@code *} elementwise:
 *
 * <pre>
 * forward,  t = 0, 1, ...:       z = s(x[t] Kz + bz + h[t-1] Rz + rbz)
 *                                r = s(x[t] Kr + br + h[t-1] Rr + rbr)
 *                  reset after:  p = h[t-1] Rn + rbn
 *                                n = act(x[t] Kn + bn + r * p)
 *                  or before:    q = r * h[t-1]
 *                                n = act(x[t] Kn + bn + q Rn)
 *                                h[t] = z * h[t-1] + (1 - z) * n
 *
 * backward, t = ..., 1, 0:       dh[t] = what comes from above, and from step t+1
 *                                dz = dh[t] * (h[t-1] - n)
 *                                dn = dh[t] * (1 - z),   dan = dn act'(an)
 *                  reset after:  dr = dan * p,   dp = dan * r
 *                  or before:    dq = dan Rn^T,  dr = dq * h[t-1]
 *                                daz = dz s'(az),   dar = dr s'(ar)
 *                                dKz += x[t]^T daz,   dRz += h[t-1]^T daz,   dbz += daz,   drbz += daz
 *                                dKr += x[t]^T dar,   dRr += h[t-1]^T dar,   dbr += dar,   drbr += dar
 *                                dKn += x[t]^T dan,   dbn += dan
 *                  reset after:  dRn += h[t-1]^T dp,   drbn += dp
 *                  or before:    dRn += q^T dan
 *                                dx[t] = daz Kz^T + dar Kr^T + dan Kn^T
 *                                dh[t-1] += dh[t] * z + daz Rz^T + dar Rr^T
 *                  reset after:             + dp Rn^T
 *                  or before:               + dq * r
 * </pre>
 */
final class GruCell extends Cell {

    private static final int UPDATE = 0;
    private static final int RESET = 1;
    private static final int CANDIDATE = 2;
    private static final int GATES = 3;

    private final int units;
    private final boolean resetAfter;
    private final Activation[] activations;
    private final Affine[] ofInput = new Affine[GATES];
    private final Affine[] ofState = new Affine[GATES];
    private final double[] initialState;
    /** What {@link #backward} needs of the forward steps: z, r, n, and {@code p} or {@code q}. */
    private final Sequence[] gates = new Sequence[GATES];
    private final Sequence inner;
    /** The gradients at one step, of z, r, n, and {@code p} or {@code q}. */
    private final double[][] dGates;
    private final double[] dInner;

    GruCell(Gru layer, Architecture architecture, int index, int timeSteps, int capacity) {
        units = layer.units();
        resetAfter = layer.resetAfter();
        activations = new Activation[] {layer.recurrentActivation(), layer.recurrentActivation(), layer.activation()};
        for (int i = 0; i < GATES; i++) {
            ofInput[i] = Affine.ofInput(architecture, index, i);
            ofState[i] = Affine.ofState(architecture, index, i);
            gates[i] = Sequence.zeros(timeSteps, capacity, units);
        }
        inner = Sequence.zeros(timeSteps, capacity, units);
        initialState = new double[capacity * units];
        dGates = new double[GATES][capacity * units];
        dInner = new double[capacity * units];
    }

    @Override
    void forward(double[] parameters, Sequence x, Sequence h, int batch) {
        int count = batch * units;
        for (int t = 0; t < x.timeSteps(); t++) {
            double[] before = t == 0 ? initialState : h.at(t - 1);
            for (int gate = 0; gate < GATES; gate++) {
                double[] a = gates[gate].at(t);
                Arrays.fill(a, 0);
                ofInput[gate].forward(parameters, x.at(t), a, batch);
                if (gate != CANDIDATE) {
                    ofState[gate].forward(parameters, before, a, batch);
                    Activations.apply(activations[gate], a, count);
                }
            }
            double[] z = gates[UPDATE].at(t);
            double[] r = gates[RESET].at(t);
            double[] n = gates[CANDIDATE].at(t);
            if (resetAfter) {
                double[] p = inner.at(t);
                Arrays.fill(p, 0);
                ofState[CANDIDATE].forward(parameters, before, p, batch);
                for (int k = 0; k < count; k++) {
                    n[k] += r[k] * p[k];
                }
            } else {
                double[] q = inner.at(t);
                for (int k = 0; k < count; k++) {
                    q[k] = r[k] * before[k];
                }
                ofState[CANDIDATE].forward(parameters, q, n, batch);
            }
            Activations.apply(activations[CANDIDATE], n, count);
            for (int k = 0; k < count; k++) {
                h.at(t)[k] = z[k] * before[k] + (1 - z[k]) * n[k];
            }
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
        int count = batch * units;
        for (int t = to - 1; t >= from; t--) {
            double[] before = t == 0 ? initialState : h.at(t - 1);
            double[] dBefore = t == from ? null : dh.at(t - 1);
            double[] z = gates[UPDATE].at(t);
            double[] r = gates[RESET].at(t);
            double[] n = gates[CANDIDATE].at(t);
            for (int k = 0; k < count; k++) {
                dGates[UPDATE][k] = dh.at(t)[k] * (before[k] - n[k]);
                dGates[CANDIDATE][k] = dh.at(t)[k] * (1 - z[k]);
            }
            if (dBefore != null) {
                addProducts(dBefore, dh.at(t), z, count);
            }
            double[] dan = dGates[CANDIDATE];
            Activations.multiplyBySlope(activations[CANDIDATE], n, dan, count);
            if (resetAfter) {
                double[] p = inner.at(t);
                for (int k = 0; k < count; k++) {
                    dGates[RESET][k] = dan[k] * p[k];
                    dInner[k] = dan[k] * r[k];
                }
                ofState[CANDIDATE].backward(parameters, before, dInner, dBefore, batch, gradient);
            } else {
                double[] q = inner.at(t);
                Arrays.fill(dInner, 0);
                ofState[CANDIDATE].backward(parameters, q, dan, dInner, batch, gradient);
                for (int k = 0; k < count; k++) {
                    dGates[RESET][k] = dInner[k] * before[k];
                }
                if (dBefore != null) {
                    addProducts(dBefore, dInner, r, count);
                }
            }
            double[] dInput = cleared(dx, t);
            ofInput[CANDIDATE].backward(parameters, x.at(t), dan, dInput, batch, gradient);
            for (int gate = UPDATE; gate <= RESET; gate++) {
                double[] da = dGates[gate];
                Activations.multiplyBySlope(activations[gate], gates[gate].at(t), da, count);
                ofInput[gate].backward(parameters, x.at(t), da, dInput, batch, gradient);
                ofState[gate].backward(parameters, before, da, dBefore, batch, gradient);
            }
        }
    }

    /** {@code sum += a * b}, elementwise. */
    private static void addProducts(double[] sum, double[] a, double[] b, int count) {
        for (int k = 0; k < count; k++) {
            sum[k] += a[k] * b[k];
        }
    }
}
