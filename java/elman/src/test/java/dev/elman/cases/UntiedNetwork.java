package dev.elman.cases;

import dev.elman.data.Samples;
import dev.elman.layers.Architecture;
import dev.elman.optim.Loss;
import java.util.Arrays;

/**
 * The network of a case, written once more and differently from any engine, forward only, one sequence and one time
 * step after another: what central differences are taken of.
 *
 * <p>Its weights are not tied over time. What truncated back-propagation computes is not the gradient of the loss but
 * of this: for the loss at step {@code t} the steps up to {@code t - k} use a frozen copy of the weights, and only the
 * steps after them use the weights that move. With {@code k} of all time steps it is the loss itself.
 */
final class UntiedNetwork {

    private final Case one;
    private final Architecture architecture;
    private final Samples samples;
    private final int[] order;
    /** Of the mini-batch: [samples, output steps, outputs]. */
    private final double[] targets;
    private final UntiedLayer[] layers;

    UntiedNetwork(Case one, int draw) {
        this.one = one;
        architecture = one.architecture();
        samples = one.samples(draw);
        order = one.order();
        int targetSize = architecture.outputSteps(one.timeSteps()) * architecture.outputs();
        targets = new double[order.length * targetSize];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(
                    samples.values(), samples.targetOffsets()[order[i]], targets, i * targetSize, targetSize);
        }
        layers = new UntiedLayer[architecture.layers().size()];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = new UntiedLayer(architecture, i);
        }
    }

    /** The loss of the mini-batch where all steps use the same weights. */
    double loss(double[] weights) {
        double[] terms = outputs(weights, weights);
        for (int i = 0; i < terms.length; i++) {
            terms[i] = loss(terms[i] - targets[i]);
        }
        return divided(sum(terms));
    }

    /**
     * How much larger the loss is with one choice of the weights that move than with another, whose outputs are on the
     * same side of every kink. It is made of differences of outputs: differences of losses, which are larger by far,
     * would drown in their rounding.
     */
    double difference(double[] frozen, double[] live, double[] otherLive) {
        double[] terms = outputs(frozen, live);
        double[] others = outputs(frozen, otherLive);
        for (int i = 0; i < terms.length; i++) {
            terms[i] = (terms[i] - others[i]) * meanSlope(terms[i] - targets[i], others[i] - targets[i]);
        }
        return divided(sum(terms));
    }

    private double divided(double sum) {
        int outputSteps = architecture.outputSteps(one.timeSteps());
        return one.loss().averaged() ? sum / ((double) order.length * outputSteps * architecture.outputs()) : sum;
    }

    /** Without what rounding loses of each addition (Kahan, 1965). */
    private static double sum(double[] terms) {
        double sum = 0;
        double lost = 0;
        for (double term : terms) {
            double next = sum + (term - lost);
            lost = next - sum - (term - lost);
            sum = next;
        }
        return sum;
    }

    /** All outputs of all samples, each with the frozen weights at the steps out of its loss's reach. */
    private double[] outputs(double[] frozen, double[] live) {
        int steps = one.timeSteps();
        int outputSteps = architecture.outputSteps(steps);
        int k = one.reach().truncation(steps).length();
        boolean tied = k >= steps;
        double[] outputs = new double[targets.length];
        int count = 0;
        double[][][] frozenStates = new double[steps][][];
        for (int sample : order) {
            double[][] states = zeros();
            if (!tied) {
                for (int t = 0; t < steps; t++) {
                    step(frozen, sample, t, states, null);
                    frozenStates[t] = copy(states);
                }
                states = zeros();
            }
            for (int t = 0; t < steps; t++) {
                boolean hasLoss = outputSteps == steps || t == steps - 1;
                if (tied) {
                    step(live, sample, t, states, null);
                } else if (hasLoss) {
                    int before = t - k;
                    states = before < 0 ? zeros() : copy(frozenStates[before]);
                    for (int s = Math.max(0, before + 1); s <= t; s++) {
                        step(live, sample, s, states, null);
                    }
                }
                if (hasLoss) {
                    System.arraycopy(output(states), 0, outputs, count, architecture.outputs());
                    count += architecture.outputs();
                }
            }
        }
        return outputs;
    }

    /**
     * Whether no weighted sum of a relu and no error comes nearer to its kink than a distance, nor than a fraction of
     * the norm of the terms that it is the sum of.
     */
    boolean staysAwayFromKinks(double[] weights, double distance, double fraction) {
        Kinks kinks = new Kinks();
        int outputSteps = architecture.outputSteps(one.timeSteps());
        for (int sample : order) {
            double[][] states = zeros();
            for (int t = 0; t < one.timeSteps(); t++) {
                step(weights, sample, t, states, kinks);
                if (outputSteps == one.timeSteps() || t == one.timeSteps() - 1) {
                    noteErrors(output(states), sample, outputSteps == 1 ? 0 : t, kinks);
                }
                if (kinks.isWithin(distance, fraction)) {
                    return false;
                }
            }
        }
        return true;
    }

    private double[][] zeros() {
        return Arrays.stream(layers).map(UntiedLayer::initialState).toArray(double[][]::new);
    }

    private static double[][] copy(double[][] states) {
        return Arrays.stream(states).map(double[]::clone).toArray(double[][]::new);
    }

    /** Replaces the states of step {@code t - 1} by those of step {@code t}. */
    private void step(double[] w, int sample, int t, double[][] states, Kinks kinks) {
        double[] x = new double[one.features()];
        System.arraycopy(
                samples.values(), samples.inputOffsets()[sample] + t * one.features(), x, 0, one.features());
        boolean everyStep = true;
        for (int i = 0; i < layers.length; i++) {
            boolean used = everyStep || t == one.timeSteps() - 1;
            layers[i].step(w, x, states[i], used ? kinks : null);
            x = layers[i].output(states[i]);
            everyStep &= layers[i].givesEveryStep();
        }
    }

    private double[] output(double[][] states) {
        return layers[layers.length - 1].output(states[layers.length - 1]);
    }

    private double loss(double e) {
        return switch (one.loss().id()) {
            case "meanSquaredError" -> e * e;
            case "halfSquaredError" -> 0.5 * e * e;
            case "meanAbsoluteError" -> Math.abs(e);
            case "huber" -> huber(e, ((Loss.Huber) one.loss()).delta());
            default -> throw new IllegalArgumentException(one.loss().id());
        };
    }

    /** {@code (loss(a) - loss(b)) / (a - b)} for errors on the same side of every kink. */
    private double meanSlope(double a, double b) {
        return switch (one.loss().id()) {
            case "meanSquaredError" -> a + b;
            case "halfSquaredError" -> 0.5 * (a + b);
            case "meanAbsoluteError" -> Math.signum(a);
            case "huber" -> {
                double delta = ((Loss.Huber) one.loss()).delta();
                yield Math.abs(a) <= delta ? 0.5 * (a + b) : Math.signum(a) * delta;
            }
            default -> throw new IllegalArgumentException(one.loss().id());
        };
    }

    private static double huber(double e, double delta) {
        double inside = Math.min(Math.abs(e), delta);
        return inside * (Math.abs(e) - 0.5 * inside);
    }

    private void noteErrors(double[] output, int sample, int outputStep, Kinks kinks) {
        for (int j = 0; j < output.length; j++) {
            double e = Math.abs(error(output, sample, outputStep, j));
            double scale = Math.max(1, Math.abs(output[j]));
            if (one.loss() instanceof Loss.MeanAbsoluteError) {
                kinks.note(e, scale);
            } else if (one.loss() instanceof Loss.Huber huber) {
                kinks.note(e - huber.delta(), scale);
            }
        }
    }

    private double error(double[] output, int sample, int outputStep, int j) {
        return output[j] - samples.values()[samples.targetOffsets()[sample] + outputStep * output.length + j];
    }
}
