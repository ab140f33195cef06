package dev.elman.cases;

import dev.elman.data.Samples;
import dev.elman.engine.Objective;
import dev.elman.layers.Architecture;
import dev.elman.layers.Parameter;
import dev.elman.optim.Penalty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The network of a case, written once more and differently from any engine, forward only, one sequence after another:
 * what central differences are taken of.
 *
 * <p>Its weights are not tied over time. What truncated back-propagation computes is not the gradient of the loss but
 * of this: for the loss at step {@code t} the steps up to {@code t - k} use a frozen copy of the weights, and only the
 * steps after them use the weights that move. With {@code k} of all time steps it is the loss itself.
 */
final class UntiedNetwork {

    private final Architecture architecture;
    private final Objective objective;
    private final Samples samples;
    private final int[] order;
    private final UntiedLoss loss;
    private final UntiedLayer[] layers;
    private final double divisor;

    UntiedNetwork(Point point) {
        Case one = point.one();
        architecture = point.architecture();
        objective = one.objective();
        samples = point.samples();
        order = one.order();
        loss = new UntiedLoss(one.loss());
        layers = new UntiedLayer[architecture.layers().size()];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = UntiedLayer.of(architecture, i, objective.seed());
        }
        double steps = 0;
        for (int sample : order) {
            for (int step = 0; step < samples.targetSteps(sample); step++) {
                steps += samples.weight(sample, step) == 0 ? 0 : 1;
            }
        }
        divisor = one.loss().averaged() ? steps * one.loss().terms(architecture.outputs()) : 1;
    }

    /** The loss of the mini-batch where all steps use the same weights, penalties included. */
    double loss(double[] weights) {
        List<Double> terms = new ArrayList<>();
        for (int sample : order) {
            double[][] y = outputs(weights, weights, sample, null);
            for (int step = 0; step < y.length; step++) {
                terms.add(weighted(sample, step, loss.value(y[step], target(sample, step))));
            }
        }
        return sum(terms) / divisor + penalties(weights, new double[weights.length]);
    }

    /**
     * How much larger the loss is with one choice of the weights that move than with another, whose outputs are on the
     * same side of every kink. It is made of differences of outputs: differences of losses, which are larger by far,
     * would drown in their rounding.
     */
    double difference(double[] frozen, double[] live, double[] otherLive) {
        List<Double> terms = new ArrayList<>();
        for (int sample : order) {
            double[][] y = outputs(frozen, live, sample, null);
            double[][] other = outputs(frozen, otherLive, sample, null);
            for (int step = 0; step < y.length; step++) {
                terms.add(weighted(sample, step, loss.difference(y[step], other[step], target(sample, step))));
            }
        }
        return sum(terms) / divisor + penalties(live, otherLive);
    }

    private double weighted(int sample, int step, double value) {
        double weight = samples.weight(sample, step);
        return weight == 0 ? 0 : weight * value;
    }

    /** What weights cost more than others do. */
    private double penalties(double[] weights, double[] others) {
        List<Double> terms = new ArrayList<>();
        for (Parameter parameter : architecture.parameters()) {
            Penalty penalty = objective.layer(parameter.layer()).penalty(parameter.role());
            for (int i = parameter.offset(); i < parameter.offset() + parameter.size() && !penalty.isNone(); i++) {
                double a = weights[i];
                double b = others[i];
                terms.add(penalty.l1() * (Math.abs(a) - Math.abs(b)) + penalty.l2() * (a - b) * (a + b));
            }
        }
        return sum(terms);
    }

    /** Without what rounding loses of each addition (Kahan, 1965). */
    private static double sum(List<Double> terms) {
        double sum = 0;
        double lost = 0;
        for (double term : terms) {
            double next = sum + (term - lost);
            lost = next - sum - (term - lost);
            sum = next;
        }
        return sum;
    }

    /** The outputs of a sample, each with the frozen weights at the steps out of its loss's reach. */
    private double[][] outputs(double[] frozen, double[] live, int sample, Kinks kinks) {
        UntiedLayer.Sequence sequence = sequence(sample);
        double[][] x = inputs(sample);
        int k = objective.truncation().length();
        if (k < x.length) {
            return truncated(frozen, live, sample, sequence, x, k);
        }
        double[][] states = initialStates(sample);
        for (int i = 0; i < layers.length; i++) {
            x = layers[i].rows(live, x, states[i], sequence, kinks);
        }
        return x;
    }

    private double[][] truncated(
            double[] frozen, double[] live, int sample, UntiedLayer.Sequence sequence, double[][] x, int k) {
        double[][][] frozenStates = new double[x.length][][];
        double[][] states = initialStates(sample);
        for (int t = 0; t < x.length; t++) {
            step(frozen, x, t, states, sequence);
            frozenStates[t] = copy(states);
        }
        boolean everyStep = architecture.givesSequence();
        double[][] outputs = new double[everyStep ? x.length : 1][];
        for (int t = everyStep ? 0 : x.length - 1; t < x.length; t++) {
            int before = t - k;
            states = before < 0 ? initialStates(sample) : copy(frozenStates[before]);
            for (int s = Math.max(0, before + 1); s <= t; s++) {
                outputs[everyStep ? t : 0] = step(live, x, s, states, sequence);
            }
        }
        return outputs;
    }

    /** The output of one step; replaces the states of the step before by this one's. */
    private double[] step(double[] w, double[][] x, int t, double[][] states, UntiedLayer.Sequence sequence) {
        double[] row = x[t];
        int at = t;
        for (int i = 0; i < layers.length; i++) {
            row = layers[i].row(w, row, at, states[i], sequence, null);
            at = layers[i].givesLastStep() ? 0 : at;
        }
        return row;
    }

    /**
     * Whether no weighted sum of a relu and no error comes nearer to its kink than a distance, nor than a fraction of
     * the norm of the terms that it is the sum of.
     */
    boolean staysAwayFromKinks(double[] weights, double distance, double fraction) {
        Kinks kinks = new Kinks();
        for (int sample : order) {
            UntiedLayer.Sequence sequence = sequence(sample);
            double[][] x = inputs(sample);
            double[][] states = initialStates(sample);
            for (int i = 0; i < layers.length; i++) {
                x = layers[i].rows(weights, x, states[i], sequence, kinks);
            }
            for (int step = 0; step < x.length; step++) {
                if (samples.weight(sample, step) != 0) {
                    loss.note(x[step], target(sample, step), kinks);
                }
            }
            if (kinks.isWithin(distance, fraction)) {
                return false;
            }
        }
        return true;
    }

    private UntiedLayer.Sequence sequence(int sample) {
        int size = samples.staticFeatures();
        return new UntiedLayer.Sequence(
                sample, size == 0 ? new double[0] : part(samples.staticOffsets()[sample], size));
    }

    private double[][] inputs(int sample) {
        double[][] x = new double[samples.length(sample)][];
        for (int t = 0; t < x.length; t++) {
            x[t] = part(samples.inputOffsets()[sample] + t * samples.features(), samples.features());
        }
        return x;
    }

    private double[] target(int sample, int step) {
        return part(samples.targetOffsets()[sample] + step * samples.outputs(), samples.outputs());
    }

    private double[][] initialStates(int sample) {
        double[][] states = new double[layers.length][];
        int offset = 0;
        for (int i = 0; i < layers.length; i++) {
            int size = layers[i].stateSize();
            states[i] = samples.stateSize() == 0
                    ? new double[size]
                    : part(samples.stateOffsets()[sample] + offset, size);
            offset += size;
        }
        return states;
    }

    private double[] part(int from, int count) {
        return Arrays.copyOfRange(samples.values(), from, from + count);
    }

    private static double[][] copy(double[][] states) {
        return Arrays.stream(states).map(double[]::clone).toArray(double[][]::new);
    }
}
