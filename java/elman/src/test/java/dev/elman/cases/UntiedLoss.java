package dev.elman.cases;

import dev.elman.optim.Loss;

/**
 * The loss of one time step of one sequence for {@link UntiedNetwork}: its value, and how much larger it is for one
 * output than for another that is near, without the rounding of two values that nearly cancel.
 */
final class UntiedLoss {

    private final Loss loss;

    UntiedLoss(Loss loss) {
        this.loss = loss;
    }

    double value(double[] y, double[] target) {
        if (loss instanceof Loss.SparseCrossEntropy) {
            return logSumOfPowers(y) - y[(int) target[0]];
        }
        double sum = 0;
        if (loss instanceof Loss.CrossEntropy) {
            for (int k = 0; k < y.length; k++) {
                sum += target[k] * (logSumOfPowers(y) - y[k]);
            }
            return sum;
        }
        for (int j = 0; j < target.length; j++) {
            if (loss instanceof Loss.Gaussian) {
                double e = y[j] - target[j];
                double s = y[target.length + j];
                sum += 0.5 * s + 0.5 * e * e / Math.exp(s);
            } else if (loss instanceof Loss.Quantiles quantiles) {
                int levels = quantiles.levels().size();
                for (int k = 0; k < levels; k++) {
                    sum += quantileSlope(quantiles.levels().get(k), y[j * levels + k], target[j])
                            * (y[j * levels + k] - target[j]);
                }
            } else {
                sum += value(y[j], target[j]);
            }
        }
        return sum;
    }

    private double value(double y, double target) {
        double e = y - target;
        return switch (loss.id()) {
            case "meanSquaredError" -> e * e;
            case "halfSquaredError" -> 0.5 * e * e;
            case "meanAbsoluteError" -> Math.abs(e);
            case "huber" -> huber(e, ((Loss.Huber) loss).delta());
            case "binaryCrossEntropy" -> Math.max(y, 0) + Math.log1p(Math.exp(-Math.abs(y))) - target * y;
            default -> throw new IllegalArgumentException(loss.id());
        };
    }

    /** {@code value(a) - value(b)} for outputs on the same side of every kink. */
    double difference(double[] a, double[] b, double[] target) {
        if (loss instanceof Loss.SparseCrossEntropy) {
            int hit = (int) target[0];
            return differenceOfLogSums(a, b) - (a[hit] - b[hit]);
        }
        double sum = 0;
        if (loss instanceof Loss.CrossEntropy) {
            for (int k = 0; k < a.length; k++) {
                sum += target[k] * (differenceOfLogSums(a, b) - (a[k] - b[k]));
            }
            return sum;
        }
        for (int j = 0; j < target.length; j++) {
            if (loss instanceof Loss.Gaussian) {
                double moved = a[target.length + j] - b[target.length + j];
                double e = a[j] - target[j];
                double f = b[j] - target[j];
                double variance = Math.exp(b[target.length + j]);
                sum += 0.5 * moved + 0.5 * ((a[j] - b[j]) * (e + f) + e * e * Math.expm1(-moved)) / variance;
            } else if (loss instanceof Loss.Quantiles quantiles) {
                int levels = quantiles.levels().size();
                for (int k = 0; k < levels; k++) {
                    int i = j * levels + k;
                    sum += quantileSlope(quantiles.levels().get(k), a[i], target[j]) * (a[i] - b[i]);
                }
            } else {
                sum += difference(a[j], b[j], target[j]);
            }
        }
        return sum;
    }

    private double difference(double a, double b, double target) {
        double e = a - target;
        double f = b - target;
        return switch (loss.id()) {
            case "meanSquaredError" -> (a - b) * (e + f);
            case "halfSquaredError" -> 0.5 * (a - b) * (e + f);
            case "meanAbsoluteError" -> (a - b) * Math.signum(e);
            case "huber" -> {
                double delta = ((Loss.Huber) loss).delta();
                yield (a - b) * (Math.abs(e) <= delta ? 0.5 * (e + f) : Math.signum(e) * delta);
            }
            case "binaryCrossEntropy" ->
                Math.log1p(Math.expm1(a - b) / (1 + Math.exp(-b))) - target * (a - b);
            default -> throw new IllegalArgumentException(loss.id());
        };
    }

    private static double quantileSlope(double level, double y, double target) {
        return y > target ? 1 - level : -level;
    }

    private static double huber(double e, double delta) {
        double inside = Math.min(Math.abs(e), delta);
        return inside * (Math.abs(e) - 0.5 * inside);
    }

    private static double logSumOfPowers(double[] z) {
        double sum = 0;
        for (double each : z) {
            sum += Math.exp(each);
        }
        return Math.log(sum);
    }

    private static double differenceOfLogSums(double[] a, double[] b) {
        double sum = 0;
        double grown = 0;
        for (int k = 0; k < b.length; k++) {
            sum += Math.exp(b[k]);
            grown += Math.exp(b[k]) * Math.expm1(a[k] - b[k]);
        }
        return Math.log1p(grown / sum);
    }

    /** Whether there is an output at which the slope jumps. */
    static boolean hasKinks(Loss loss) {
        return loss instanceof Loss.MeanAbsoluteError
                || loss instanceof Loss.Huber
                || loss instanceof Loss.Quantiles;
    }

    /** Notes how near outputs come to where the slope jumps. */
    void note(double[] y, double[] target, Kinks kinks) {
        if (!hasKinks(loss)) {
            return;
        }
        for (int i = 0; i < y.length; i++) {
            double e = Math.abs(y[i] - target[i * target.length / y.length]);
            kinks.note(loss instanceof Loss.Huber huber ? e - huber.delta() : e, Math.max(1, Math.abs(y[i])));
        }
    }
}
