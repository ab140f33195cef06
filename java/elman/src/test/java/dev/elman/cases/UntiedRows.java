package dev.elman.cases;

import dev.elman.layers.Architecture;
import dev.elman.layers.Dense;
import dev.elman.layers.Dropout;
import dev.elman.layers.Embedding;
import dev.elman.layers.Layer;
import dev.elman.layers.LayerNormalization;
import dev.elman.layers.Parameter.Role;
import dev.elman.layers.Softmax;
import java.util.Arrays;

/** A layer of {@link UntiedNetwork} whose rows know nothing of one another. */
final class UntiedRows implements UntiedLayer {

    private final Layer layer;
    private final int index;
    private final long seed;
    private final int[] offsets;

    UntiedRows(Architecture architecture, int index, Layer layer, long seed) {
        this.layer = layer;
        this.index = index;
        this.seed = seed;
        offsets = UntiedSums.offsets(architecture, index, false);
    }

    @Override
    public int stateSize() {
        return 0;
    }

    @Override
    public boolean givesLastStep() {
        return false;
    }

    @Override
    public double[] row(double[] w, double[] x, int t, double[] state, Sequence sequence, Kinks kinks) {
        if (layer instanceof Dense dense) {
            UntiedSums a = new UntiedSums(offsets, dense.units(), kinks != null).addInput(w, x);
            double[] y = new double[dense.units()];
            for (int j = 0; j < y.length; j++) {
                y[j] = a.activated(dense.activation(), j, kinks);
            }
            return y;
        }
        if (layer instanceof Embedding embedding) {
            int from = offset(Role.EMBEDDING) + (int) x[0] * embedding.units();
            return Arrays.copyOfRange(w, from, from + embedding.units());
        }
        if (layer instanceof LayerNormalization normalization) {
            return normalized(normalization, w, x);
        }
        if (layer instanceof Dropout dropout) {
            double[] y = UntiedLayer.mask(dropout.rate(), seed, index, 0, sequence, t * x.length, x.length);
            for (int j = 0; j < y.length; j++) {
                y[j] *= x[j];
            }
            return y;
        }
        if (layer instanceof Softmax) {
            double sum = Arrays.stream(x).map(Math::exp).sum();
            return Arrays.stream(x).map(each -> Math.exp(each) / sum).toArray();
        }
        double[] joined = Arrays.copyOf(x, x.length + sequence.statics().length);
        System.arraycopy(sequence.statics(), 0, joined, x.length, sequence.statics().length);
        return joined;
    }

    private double[] normalized(LayerNormalization normalization, double[] w, double[] x) {
        double mean = Arrays.stream(x).sum() / x.length;
        double variance = Arrays.stream(x).map(each -> (each - mean) * (each - mean)).sum() / x.length;
        double[] y = new double[x.length];
        for (int j = 0; j < y.length; j++) {
            y[j] = w[offset(Role.BIAS) + j] + w[offset(Role.SCALE) + j] * (x[j] - mean)
                    / Math.sqrt(variance + normalization.epsilon());
        }
        return y;
    }

    private int offset(Role role) {
        return offsets[role.ordinal()];
    }
}
