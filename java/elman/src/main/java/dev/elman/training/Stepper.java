package dev.elman.training;

import dev.elman.data.Samples;
import dev.elman.engine.Data;
import dev.elman.engine.Network;
import dev.elman.layers.Architecture;
import dev.elman.layers.Layer;
import dev.elman.layers.Parameter;

/**
 * Takes training steps: one call of the engine for many mini-batches where each is one shard, else the shards of one
 * mini-batch on the crew's threads and one update.
 *
 * <p>A mini-batch's number of shards and their bounds follow from its size alone and shards are added in the order of
 * their numbers, so that the number of threads never changes a bit.
 *
 * <p>A step of several mini-batches is one large one, but where data have lanes: there each goes on from the states
 * that the one before leaves behind, so that they come one after another, with shards of their own.
 */
final class Stepper implements Crew.Task {

    /**
     * Samples per shard, about. Small, so that a mini-batch of 64 already has work for two threads; the native engine
     * with 64 to 256 units took up to a fifth less time per sample with shards of 128, measured on a busy machine.
     */
    static final int SHARD = 32;

    /**
     * Floating-point operations of one call of the engine, about: some milliseconds, so that an interrupt is seen
     * soon. A smaller number only costs a call more often.
     */
    private static final double WORK_PER_CALL = 2e7;

    private static final int MAX_PER_CALL = 4096;

    private final Network network;
    private final Data data;
    private final Samples samples;
    private final int[] order;
    /** Samples per step. */
    private final int stepSize;
    /** Samples that are computed together; all of a step without lanes. */
    private final int partSize;
    /** Shards of each part. */
    private final int partShards;
    private final LearningRates learningRates;
    private final Crew crew;
    private final int perCall;
    private final double[] rates;
    private final double[] losses;
    private final double[] shardLosses = new double[Network.MAX_SHARDS];

    // What is being computed: the part of a step that begins at from, its shards numbered from firstShard.
    private int from;
    private int size;
    private int shards;
    private int firstShard;
    private long lossSteps;
    private long step;

    /**
     * Takes steps with a network.
     *
     * @param order the samples in the order of the epoch, changed by the caller between epochs
     * @param stepSize samples per step
     * @param crew the threads that compute shards; null where none are computed at once
     * @param workPerStep an estimate of its floating-point operations
     * @param oneByOne whether there is to be only one step per call
     */
    Stepper(
            Network network,
            Data data,
            Samples samples,
            int[] order,
            int stepSize,
            LearningRates learningRates,
            Crew crew,
            double workPerStep,
            boolean oneByOne) {
        this.network = network;
        this.data = data;
        this.samples = samples;
        this.order = order;
        this.stepSize = Math.min(stepSize, order.length);
        partSize = samples.hasLanes() ? samples.lanes() : this.stepSize;
        partShards = partShards(samples, this.stepSize);
        this.learningRates = learningRates;
        this.crew = crew;
        int wanted = (int) Math.max(1, Math.min(WORK_PER_CALL / workPerStep, MAX_PER_CALL));
        boolean oneShard = partSize == this.stepSize && partShards == 1;
        perCall = oneByOne || !oneShard ? 1 : Math.min(wanted, steps(order.length, stepSize));
        rates = new double[perCall];
        losses = new double[perCall];
        learningRates.fill(1, perCall, rates);
    }

    /** The number of steps of an epoch. */
    static int steps(int samples, int stepSize) {
        return (int) (((long) samples + stepSize - 1) / stepSize);
    }

    /** How many shards are computed at once, at most, with steps of so many samples. */
    static int partShards(Samples samples, int stepSize) {
        if (!samples.hasLanes()) {
            return shards(Math.min(stepSize, samples.count()));
        }
        int parts = Math.min(stepSize, samples.count()) / samples.lanes();
        return Math.max(1, Math.min(shards(samples.lanes()), Network.MAX_SHARDS / parts));
    }

    /** The number of shards of a mini-batch: one per {@link #SHARD} samples, at most {@link Network#MAX_SHARDS}. */
    static int shards(int miniBatchSize) {
        return Math.max(1, Math.min(Network.MAX_SHARDS, miniBatchSize / SHARD));
    }

    /** Where a shard begins in a mini-batch: shares as even as possible, the first ones one larger. */
    static int shardStart(int miniBatchSize, int shards, int shard) {
        return shard * (miniBatchSize / shards) + Math.min(shard, miniBatchSize % shards);
    }

    /** An estimate of the floating-point operations of one mini-batch; the same on every machine. */
    static double work(Architecture architecture, int timeSteps, int miniBatchSize) {
        double perSample = 0;
        boolean sequence = true;
        for (int index = 0; index < architecture.layers().size(); index++) {
            Layer layer = architecture.layers().get(index);
            double weights = 0;
            for (Parameter parameter : architecture.parameters()) {
                weights += parameter.layer() == index ? parameter.size() : 0;
            }
            // Forward, and backward twice that; an activation and its slope cost about as much as some ten products.
            perSample += (6 * weights + 60.0 * architecture.outputWidth(index)) * (sequence ? timeSteps : 1);
            sequence &= !layer.givesLastStep();
        }
        return perSample * miniBatchSize + 20.0 * architecture.parameterCount();
    }

    /** The largest number of steps that {@link #take} takes. */
    int perCall() {
        return perCall;
    }

    /** The loss of the i-th step of the last call. */
    double loss(int i) {
        return losses[i];
    }

    /**
     * Takes steps.
     *
     * @param first the first step of the epoch to take, from 0
     * @param count how many, at most {@link #perCall()} and as many as there are
     * @param firstStep its number in the run, from 1
     * @return how many steps were taken; where less than {@code count}, the next one diverged and its loss is there
     */
    int take(int first, int count, long firstStep) {
        if (!learningRates.constant()) {
            learningRates.fill(firstStep, count, rates);
        }
        int begin = first * stepSize;
        int end = (int) Math.min(order.length, begin + (long) count * stepSize);
        if (partShards == 1 && partSize == stepSize) {
            return network.train(data, order, begin, end, stepSize, firstStep, rates, losses);
        }
        lossSteps = samples.lossSteps(order, begin, end);
        step = firstStep;
        firstShard = 0;
        double loss = 0;
        for (from = begin; from < end; from += size) {
            size = Math.min(partSize, end - from);
            loss += part();
            firstShard += shards;
        }
        losses[0] = loss;
        return network.update(firstShard, firstStep, rates[0]) ? 1 : 0;
    }

    /** Computes the shards of a part and returns their loss. */
    private double part() {
        shards = Math.min(partShards, shards(size));
        if (shards == 1) {
            run(0);
        } else {
            crew.run(this, shards);
        }
        double loss = 0;
        for (int shard = 0; shard < shards; shard++) {
            loss += shardLosses[shard];
        }
        return loss;
    }

    /** Lets the engine go back to the last weights that gave a finite loss, where those it has are not finite. */
    void provokeRollback(long step) {
        // Not even this step's learning rate of zero keeps such weights: the step cannot be taken.
        network.gradient(data, order, 0, 1, samples.lossSteps(order, 0, 1), 0, step);
        network.update(1, step, 0);
    }

    @Override
    public void run(int shard) {
        int start = from + shardStart(size, shards, shard);
        int end = from + shardStart(size, shards, shard + 1);
        shardLosses[shard] = network.gradient(data, order, start, end, lossSteps, firstShard + shard, step);
    }
}
