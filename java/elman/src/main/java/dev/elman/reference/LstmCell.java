package dev.elman.reference;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Lstm;
import java.util.Arrays;

/**
 * The long short-term memory of Hochreiter and Schmidhuber (1997) with the forget gate of Gers, Schmidhuber and
 * Cummins (2000). The gates are the input gate {@code i}, the forget gate {@code f}, the candidate {@code g} and the
 * output gate {@code o}, in that order; each has its columns of kernel {@code K[features, 4 * units]}, recurrent kernel
 * {@code R[units, 4 * units]} and bias {@code b[4 * units]}. With {@code s} the recurrent activation,
 * {@code act} the activation, {@code h[-1] = c[-1] = 0} and {@code *} elementwise:
 *
 * <pre>
 * forward,  t = 0, 1, ...:       a[t] = x[t] K + b + h[t-1] R               for each of the four
 *                                i = s(ai)   f = s(af)   g = act(ag)   o = s(ao)
 *                                c[t] = f * c[t-1] + i * g
 *                                y[t] = act(c[t])
 *                                h[t] = o * y[t]
 *
 * backward, t = ..., 1, 0:       dh[t] = what comes from above + da[t+1] R^T, summed over the four
 *                                dc[t] = dh[t] * o * act'(c[t]) + dc[t+1] * f[t+1]
 *                                di = dc[t] * g          dai = di s'(ai)
 *                                df = dc[t] * c[t-1]     daf = df s'(af)
 *                                dg = dc[t] * i          dag = dg act'(ag)
 *                                do = dh[t] * y[t]       dao = do s'(ao)
 *                                and for each of the four:
 *                                dK += x[t]^T da
 *                                dR += h[t-1]^T da
 *                                db += da
 *                                dx[t] = da K^T, summed over the four
 * </pre>
 */
final class LstmCell extends Cell {

    private static final int INPUT = 0;
    private static final int FORGET = 1;
    private static final int CANDIDATE = 2;
    private static final int OUTPUT = 3;
    private static final int GATES = 4;

    private final int units;
    private final Activation activation;
    private final Activation[] activations;
    private final Affine[] ofInput = new Affine[GATES];
    private final Affine[] ofState = new Affine[GATES];
    private final double[] initialState;
    /** What {@link #backward} needs of the forward steps: the four gates, {@code c} and {@code y}. */
    private final Sequence[] gates = new Sequence[GATES];
    private final Sequence cellStates;
    private final Sequence shown;
    /** The gradients at one step, of the four gates, of {@code c} and of {@code y}. */
    private final double[][] dGates;
    private final double[] dCell;
    private final double[] dShown;

    LstmCell(Lstm layer, Architecture architecture, int index, int timeSteps, int capacity) {
        units = layer.units();
        activation = layer.activation();
        Activation gate = layer.recurrentActivation();
        activations = new Activation[] {gate, gate, activation, gate};
        for (int i = 0; i < GATES; i++) {
            ofInput[i] = Affine.ofInput(architecture, index, i);
            ofState[i] = Affine.ofState(architecture, index, i);
            gates[i] = Sequence.zeros(timeSteps, capacity, units);
        }
        cellStates = Sequence.zeros(timeSteps, capacity, units);
        shown = Sequence.zeros(timeSteps, capacity, units);
        initialState = new double[capacity * units];
        dGates = new double[GATES][capacity * units];
        dCell = new double[capacity * units];
        dShown = new double[capacity * units];
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
                ofState[gate].forward(parameters, before, a, batch);
                Activations.apply(activations[gate], a, count);
            }
            double[] i = gates[INPUT].at(t);
            double[] f = gates[FORGET].at(t);
            double[] g = gates[CANDIDATE].at(t);
            double[] o = gates[OUTPUT].at(t);
            double[] cBefore = t == 0 ? initialState : cellStates.at(t - 1);
            double[] c = cellStates.at(t);
            double[] y = shown.at(t);
            for (int k = 0; k < count; k++) {
                c[k] = f[k] * cBefore[k] + i[k] * g[k];
                y[k] = c[k];
            }
            Activations.apply(activation, y, count);
            for (int k = 0; k < count; k++) {
                h.at(t)[k] = o[k] * y[k];
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
        Arrays.fill(dCell, 0);
        for (int t = to - 1; t >= from; t--) {
            double[] i = gates[INPUT].at(t);
            double[] f = gates[FORGET].at(t);
            double[] g = gates[CANDIDATE].at(t);
            double[] o = gates[OUTPUT].at(t);
            double[] cBefore = t == 0 ? initialState : cellStates.at(t - 1);
            double[] y = shown.at(t);
            for (int k = 0; k < count; k++) {
                dGates[OUTPUT][k] = dh.at(t)[k] * y[k];
                dShown[k] = dh.at(t)[k] * o[k];
            }
            Activations.multiplyBySlope(activation, y, dShown, count);
            for (int k = 0; k < count; k++) {
                dCell[k] += dShown[k];
                dGates[INPUT][k] = dCell[k] * g[k];
                dGates[FORGET][k] = dCell[k] * cBefore[k];
                dGates[CANDIDATE][k] = dCell[k] * i[k];
                dCell[k] *= f[k];
            }
            double[] before = t == 0 ? initialState : h.at(t - 1);
            double[] dBefore = t == from ? null : dh.at(t - 1);
            double[] dInput = cleared(dx, t);
            for (int gate = 0; gate < GATES; gate++) {
                double[] da = dGates[gate];
                Activations.multiplyBySlope(activations[gate], gates[gate].at(t), da, count);
                ofInput[gate].backward(parameters, x.at(t), da, dInput, batch, gradient);
                ofState[gate].backward(parameters, before, da, dBefore, batch, gradient);
            }
        }
    }
}
