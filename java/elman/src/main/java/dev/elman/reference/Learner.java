package dev.elman.reference;

import dev.elman.engine.Divergence;
import dev.elman.engine.Objective;
import dev.elman.data.Samples;
import dev.elman.layers.Architecture;
import dev.elman.layers.Parameter;
import dev.elman.optim.Loss;
import java.util.Arrays;
import java.util.List;

/** One training step: the gradients of shards, their sum, clipping, and the optimizer. */
final class Learner {

    final double[] optimizerState;
    /** The gradient that the last step used, before clipping. */
    final double[] gradient;
    /** The average of the weights; null where none is kept. */
    final double[] average;

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

    Divergence divergence() {
        return divergence;
    }

    /** Loss and gradient of the samples {@code order[from], ..., order[to - 1]} of a mini-batch. */
    double shardGradient(Samples samples, int[] order, int from, int to, long miniBatchSteps, Shard shard) {
        Loss loss = objective.loss();
        int batch = to - from;
        Workspace workspace = shard.workspace(samples.timeSteps(), batch);
        for (int row = 0; row < batch; row++) {
            workspace.load(row, samples.values(), samples.inputOffsets()[order[from + row]]);
        }
        workspace.forward(parameters, batch);
        double divisor = Losses.divisor(loss, miniBatchSteps, architecture.outputs());
        double sum = 0;
        for (int row = 0; row < batch; row++) {
            sum += workspace.loss(loss, row, samples, order[from + row]);
            workspace.lossGradient(loss, divisor, row, samples, order[from + row]);
        }
        if (shard.gradient == null) {
            shard.gradient = new double[parameters.length];
        }
        Arrays.fill(shard.gradient, 0);
        workspace.backward(parameters, objective.truncation(), batch, shard.gradient);
        freeze(shard.gradient);
        double value = sum / divisor;
        if (shard == shards[0]) {
            value += Penalties.add(objective, architecture.parameters(), parameters, shard.gradient);
        }
        shard.divergence = Double.isFinite(value) ? null : workspace.divergence(batch);
        shard.computed = true;
        return value;
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
