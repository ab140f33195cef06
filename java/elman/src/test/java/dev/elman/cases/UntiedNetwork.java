package dev.elman.cases;

import dev.elman.engine.Samples;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Layer;
import dev.elman.layers.Parameter;
import dev.elman.layers.RecurrentLayer;
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
    private final int[][] offsets;
    private double kinkDistance;

    UntiedNetwork(Case one, int draw) {
        this.one = one;
        architecture = one.architecture();
        samples = one.samples(draw);
        order = one.order();
        offsets = new int[architecture.layers().size()][Parameter.Role.values().length];
        for (int[] layer : offsets) {
            Arrays.fill(layer, -1);
        }
        for (Parameter parameter : architecture.parameters()) {
            offsets[parameter.layer()][parameter.role().ordinal()] = parameter.offset();
        }
    }

    /** The loss of the mini-batch where all steps use the same weights. */
    double loss(double[] weights) {
        return loss(weights, weights);
    }

    /** The loss of the mini-batch where steps out of the truncation's reach use the frozen weights. */
    double loss(double[] frozen, double[] live) {
        int steps = one.timeSteps();
        int outputSteps = architecture.outputSteps(steps);
        int k = one.reach().truncation(steps).length();
        boolean tied = k >= steps;
        double sum = 0;
        // What rounding loses of each addition (Kahan, 1965): a difference of two sums shall not drown in it.
        double lost = 0;
        double[][][] frozenStates = new double[steps][][];
        for (int sample : order) {
            double[][] states = zeros();
            if (!tied) {
                for (int t = 0; t < steps; t++) {
                    step(frozen, sample, t, states);
                    frozenStates[t] = copy(states);
                }
                states = zeros();
            }
            for (int t = 0; t < steps; t++) {
                boolean hasLoss = outputSteps == steps || t == steps - 1;
                if (tied) {
                    step(live, sample, t, states);
                } else if (hasLoss) {
                    int before = t - k;
                    states = before < 0 ? zeros() : copy(frozenStates[before]);
                    for (int s = Math.max(0, before + 1); s <= t; s++) {
                        step(live, sample, s, states);
                    }
                }
                if (hasLoss) {
                    double term = loss(states[states.length - 1], sample, outputSteps == 1 ? 0 : t) - lost;
                    double next = sum + term;
                    lost = next - sum - term;
                    sum = next;
                }
            }
        }
        return one.loss().averaged() ? sum / ((double) order.length * outputSteps * architecture.outputs()) : sum;
    }

    /** Whether no weighted sum of a relu and no error comes nearer to its kink than a distance. */
    boolean staysAwayFromKinks(double[] weights, double distance) {
        kinkDistance = Double.POSITIVE_INFINITY;
        int outputSteps = architecture.outputSteps(one.timeSteps());
        for (int sample : order) {
            double[][] states = zeros();
            for (int t = 0; t < one.timeSteps(); t++) {
                step(weights, sample, t, states);
                if (outputSteps == one.timeSteps() || t == one.timeSteps() - 1) {
                    noteErrors(states[states.length - 1], sample, outputSteps == 1 ? 0 : t);
                }
                if (kinkDistance < distance) {
                    return false;
                }
            }
        }
        return true;
    }

    private double[][] zeros() {
        double[][] states = new double[architecture.layers().size()][];
        for (int i = 0; i < states.length; i++) {
            states[i] = new double[architecture.layers().get(i).units()];
        }
        return states;
    }

    private static double[][] copy(double[][] states) {
        return Arrays.stream(states).map(double[]::clone).toArray(double[][]::new);
    }

    /** Replaces the states of step {@code t - 1} by those of step {@code t}. */
    private void step(double[] w, int sample, int t, double[][] states) {
        double[] x = new double[one.features()];
        System.arraycopy(
                samples.values(), samples.inputOffsets()[sample] + t * one.features(), x, 0, one.features());
        boolean everyStep = true;
        for (int i = 0; i < states.length; i++) {
            Layer layer = architecture.layers().get(i);
            double[] a = new double[layer.units()];
            int bias = offsets[i][Parameter.Role.BIAS.ordinal()];
            if (bias >= 0) {
                System.arraycopy(w, bias, a, 0, a.length);
            }
            boolean reached = addTimes(x, w, offsets[i][Parameter.Role.KERNEL.ordinal()], a) | bias >= 0;
            if (layer instanceof RecurrentLayer) {
                reached |= addTimes(states[i], w, offsets[i][Parameter.Role.RECURRENT_KERNEL.ordinal()], a);
            }
            // A sum that nothing reaches is zero whatever the weights are: that is no kink.
            boolean used = everyStep || t == one.timeSteps() - 1;
            if (layer.activation() == Activation.RELU && reached && used) {
                for (double sum : a) {
                    kinkDistance = Math.min(kinkDistance, Math.abs(sum));
                }
            }
            for (int j = 0; j < a.length; j++) {
                states[i][j] = activate(layer.activation(), a[j]);
            }
            x = states[i];
            everyStep &= !(layer instanceof RecurrentLayer recurrent) || recurrent.allSteps();
        }
    }

    /** {@code a += x W}; returns whether any {@code x} is not zero. */
    private static boolean addTimes(double[] x, double[] w, int offset, double[] a) {
        boolean any = false;
        for (int i = 0; i < x.length; i++) {
            double factor = x[i];
            int row = offset + i * a.length;
            for (int j = 0; j < a.length; j++) {
                a[j] += factor * w[row + j];
            }
            any |= factor != 0;
        }
        return any;
    }

    private static double activate(Activation activation, double a) {
        return switch (activation) {
            case LINEAR -> a;
            case TANH -> Math.tanh(a);
            case SIGMOID -> a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a));
            case RELU -> a > 0 ? a : 0;
        };
    }

    private double loss(double[] output, int sample, int outputStep) {
        double sum = 0;
        double lost = 0;
        for (int j = 0; j < output.length; j++) {
            double e = error(output, sample, outputStep, j);
            double term = switch (one.loss().id()) {
                case "meanSquaredError" -> e * e;
                case "halfSquaredError" -> 0.5 * e * e;
                case "meanAbsoluteError" -> Math.abs(e);
                case "huber" -> huber(e, ((Loss.Huber) one.loss()).delta());
                default -> throw new IllegalArgumentException(one.loss().id());
            };
            double next = sum + (term - lost);
            lost = next - sum - (term - lost);
            sum = next;
        }
        return sum;
    }

    private static double huber(double e, double delta) {
        double inside = Math.min(Math.abs(e), delta);
        return inside * (Math.abs(e) - 0.5 * inside);
    }

    private void noteErrors(double[] output, int sample, int outputStep) {
        for (int j = 0; j < output.length; j++) {
            double e = Math.abs(error(output, sample, outputStep, j));
            if (one.loss() instanceof Loss.MeanAbsoluteError) {
                kinkDistance = Math.min(kinkDistance, e);
            } else if (one.loss() instanceof Loss.Huber huber) {
                kinkDistance = Math.min(kinkDistance, Math.abs(e - huber.delta()));
            }
        }
    }

    private double error(double[] output, int sample, int outputStep, int j) {
        return output[j] - samples.values()[samples.targetOffsets()[sample] + outputStep * output.length + j];
    }
}
