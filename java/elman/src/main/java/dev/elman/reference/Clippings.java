package dev.elman.reference;

import dev.elman.layers.Parameter;
import dev.elman.optim.Clipping;
import dev.elman.optim.Form;
import java.util.List;

/** What is done to a large gradient. */
final class Clippings {

    private Clippings() {}

    /** Clips the flat gradient vector {@code g} of the given parameters. */
    static void clip(Clipping clipping, List<Parameter> parameters, double[] g) {
        if (clipping instanceof Clipping.ByValue byValue) {
            double limit = byValue.clipValue();
            for (int i = 0; i < g.length; i++) {
                g[i] = Math.max(-limit, Math.min(limit, g[i]));
            }
        } else if (clipping instanceof Clipping.ByNorm byNorm) {
            for (Parameter parameter : parameters) {
                int from = parameter.offset();
                int to = from + parameter.size();
                double norm = norm(g, from, to);
                if (norm > byNorm.clipNorm()) {
                    scale(g, from, to, byNorm.clipNorm() / norm);
                }
            }
        } else if (clipping instanceof Clipping.ByGlobalNorm global) {
            double norm = norm(g, 0, g.length);
            if (global.form() == Form.TORCH) {
                scale(g, 0, g.length, Math.min(1, global.clipNorm() / (norm + 1e-6)));
            } else if (norm > global.clipNorm()) {
                scale(g, 0, g.length, global.clipNorm() / norm);
            }
        }
    }

    /** The Euclidean norm: the square root of the sum of squares. */
    private static double norm(double[] g, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += g[i] * g[i];
        }
        return Math.sqrt(sum);
    }

    private static void scale(double[] g, int from, int to, double factor) {
        for (int i = from; i < to; i++) {
            g[i] *= factor;
        }
    }
}
