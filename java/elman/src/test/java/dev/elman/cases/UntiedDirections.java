package dev.elman.cases;

import dev.elman.layers.Bidirectional.Merge;
import java.util.Arrays;

/** A cell that reads a sequence from its end, alone or beside one that reads it from its beginning. */
final class UntiedDirections implements UntiedLayer {

    private final UntiedCell forward;
    private final UntiedCell backward;
    private final Merge merge;

    /** @param forward null where there is the backward cell alone */
    UntiedDirections(UntiedCell forward, UntiedCell backward, Merge merge) {
        this.forward = forward;
        this.backward = backward;
        this.merge = merge;
    }

    @Override
    public int stateSize() {
        return (forward == null ? 0 : forward.stateSize()) + backward.stateSize();
    }

    @Override
    public boolean givesLastStep() {
        return backward.givesLastStep();
    }

    @Override
    public double[] row(double[] w, double[] x, int t, double[] state, Sequence sequence, Kinks kinks) {
        throw new UnsupportedOperationException("rows that come later must be there");
    }

    @Override
    public double[][] rows(double[] w, double[][] x, double[] state, Sequence sequence, Kinks kinks) {
        int before = forward == null ? 0 : forward.stateSize();
        double[][] read = backward.rows(w, reversed(x),
                Arrays.copyOfRange(state, before, state.length), sequence, kinks);
        if (forward == null) {
            return read;
        }
        double[][] f = forward.rows(w, x, Arrays.copyOf(state, before), sequence, kinks);
        double[][] b = reversed(read);
        double[][] y = new double[f.length][];
        for (int t = 0; t < y.length; t++) {
            y[t] = merged(f[t], b[t]);
        }
        return y;
    }

    private double[] merged(double[] f, double[] b) {
        int units = f.length;
        double[] y = Arrays.copyOf(f, merge == Merge.CONCAT ? 2 * units : units);
        for (int j = 0; j < units; j++) {
            switch (merge) {
                case CONCAT -> y[units + j] = b[j];
                case SUM -> y[j] += b[j];
                case MULTIPLY -> y[j] *= b[j];
                case AVERAGE -> y[j] = 0.5 * (y[j] + b[j]);
            }
        }
        return y;
    }

    private static double[][] reversed(double[][] rows) {
        double[][] reversed = new double[rows.length][];
        for (int t = 0; t < rows.length; t++) {
            reversed[t] = rows[rows.length - 1 - t];
        }
        return reversed;
    }
}
