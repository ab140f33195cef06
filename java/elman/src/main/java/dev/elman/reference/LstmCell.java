package dev.elman.reference;

import dev.elman.layers.Activation;
import dev.elman.layers.Lstm;
import java.util.Arrays;

/**
 * The long short-term memory of Hochreiter and Schmidhuber (1997) with the forget gate of Gers, Schmidhuber and
 * Cummins (2000). The gates are the input gate {@code i}, the forget gate {@code f}, the candidate {@code g} and the
 * output gate {@code o}, in that order; each has its columns of kernel {@code K[features, 4 * units]}, recurrent kernel
 * {@code R[units, 4 * units]} and bias {@code b[4 * units]}. With {@code s} the recurrent activation,
 * {@code act} the activation, {@code hb} the hidden state before, {@code h[t-1]}, as {@link RecurrentCell} hands it on,
 * {@code c[-1]} the initial cell state and {@code *} elementwise:
 *
 * <pre>
 * forward,  t = 0, 1, ...:       a = x[t] K + b + hb R                      for each of the four
 *                                i = s(ai)   f = s(af)   g = act(ag)   o = s(ao)
 *                                c[t] = f * c[t-1] + i * g
 *                                y[t] = act(c[t])
 *                                h[t] = o * y[t]
 *
 * backward, t = ..., 1, 0:       dc[t] = dh[t] * o * act'(c[t]) + dc[t+1] * f[t+1]
 *                                di = dc[t] * g          dai = di s'(ai)
 *                                df = dc[t] * c[t-1]     daf = df s'(af)
 *                                dg = dc[t] * i          dag = dg act'(ag)
 *                                do = dh[t] * y[t]       dao = do s'(ao)
 *                                and for each of the four:
 *                                dK += x[t]^T da
 *                                dR += hb^T da
 *                                db += da
 *                                dx[t] = da K^T, summed over the four
 *                                dhb = da R^T, summed over the four
 * </pre>
 */
final class LstmCell extends RecurrentCell {

    private static final int INPUT = 0;
    private static final int FORGET = 1;
    private static final int CANDIDATE = 2;
    private static final int OUTPUT = 3;
    private static final int GATES = 4;

    private final Activation activation;
    private final Activation[] activations;
    private final Affine[] ofInput = new Affine[GATES];
    private final Affine[] ofState = new Affine[GATES];
    private final int cellStateOffset;
    private final double[] initialCellState;
    /** What {@link #stepBackward} needs of the forward steps: the four gates, {@code c} and {@code y}. */
    private final Sequence[] gates = new Sequence[GATES];
    private final Sequence cellStates;
    private final Sequence shown;
    /** The gradients at one step, of the four gates, of {@code c} and of {@code y}. */
    private final double[][] dGates;
    private final double[] dCell;
    private final double[] dShown;

    LstmCell(Lstm layer, Place place, int timeSteps, int capacity) {
        super(layer, place, capacity);
        activation = layer.activation();
        Activation gate = layer.recurrentActivation();
        activations = new Activation[] {gate, gate, activation, gate};
        for (int i = 0; i < GATES; i++) {
            ofInput[i] = place.inputTerm(i, units);
            ofState[i] = place.stateTerm(i, units);
            gates[i] = Sequence.zeros(timeSteps, capacity, units);
        }
        cellStates = Sequence.zeros(timeSteps, capacity, units);
        shown = Sequence.zeros(timeSteps, capacity, units);
        cellStateOffset = place.stateOffset(true);
        initialCellState = new double[capacity * units];
        dGates = new double[GATES][capacity * units];
        dCell = new double[capacity * units];
        dShown = new double[capacity * units];
    }

    @Override
    void beginForward(Pass pass) {
        super.beginForward(pass);
        pass.initialState(cellStateOffset, units, initialCellState);
    }

    @Override
    void beginBackward() {
        Arrays.fill(dCell, 0);
    }

    @Override
    void stepForward(Pass pass, int t, double[] x, double[] before, double[] h) {
        int count = pass.batch * units;
        for (int gate = 0; gate < GATES; gate++) {
            double[] a = gates[gate].at(t);
            Arrays.fill(a, 0);
            ofInput[gate].forward(pass.parameters, x, a, pass.batch);
            ofState[gate].forward(pass.parameters, before, a, pass.batch);
            Activations.apply(activations[gate], a, count);
        }
        double[] i = gates[INPUT].at(t);
        double[] f = gates[FORGET].at(t);
        double[] g = gates[CANDIDATE].at(t);
        double[] o = gates[OUTPUT].at(t);
        double[] cBefore = cellStateBefore(t);
        double[] c = cellStates.at(t);
        double[] y = shown.at(t);
        for (int k = 0; k < count; k++) {
            c[k] = f[k] * cBefore[k] + i[k] * g[k];
            y[k] = c[k];
        }
        Activations.apply(activation, y, count);
        for (int k = 0; k < count; k++) {
            h[k] = o[k] * y[k];
        }
    }

    @Override
    void stepBackward(
            Pass pass, int t, double[] x, double[] before, double[] h, double[] dh, double[] dx, double[] dBefore,
            double[] gradient) {
        int count = pass.batch * units;
        double[] i = gates[INPUT].at(t);
        double[] f = gates[FORGET].at(t);
        double[] g = gates[CANDIDATE].at(t);
        double[] o = gates[OUTPUT].at(t);
        double[] cBefore = cellStateBefore(t);
        double[] y = shown.at(t);
        for (int k = 0; k < count; k++) {
            dGates[OUTPUT][k] = dh[k] * y[k];
            dShown[k] = dh[k] * o[k];
        }
        Activations.multiplyBySlope(activation, y, dShown, count);
        for (int k = 0; k < count; k++) {
            dCell[k] += dShown[k];
            dGates[INPUT][k] = dCell[k] * g[k];
            dGates[FORGET][k] = dCell[k] * cBefore[k];
            dGates[CANDIDATE][k] = dCell[k] * i[k];
            dCell[k] *= f[k];
        }
        for (int gate = 0; gate < GATES; gate++) {
            double[] da = dGates[gate];
            Activations.multiplyBySlope(activations[gate], gates[gate].at(t), da, count);
            ofInput[gate].backward(pass.parameters, x, da, dx, pass.batch, gradient);
            ofState[gate].backward(pass.parameters, before, da, dBefore, pass.batch, gradient);
        }
    }

    /** {@code c[t-1]}. */
    private double[] cellStateBefore(int t) {
        return t == 0 ? initialCellState : cellStates.at(t - 1);
    }

    @Override
    void readState(Pass pass, Sequence h, int steps, double[] states) {
        super.readState(pass, h, steps, states);
        pass.finalState(cellStateOffset, units, cellStates.at(steps - 1), states);
    }
}
