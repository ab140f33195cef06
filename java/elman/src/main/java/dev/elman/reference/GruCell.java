package dev.elman.reference;

import dev.elman.layers.Activation;
import dev.elman.layers.Gru;
import java.util.Arrays;

/**
 * The gated recurrent unit of Cho et al. (2014). The update gate {@code z}, the reset gate {@code r} and the candidate
 * {@code n}, in that order, each have their columns of kernel {@code K[features, 3 * units]}, recurrent kernel
 * {@code R[units, 3 * units]}, bias {@code b[3 * units]} and, where the layer resets after the product, recurrent bias
 * {@code rb[3 * units]}. With {@code s} the recurrent activation, {@code act} the activation, {@code hb} the state
 * before, {@code h[t-1]}, as {@link RecurrentCell} hands it on, and {@code *} elementwise:
 *
 * <pre>
 * forward:                       z = s(x[t] Kz + bz + hb Rz + rbz)
 *                                r = s(x[t] Kr + br + hb Rr + rbr)
 *                  reset after:  p = hb Rn + rbn
 *                                n = act(x[t] Kn + bn + r * p)
 *                  or before:    q = r * hb
 *                                n = act(x[t] Kn + bn + q Rn)
 *                                h[t] = z * hb + (1 - z) * n
 *
 * backward:                      dz = dh[t] * (hb - n)
 *                                dn = dh[t] * (1 - z),   dan = dn act'(an)
 *                  reset after:  dr = dan * p,   dp = dan * r
 *                  or before:    dq = dan Rn^T,  dr = dq * hb
 *                                daz = dz s'(az),   dar = dr s'(ar)
 *                                dKz += x[t]^T daz,   dRz += hb^T daz,   dbz += daz,   drbz += daz
 *                                dKr += x[t]^T dar,   dRr += hb^T dar,   dbr += dar,   drbr += dar
 *                                dKn += x[t]^T dan,   dbn += dan
 *                  reset after:  dRn += hb^T dp,   drbn += dp
 *                  or before:    dRn += q^T dan
 *                                dx[t] = daz Kz^T + dar Kr^T + dan Kn^T
 *                                dhb = dh[t] * z + daz Rz^T + dar Rr^T
 *                  reset after:             + dp Rn^T
 *                  or before:               + dq * r
 * </pre>
 */
final class GruCell extends RecurrentCell {

    private static final int UPDATE = 0;
    private static final int RESET = 1;
    private static final int CANDIDATE = 2;
    private static final int GATES = 3;

    private final boolean resetAfter;
    private final Activation[] activations;
    private final Affine[] ofInput = new Affine[GATES];
    private final Affine[] ofState = new Affine[GATES];
    /** What {@link #stepBackward} needs of the forward steps: z, r, n, and {@code p} or {@code q}. */
    private final Sequence[] gates = new Sequence[GATES];
    private final Sequence inner;
    /** The gradients at one step, of z, r, n, and {@code p} or {@code q}. */
    private final double[][] dGates;
    private final double[] dInner;

    GruCell(Gru layer, Place place, int timeSteps, int capacity) {
        super(layer, place, capacity);
        resetAfter = layer.resetAfter();
        activations = new Activation[] {layer.recurrentActivation(), layer.recurrentActivation(), layer.activation()};
        for (int i = 0; i < GATES; i++) {
            ofInput[i] = place.inputTerm(i, units);
            ofState[i] = place.stateTerm(i, units);
            gates[i] = Sequence.zeros(timeSteps, capacity, units);
        }
        inner = Sequence.zeros(timeSteps, capacity, units);
        dGates = new double[GATES][capacity * units];
        dInner = new double[capacity * units];
    }

    @Override
    void stepForward(Pass pass, int t, double[] x, double[] before, double[] h) {
        int count = pass.batch * units;
        for (int gate = 0; gate < GATES; gate++) {
            double[] a = gates[gate].at(t);
            Arrays.fill(a, 0);
            ofInput[gate].forward(pass.parameters, x, a, pass.batch);
            if (gate != CANDIDATE) {
                ofState[gate].forward(pass.parameters, before, a, pass.batch);
                Activations.apply(activations[gate], a, count);
            }
        }
        double[] z = gates[UPDATE].at(t);
        double[] r = gates[RESET].at(t);
        double[] n = gates[CANDIDATE].at(t);
        double[] pOrQ = inner.at(t);
        Arrays.fill(pOrQ, 0);
        if (resetAfter) {
            ofState[CANDIDATE].forward(pass.parameters, before, pOrQ, pass.batch);
            Products.addMultiplied(n, r, pOrQ, count);
        } else {
            Products.addMultiplied(pOrQ, r, before, count);
            ofState[CANDIDATE].forward(pass.parameters, pOrQ, n, pass.batch);
        }
        Activations.apply(activations[CANDIDATE], n, count);
        for (int k = 0; k < count; k++) {
            h[k] = z[k] * before[k] + (1 - z[k]) * n[k];
        }
    }

    @Override
    void stepBackward(
            Pass pass, int t, double[] x, double[] before, double[] h, double[] dh, double[] dx, double[] dBefore,
            double[] gradient) {
        int count = pass.batch * units;
        double[] z = gates[UPDATE].at(t);
        double[] r = gates[RESET].at(t);
        double[] n = gates[CANDIDATE].at(t);
        for (int k = 0; k < count; k++) {
            dGates[UPDATE][k] = dh[k] * (before[k] - n[k]);
            dGates[CANDIDATE][k] = dh[k] * (1 - z[k]);
        }
        Products.addMultiplied(dBefore, dh, z, count);
        double[] dan = dGates[CANDIDATE];
        Activations.multiplyBySlope(activations[CANDIDATE], n, dan, count);
        ofInput[CANDIDATE].backward(pass.parameters, x, dan, dx, pass.batch, gradient);
        double[] pOrQ = inner.at(t);
        Arrays.fill(dInner, 0);
        Arrays.fill(dGates[RESET], 0);
        if (resetAfter) {
            Products.addMultiplied(dGates[RESET], dan, pOrQ, count);
            Products.addMultiplied(dInner, dan, r, count);
            ofState[CANDIDATE].backward(pass.parameters, before, dInner, dBefore, pass.batch, gradient);
        } else {
            ofState[CANDIDATE].backward(pass.parameters, pOrQ, dan, dInner, pass.batch, gradient);
            Products.addMultiplied(dGates[RESET], dInner, before, count);
            Products.addMultiplied(dBefore, dInner, r, count);
        }
        for (int gate = UPDATE; gate <= RESET; gate++) {
            double[] da = dGates[gate];
            Activations.multiplyBySlope(activations[gate], gates[gate].at(t), da, count);
            ofInput[gate].backward(pass.parameters, x, da, dx, pass.batch, gradient);
            ofState[gate].backward(pass.parameters, before, da, dBefore, pass.batch, gradient);
        }
    }
}
