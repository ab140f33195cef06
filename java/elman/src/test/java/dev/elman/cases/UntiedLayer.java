package dev.elman.cases;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Dense;
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

    UntiedLayer(Architecture architecture, int index) {
        layer = architecture.layers().get(index);
        units = architecture.outputWidth(index);
        Arrays.fill(offsets, -1);
        for (Parameter parameter : architecture.parameters()) {
            if (parameter.layer() == index) {
                offsets[parameter.role().ordinal()] = parameter.offset();
            }
        }
    }

    /** The function that a layer applies to its weighted sums. */
    static Activation activation(Layer layer) {
        return layer instanceof RecurrentLayer cell ? cell.activation() : ((Dense) layer).activation();
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

    /**
     * Replaces the state of the step before by this step's.
     *
     * @param kinks where to note the numbers that a relu takes; null where nobody asks
     */
    void step(double[] w, double[] x, double[] state, Kinks kinks) {
        if (layer instanceof Lstm lstm) {
            stepLstm(lstm, w, x, state, kinks);
        } else if (layer instanceof Gru gru) {
            stepGru(gru, w, x, state, kinks);
        } else {
            Sums a = new Sums(units, kinks != null).addInput(w, x);
            if (layer instanceof RecurrentLayer) {
                a.addState(w, state);
            }
            for (int j = 0; j < units; j++) {
                state[j] = activate(activation(layer), a.value(j), a.square(j), kinks);
            }
        }
    }

    private void stepLstm(Lstm lstm, double[] w, double[] x, double[] state, Kinks kinks) {
        Sums a = new Sums(4 * units, kinks != null).addInput(w, x).addState(w, output(state));
        Activation s = lstm.recurrentActivation();
        // Where no gate can be negative a relu candidate makes no negative cell state: there is no kink to cross.
        Kinks kinksOfCell = s == Activation.TANH || s == Activation.LINEAR ? kinks : null;
        for (int j = 0; j < units; j++) {
            double[] gates = new double[4];
            for (int gate = 0; gate < 4; gate++) {
                int column = gate * units + j;
                Activation activation = gate == 2 ? lstm.activation() : s;
                gates[gate] = activate(activation, a.value(column), a.square(column), kinks);
            }
            double kept = gates[1] * state[units + j];
            double entering = gates[0] * gates[2];
            double cell = kept + entering;
            state[units + j] = cell;
            state[j] = gates[3] * activate(lstm.activation(), cell, kept * kept + entering * entering, kinksOfCell);
        }
    }

    private void stepGru(Gru gru, double[] w, double[] x, double[] h, Kinks kinks) {
        Sums fromInput = new Sums(3 * units, kinks != null).addInput(w, x);
        Sums fromState = new Sums(3 * units, kinks != null).addState(w, h);
        double[] update = new double[units];
        double[] reset = new double[units];
        double[] resetState = new double[units];
        for (int j = 0; j < units; j++) {
            int i = units + j;
            update[j] = activate(gru.recurrentActivation(), fromInput.value(j) + fromState.value(j),
                    fromInput.square(j) + fromState.square(j), kinks);
            reset[j] = activate(gru.recurrentActivation(), fromInput.value(i) + fromState.value(i),
                    fromInput.square(i) + fromState.square(i), kinks);
            resetState[j] = reset[j] * h[j];
        }
        if (!gru.resetAfter()) {
            fromState = new Sums(3 * units, kinks != null).addState(w, resetState);
        }
        for (int j = 0; j < units; j++) {
            int i = 2 * units + j;
            double factor = gru.resetAfter() ? reset[j] : 1;
            double candidate = activate(gru.activation(), fromInput.value(i) + factor * fromState.value(i),
                    fromInput.square(i) + factor * factor * fromState.square(i), kinks);
            h[j] = update[j] * h[j] + (1 - update[j]) * candidate;
        }
    }

    /** @param square the sum of the squares of the terms that {@code a} is the sum of */
    private static double activate(Activation activation, double a, double square, Kinks kinks) {
        // A sum that nothing reaches is zero whatever the weights are: that is no kink.
        if (activation == Activation.RELU && kinks != null && square > 0) {
            kinks.note(a, Math.sqrt(square));
        }
        return switch (activation) {
            case LINEAR -> a;
            case TANH -> Math.tanh(a);
            case SIGMOID -> a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a));
            case RELU -> a > 0 ? a : 0;
            default -> throw new AssertionError("no row has a " + activation);
        };
    }

    /** Weighted sums of all gates and, where they are asked for, the sums of the squares of their terms. */
    private final class Sums {

        private final double[] values;
        private final double[] squares;

        Sums(int columns, boolean withSquares) {
            values = new double[columns];
            squares = withSquares ? new double[columns] : null;
        }

        double value(int column) {
            return values[column];
        }

        double square(int column) {
            return squares == null ? 0 : squares[column];
        }

        Sums addInput(double[] w, double[] x) {
            return add(w, x, Parameter.Role.KERNEL, Parameter.Role.BIAS);
        }

        Sums addState(double[] w, double[] h) {
            return add(w, h, Parameter.Role.RECURRENT_KERNEL, Parameter.Role.RECURRENT_BIAS);
        }

        private Sums add(double[] w, double[] v, Parameter.Role matrix, Parameter.Role bias) {
            if (offsets[bias.ordinal()] >= 0) {
                addRow(w, offsets[bias.ordinal()], 1);
            }
            for (int i = 0; i < v.length; i++) {
                addRow(w, offsets[matrix.ordinal()] + i * values.length, v[i]);
            }
            return this;
        }

        private void addRow(double[] w, int row, double factor) {
            for (int j = 0; j < values.length; j++) {
                values[j] += factor * w[row + j];
            }
            if (squares != null) {
                for (int j = 0; j < values.length; j++) {
                    double term = factor * w[row + j];
                    squares[j] += term * term;
                }
            }
        }
    }
}
