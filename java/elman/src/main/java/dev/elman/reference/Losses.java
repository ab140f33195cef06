package dev.elman.reference;

import dev.elman.optim.Loss;
import java.util.List;

/**
 * The losses of one row, which is one time step of one sequence: predictions {@code y[from ..]} against targets
 * {@code d[target ..]}. Below {@code e = y - d}, {@code z} are predictions that are logits, and
 * {@code lse(z) = log(sum_k exp(z[k]))}:
 *
 * <pre>
 *                            sum of the row's pointwise losses      slope by y[j], or z[j]
 * mean squared error         sum_j e[j]^2                           2 e[j]
 * half squared error         sum_j e[j]^2 / 2                       e[j]
 * mean absolute error        sum_j |e[j]|                           sign(e[j])
 * Huber, |e| at most delta   e[j]^2 / 2                             e[j]
 *        elsewhere           delta (|e[j]| - delta / 2)             delta sign(e[j])
 * sparse cross-entropy       lse(z) - z[d]                          softmax(z)[j] - (1 where j = d, else 0)
 * cross-entropy              sum_k d[k] (lse(z) - z[k])             softmax(z)[j] sum_k d[k] - d[j]
 * binary cross-entropy       sum_j log(1 + exp(z[j])) - d[j] z[j]   sigmoid(z[j]) - d[j]
 * quantile q, e below zero   q |e|                                  -q
 *             above zero     (1 - q) e                              1 - q
 * Gaussian, y = means, s     sum_j (s[j] + e[j]^2 exp(-s[j])) / 2   by means e[j] exp(-s[j]),
 *                                                                   by s (1 - e[j]^2 exp(-s[j])) / 2
 * </pre>
 */
final class Losses {

    private Losses() {}

    /**
     * The sum of the pointwise losses of a row.
     *
     * @param outputs how many predictions a row has
     */
    static double value(Loss loss, double[] y, int from, int outputs, double[] d, int target) {
        if (loss instanceof Loss.SparseCrossEntropy) {
            return logSumExp(y, from, outputs) - y[from + (int) d[target]];
        }
        if (loss instanceof Loss.CrossEntropy) {
            double logSum = logSumExp(y, from, outputs);
            double sum = 0;
            for (int k = 0; k < outputs; k++) {
                sum += d[target + k] * (logSum - y[from + k]);
            }
            return sum;
        }
        if (loss instanceof Loss.Gaussian) {
            int means = outputs / 2;
            double sum = 0;
            for (int j = 0; j < means; j++) {
                double e = y[from + j] - d[target + j];
                double s = y[from + means + j];
                sum += (s + e * e * Math.exp(-s)) / 2;
            }
            return sum;
        }
        double sum = 0;
        for (int j = 0; j < outputs; j++) {
            sum += value(loss, j, y[from + j], d[target + target(loss, j)]);
        }
        return sum;
    }

    /** The loss of output {@code j} where every output has a loss of its own. */
    private static double value(Loss loss, int j, double y, double d) {
        double e = y - d;
        if (loss instanceof Loss.MeanSquaredError) {
            return e * e;
        }
        if (loss instanceof Loss.HalfSquaredError) {
            return e * e / 2;
        }
        if (loss instanceof Loss.MeanAbsoluteError) {
            return Math.abs(e);
        }
        if (loss instanceof Loss.Huber huber) {
            double delta = huber.delta();
            return Math.abs(e) <= delta ? e * e / 2 : delta * (Math.abs(e) - delta / 2);
        }
        if (loss instanceof Loss.BinaryCrossEntropy) {
            return Activations.softplus(y) - d * y;
        }
        double q = level((Loss.Quantiles) loss, j);
        return Math.max(-q * e, (1 - q) * e);
    }

    /** Notes the slopes of a row's loss by its predictions, each times a factor, at {@code dy[from ..]}. */
    static void slope(
            Loss loss, double[] y, int from, int outputs, double[] d, int target, double factor, double[] dy) {
        if (loss instanceof Loss.SparseCrossEntropy) {
            double logSum = logSumExp(y, from, outputs);
            for (int j = 0; j < outputs; j++) {
                double hit = j == (int) d[target] ? 1 : 0;
                dy[from + j] = factor * (Math.exp(y[from + j] - logSum) - hit);
            }
        } else if (loss instanceof Loss.CrossEntropy) {
            double logSum = logSumExp(y, from, outputs);
            double sum = 0;
            for (int k = 0; k < outputs; k++) {
                sum += d[target + k];
            }
            for (int j = 0; j < outputs; j++) {
                dy[from + j] = factor * (Math.exp(y[from + j] - logSum) * sum - d[target + j]);
            }
        } else if (loss instanceof Loss.Gaussian) {
            int means = outputs / 2;
            for (int j = 0; j < means; j++) {
                double e = y[from + j] - d[target + j];
                double inverseVariance = Math.exp(-y[from + means + j]);
                dy[from + j] = factor * e * inverseVariance;
                dy[from + means + j] = factor * (1 - e * e * inverseVariance) / 2;
            }
        } else {
            for (int j = 0; j < outputs; j++) {
                dy[from + j] = factor * slope(loss, j, y[from + j], d[target + target(loss, j)]);
            }
        }
    }

    /** The slope of {@link #value(Loss, int, double, double)}. */
    private static double slope(Loss loss, int j, double y, double d) {
        double e = y - d;
        if (loss instanceof Loss.MeanSquaredError) {
            return 2 * e;
        }
        if (loss instanceof Loss.HalfSquaredError) {
            return e;
        }
        if (loss instanceof Loss.MeanAbsoluteError) {
            return Math.signum(e);
        }
        if (loss instanceof Loss.Huber huber) {
            return Math.abs(e) <= huber.delta() ? e : huber.delta() * Math.signum(e);
        }
        if (loss instanceof Loss.BinaryCrossEntropy) {
            return Activations.sigmoid(y) - d;
        }
        double q = level((Loss.Quantiles) loss, j);
        return e < 0 ? -q : e > 0 ? 1 - q : 0;
    }

    /** Which of a row's targets output {@code j} is compared with: quantiles stand side by side, [targets, levels]. */
    private static int target(Loss loss, int j) {
        return loss instanceof Loss.Quantiles quantiles ? j / quantiles.levels().size() : j;
    }

    private static double level(Loss.Quantiles quantiles, int j) {
        List<Double> levels = quantiles.levels();
        return levels.get(j % levels.size());
    }

    /**
     * {@code log(sum_k exp(z[k]))}, with the largest taken out of the exponentials so that none overflows:
     * {@code max + log(sum_k exp(z[k] - max))}.
     */
    static double logSumExp(double[] z, int from, int count) {
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            max = Math.max(max, z[from + k]);
        }
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += Math.exp(z[from + k] - max);
        }
        return max + Math.log(sum);
    }

    /**
     * What the sum of pointwise losses is divided by: how many of them the whole mini-batch has, or 1 for a loss that
     * is a sum. Where no time step counts the sum is zero, and stays it whatever it is divided by.
     */
    static double divisor(Loss loss, long miniBatchSteps, int outputs) {
        return loss.averaged() ? (double) Math.max(1, miniBatchSteps) * loss.terms(outputs) : 1;
    }
}
