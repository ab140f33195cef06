package dev.elman.reference;

import dev.elman.engine.Objective;
import dev.elman.layers.Parameter;
import dev.elman.optim.Penalty;
import java.util.List;

/**
 * What large weights cost, {@code l1 sum |w| + l2 sum w^2} of every parameter that has such a penalty, and its slope
 * {@code l1 sign(w) + 2 l2 w}.
 */
final class Penalties {

    private Penalties() {}

    /** The penalties of all weights, whose slopes are added to the gradient. */
    static double add(Objective objective, List<Parameter> parameters, double[] w, double[] gradient) {
        double sum = 0;
        for (Parameter parameter : parameters) {
            Penalty penalty = objective.layer(parameter.layer()).penalty(parameter.role());
            if (penalty.isNone()) {
                continue;
            }
            for (int i = parameter.offset(); i < parameter.offset() + parameter.size(); i++) {
                sum += penalty.l1() * Math.abs(w[i]) + penalty.l2() * w[i] * w[i];
                gradient[i] += penalty.l1() * Math.signum(w[i]) + 2 * penalty.l2() * w[i];
            }
        }
        return sum;
    }
}
