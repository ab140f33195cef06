package dev.elman.reference;

import dev.elman.data.Samples;
import dev.elman.engine.Divergence;
import dev.elman.engine.Network.Part;
import dev.elman.engine.Objective;
import dev.elman.layers.Architecture;
import dev.elman.layers.Parameter;
import java.util.Arrays;
import java.util.List;

/** One training step: the gradients of shards, their sum, clipping, and the optimizer. */
final class Learner {

    private final double[] optimizerState;
    /** The gradient that the last step used, before clipping. */
    private final double[] gradient;
    /** The average of the weights; null where none is kept. */
    private final double[] average;
    private final Architecture architecture;
    private final Objective objective;
    private final double[] parameters;
    private final Shard[] shards;
    private final double[] clipped;
    /** The weights before the last step. */
    private final double[] before;
    /** Whether a step was taken since the weights were written. */
    private boolean hasBefore;
    private Divergence divergence;

    Learner(Architecture architecture, Objective objective, double[] parameters, Shard[] shards) {
        this.architecture = architecture;
        this.objective = objective;
        this.parameters = parameters;
        this.shards = shards;
        int count = parameters.length;
        optimizerState = new double[Math.multiplyExact(objective.optimizer().stateSlots(), count)];
        Arrays.fill(optimizerState, objective.optimizer().initialState());
        average = objective.averageDecay() > 0 ? new double[count] : null;
        gradient = new double[count];
        clipped = new double[count];
        before = new double[count];
    }

    /** To be called where the weights were replaced: a divergence has nothing to go back to, an average begins. */
    void beginAnew() {
        hasBefore = false;
        if (average != null) {
            System.arraycopy(parameters, 0, average, 0, parameters.length);
        }
    }

    /** A vector that belongs to training. */
    double[] vector(Part part) {
        return switch (part) {
            case GRADIENT -> gradient;
            case OPTIMIZER_STATE -> optimizerState;
            case AVERAGE -> average();
            default -> throw new IllegalArgumentException("training has no vector " + part);
        };
    }

    private double[] average() {
        if (average == null) {
            throw new IllegalArgumentException(
                    "no average of the weights is kept; give the objective an averageDecay");
        }
        return average;
    }

    Divergence divergence() {
        return divergence;
    }

    /**
     * Loss and gradient of a shard's part of a mini-batch.
     *
     * @param miniBatchSteps how many time steps the whole mini-batch has that count
     */
    double shardGradient(SampleSequences sequences, long miniBatchSteps, Shard shard, long step) {
        shard.begin(parameters.length);
        Workspace workspace = shard.workspace(sequences, sequences.count());
        Draws draws = new Draws(objective.seed(), step, workspace.numbers());
        double divisor = Losses.divisor(objective.loss(), miniBatchSteps, architecture.outputs());
        double value = 0;
        int end;
        for (int first = 0; first < sequences.count(); first = end) {
            end = sequences.runEnd(first, sequences.count());
            workspace.forward(parameters, sequences, first, end, draws);
            sequences.carry(first, end, workspace);
            value += runGradient(sequences, first, end, divisor, workspace, shard);
        }
        freeze(shard.gradient);
        if (shard == shards[0]) {
            value += Penalties.add(objective, architecture.parameters(), parameters, shard.gradient);
        }
        if (!Double.isFinite(value)) {
            shard.diverged(new Divergence(architecture.layers().size(), false));
        }
        shard.computed = true;
        return value;
    }

    /** Loss and gradient of sequences that a workspace has computed. */
    private double runGradient(
            SampleSequences sequences, int first, int end, double divisor, Workspace workspace, Shard shard) {
        Samples samples = sequences.samples();
        double sum = 0;
        for (int i = first; i < end; i++) {
            int sample = sequences.sample(i);
            sum += workspace.loss(objective.loss(), i - first, samples, sample);
            workspace.lossGradient(objective.loss(), divisor, i - first, samples, sample);
        }
        workspace.backward(objective.truncation(), shard.gradient);
        if (!Double.isFinite(sum / divisor)) {
            shard.diverged(workspace.divergence());
        }
        return sum / divisor;
    }

    /** Adds the first {@code count} shards and takes a step; or finds that the network diverged, and does not. */
    boolean step(int count, long step, double learningRate) {
        for (int i = count; i < shards.length; i++) {
            shards[i].computed = false;
        }
        addShards(gradient);
        for (Shard shard : shards) {
            shard.computed = false;
        }
        for (int i = 0; i < count; i++) {
            if (shards[i].divergence != null) {
                divergence = shards[i].divergence;
                if (hasBefore) {
                    System.arraycopy(before, 0, parameters, 0, parameters.length);
                }
                return false;
            }
        }
        Divergence inGradient = gradientDivergence();
        if (inGradient != null) {
            // These weights did give a finite loss: they stay.
            divergence = inGradient;
            return false;
        }
        System.arraycopy(parameters, 0, before, 0, parameters.length);
        hasBefore = true;
        System.arraycopy(gradient, 0, clipped, 0, gradient.length);
        Clippings.clip(objective.clipping(), architecture.parameters(), clipped);
        for (Parameter parameter : architecture.parameters()) {
            if (isTrainable(parameter)) {
                int from = parameter.offset();
                int to = from + parameter.size();
                Optimizers.step(
                        objective.optimizer(), learningRate, step, parameters, clipped, optimizerState, from, to);
                addToAverage(from, to);
            }
        }
        return true;
    }

    /** {@code average = d average + (1 - d) w}. Frozen weights are their own average. */
    private void addToAverage(int from, int to) {
        if (average != null) {
            double d = objective.averageDecay();
            for (int i = from; i < to; i++) {
                average[i] = d * average[i] + (1 - d) * parameters[i];
            }
        }
    }

    private boolean isTrainable(Parameter parameter) {
        return objective.layer(parameter.layer()).trainable();
    }

    /** Takes the parameters of frozen layers out of a gradient. */
    private void freeze(double[] gradient) {
        for (Parameter parameter : architecture.parameters()) {
            if (!isTrainable(parameter)) {
                Arrays.fill(gradient, parameter.offset(), parameter.offset() + parameter.size(), 0);
            }
        }
    }

    /** Whether a shard's gradient is new since the last update. */
    boolean hasNewShards() {
        return Arrays.stream(shards).anyMatch(shard -> shard.computed);
    }

    /** The sum of the gradients of the shards that are new since the last update, in the order of their numbers. */
    void addShards(double[] sum) {
        Arrays.fill(sum, 0);
        for (Shard shard : shards) {
            if (shard.computed) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += shard.gradient[i];
                }
            }
        }
    }

    /** The highest layer, the first on the way back, with a gradient that is not finite; null where all are. */
    private Divergence gradientDivergence() {
        List<Parameter> all = architecture.parameters();
        for (int i = all.size() - 1; i >= 0; i--) {
            Parameter parameter = all.get(i);
            if (!Finite.all(gradient, parameter.offset(), parameter.offset() + parameter.size())) {
                return new Divergence(parameter.layer(), true);
            }
        }
        return null;
    }
}
