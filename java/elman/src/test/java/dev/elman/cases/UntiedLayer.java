package dev.elman.cases;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Gru;
import dev.elman.layers.Layer;
import dev.elman.layers.Lstm;
import dev.elman.layers.Parameter;
import dev.elman.layers.RecurrentLayer;
import java.util.Arrays;

/**
 * One layer of {@link UntiedNetwork}: its equations for one sequence and one time step, unit by unit. Its state is
 * {@code h}, or {@code h} and behind it {@code c}; a layer without a state keeps its last output there.
 */
final class UntiedLayer {

    private final Layer layer;
    private final int units;
    private final int[] offsets = new int[Parameter.Role.values().length];
    private double kinkDistance = Double.POSITIVE_INFINITY;

    UntiedLayer(Architecture architecture, int index) {
        layer = architecture.layers().get(index);
        units = layer.units();
        Arrays.fill(offsets, -1);
        for (Parameter parameter : architecture.parameters()) {
            if (parameter.layer() == index) {
                offsets[parameter.role().ordinal()] = parameter.offset();
            }
        }
    }

    double[] initialState() {
        return new double[layer instanceof Lstm ? 2 * units : units];
    }

    /** What a state shows: {@code h}. */
    double[] output(double[] state) {
        return state.length == units ? state : Arrays.copyOf(state, units);
    }

    /** Whether the layer above, or the loss, sees every step. */
    boolean givesEveryStep() {
        return !(layer instanceof RecurrentLayer recurrent) || recurrent.allSteps();
    }

    /** The smallest distance from a kink that a {@link #step} met since the last call. */
    double takeKinkDistance() {
        double smallest = kinkDistance;
        kinkDistance = Double.POSITIVE_INFINITY;
        return smallest;
    }

    /** Replaces the state of the step before by this step's. */
    void step(double[] w, double[] x, double[] state) {
        int columns = columns();
        double[] a = sums(x, w, Parameter.Role.KERNEL, Parameter.Role.BIAS, columns);
        // A sum that nothing reaches is zero whatever the weights are: that is no kink.
        boolean reached = any(x) || offset(Parameter.Role.BIAS) >= 0;
        if (layer instanceof RecurrentLayer) {
            double[] h = output(state);
            reached |= any(h);
            double[] u = sums(h, w, Parameter.Role.RECURRENT_KERNEL, Parameter.Role.RECURRENT_BIAS, columns);
            if (layer instanceof Lstm lstm) {
                stepLstm(lstm, a, u, state, reached);
                return;
            }
            if (layer instanceof Gru gru) {
                stepGru(gru, w, a, u, state, reached);
                return;
            }
            for (int j = 0; j < units; j++) {
                a[j] += u[j];
            }
        }
        for (int j = 0; j < units; j++) {
            state[j] = activate(layer.activation(), a[j], reached);
        }
    }

    private int columns() {
        return layer instanceof Lstm ? 4 * units : layer instanceof Gru ? 3 * units : units;
    }

    private void stepLstm(Lstm lstm, double[] a, double[] u, double[] state, boolean reached) {
        Activation s = lstm.recurrentActivation();
        // Where no gate can be negative a relu candidate makes no negative cell state: there is no kink to cross.
        boolean signed = s == Activation.TANH || s == Activation.LINEAR;
        for (int j = 0; j < units; j++) {
            double input = activate(s, a[j] + u[j], reached);
            double forget = activate(s, a[units + j] + u[units + j], reached);
            double candidate = activate(lstm.activation(), a[2 * units + j] + u[2 * units + j], reached);
            double output = activate(s, a[3 * units + j] + u[3 * units + j], reached);
            double cell = forget * state[units + j] + input * candidate;
            state[units + j] = cell;
            state[j] = output * activate(lstm.activation(), cell, signed && cell != 0);
        }
    }

    private void stepGru(Gru gru, double[] w, double[] a, double[] u, double[] h, boolean reached) {
        double[] update = new double[units];
        double[] reset = new double[units];
        double[] resetState = new double[units];
        for (int j = 0; j < units; j++) {
            update[j] = activate(gru.recurrentActivation(), a[j] + u[j], reached);
            reset[j] = activate(gru.recurrentActivation(), a[units + j] + u[units + j], reached);
            resetState[j] = reset[j] * h[j];
        }
        double[] v = gru.resetAfter()
                ? u
                : sums(resetState, w, Parameter.Role.RECURRENT_KERNEL, Parameter.Role.RECURRENT_BIAS, 3 * units);
        for (int j = 0; j < units; j++) {
            double fromState = gru.resetAfter() ? reset[j] * v[2 * units + j] : v[2 * units + j];
            double candidate = activate(gru.activation(), a[2 * units + j] + fromState, reached);
            h[j] = update[j] * h[j] + (1 - update[j]) * candidate;
        }
    }

    private int offset(Parameter.Role role) {
        return offsets[role.ordinal()];
    }

    /** {@code v W + b}. */
    private double[] sums(double[] v, double[] w, Parameter.Role matrix, Parameter.Role bias, int columns) {
        double[] sums = new double[columns];
        if (offset(bias) >= 0) {
            System.arraycopy(w, offset(bias), sums, 0, columns);
        }
        for (int i = 0; i < v.length; i++) {
            double factor = v[i];
            int row = offset(matrix) + i * columns;
            for (int j = 0; j < columns; j++) {
                sums[j] += factor * w[row + j];
            }
        }
        return sums;
    }

    private static boolean any(double[] v) {
        for (double value : v) {
            if (value != 0) {
                return true;
            }
        }
        return false;
    }

    private double activate(Activation activation, double a, boolean canCross) {
        if (activation == Activation.RELU && canCross) {
            kinkDistance = Math.min(kinkDistance, Math.abs(a));
        }
        return switch (activation) {
            case LINEAR -> a;
            case TANH -> Math.tanh(a);
            case SIGMOID -> a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a));
            case RELU -> a > 0 ? a : 0;
        };
    }
}
