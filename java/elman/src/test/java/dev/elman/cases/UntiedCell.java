package dev.elman.cases;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Gru;
import dev.elman.layers.Lstm;
import dev.elman.layers.RecurrentLayer;
import java.util.Arrays;

/**
 * A recurrent cell of {@link UntiedNetwork}, unit by unit. Its state is {@code h}, or {@code h} and behind it
 * {@code c}.
 */
final class UntiedCell implements UntiedLayer {

    private final RecurrentLayer layer;
    private final int index;
    private final boolean backward;
    private final long seed;
    private final int units;
    private final int[] offsets;

    /** @param backward whether it is the second cell of a layer in both directions */
    UntiedCell(Architecture architecture, int index, RecurrentLayer layer, boolean backward, long seed) {
        this.layer = layer;
        this.index = index;
        this.backward = backward;
        this.seed = seed;
        units = layer.units();
        offsets = UntiedSums.offsets(architecture, index, backward);
    }

    @Override
    public int stateSize() {
        return layer instanceof Lstm ? 2 * units : units;
    }

    @Override
    public boolean givesLastStep() {
        return !layer.allSteps();
    }

    @Override
    public double[] row(double[] w, double[] x, int t, double[] state, Sequence sequence, Kinks kinks) {
        double[] seen = dropped(x, layer.dropout(), 0, sequence);
        double[] before = dropped(Arrays.copyOf(state, units), layer.recurrentDropout(), backward ? 2 : 1, sequence);
        if (layer instanceof Lstm lstm) {
            stepLstm(lstm, w, seen, before, state, kinks);
        } else if (layer instanceof Gru gru) {
            stepGru(gru, w, seen, before, state, kinks);
        } else {
            UntiedSums a = sums(1, kinks).addInput(w, seen).addState(w, before);
            for (int j = 0; j < units; j++) {
                state[j] = a.activated(layer.activation(), j, kinks);
            }
        }
        return Arrays.copyOf(state, units);
    }

    private double[] dropped(double[] values, double rate, int site, Sequence sequence) {
        if (rate == 0) {
            return values;
        }
        double[] dropped = UntiedLayer.mask(rate, seed, index, site, sequence, 0, values.length);
        for (int j = 0; j < values.length; j++) {
            dropped[j] *= values[j];
        }
        return dropped;
    }

    private UntiedSums sums(int gates, Kinks kinks) {
        return new UntiedSums(offsets, gates * units, kinks != null);
    }

    private void stepLstm(Lstm lstm, double[] w, double[] x, double[] h, double[] state, Kinks kinks) {
        UntiedSums a = sums(4, kinks).addInput(w, x).addState(w, h);
        Activation s = lstm.recurrentActivation();
        boolean negativeGates = s == Activation.TANH || s == Activation.LINEAR || s == Activation.ELU;
        for (int j = 0; j < units; j++) {
            double[] gates = new double[4];
            for (int gate = 0; gate < 4; gate++) {
                gates[gate] = a.activated(gate == 2 ? lstm.activation() : s, gate * units + j, kinks);
            }
            double kept = gates[1] * state[units + j];
            double entering = gates[0] * gates[2];
            double cell = kept + entering;
            state[units + j] = cell;
            // Of what cannot be negative a relu makes nothing else: there is no kink to cross.
            boolean positive = lstm.activation() == Activation.RELU && !negativeGates && kept >= 0 && entering >= 0;
            state[j] = gates[3] * UntiedSums.activate(
                    lstm.activation(), cell, kept * kept + entering * entering, positive ? null : kinks);
        }
    }

    private void stepGru(Gru gru, double[] w, double[] x, double[] h, double[] state, Kinks kinks) {
        UntiedSums fromInput = sums(3, kinks).addInput(w, x);
        UntiedSums fromState = sums(3, kinks).addState(w, h);
        double[] update = new double[units];
        double[] reset = new double[units];
        double[] resetState = new double[units];
        for (int j = 0; j < units; j++) {
            int i = units + j;
            update[j] = UntiedSums.activate(gru.recurrentActivation(), fromInput.value(j) + fromState.value(j),
                    fromInput.square(j) + fromState.square(j), kinks);
            reset[j] = UntiedSums.activate(gru.recurrentActivation(), fromInput.value(i) + fromState.value(i),
                    fromInput.square(i) + fromState.square(i), kinks);
            resetState[j] = reset[j] * h[j];
        }
        if (!gru.resetAfter()) {
            fromState = sums(3, kinks).addState(w, resetState);
        }
        for (int j = 0; j < units; j++) {
            int i = 2 * units + j;
            double factor = gru.resetAfter() ? reset[j] : 1;
            double candidate =
                    UntiedSums.activate(gru.activation(), fromInput.value(i) + factor * fromState.value(i),
                            fromInput.square(i) + factor * factor * fromState.square(i), kinks);
            state[j] = update[j] * h[j] + (1 - update[j]) * candidate;
        }
    }
}
