package dev.elman.reference;

import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Divergence;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.engine.Streams;
import dev.elman.layers.Architecture;
import dev.elman.optim.Loss;

/** A network of the reference engine: checks what it is given, keeps the weights, computes outputs, and trains. */
final class ReferenceNetwork implements Network {

    private final Architecture architecture;
    /** What was asked for; the arithmetic is in double. */
    private final Precision asked;
    private final Objective objective;
    private final double[] parameters;
    private final Shard[] shards = new Shard[MAX_SHARDS];
    /** Null where the network only predicts. */
    private final Learner learner;
    private final Inference inference;
    private final CarriedStates carried;
    private final Guard guard = new Guard("the network");

    ReferenceNetwork(Architecture architecture, Precision asked, Objective objective) {
        this.architecture = architecture;
        this.asked = asked;
        this.objective = objective;
        parameters = new double[architecture.parameterCount()];
        for (int i = 0; i < MAX_SHARDS; i++) {
            shards[i] = new Shard(architecture);
        }
        learner = objective == null ? null : new Learner(architecture, objective, parameters, shards);
        inference = new Inference(architecture, parameters);
        carried = new CarriedStates(architecture.stateSize());
    }

    @Override
    public Precision precision() {
        return Precision.DOUBLE;
    }

    @Override
    public void read(Part part, double[] destination) {
        guard.enterAlone();
        try {
            double[] source = vector(part);
            Checks.length(part, source.length, destination.length);
            if (part == Part.GRADIENT && learner.hasNewShards()) {
                learner.addShards(destination);
            } else {
                System.arraycopy(source, 0, destination, 0, source.length);
            }
        } finally {
            guard.leaveAlone();
        }
    }

    @Override
    public void write(Part part, double[] source) {
        guard.enterAlone();
        try {
            if (part == Part.GRADIENT) {
                throw new IllegalArgumentException("the gradient can only be read");
            }
            double[] destination = vector(part);
            if (part == Part.CARRIED_STATES) {
                carried.set(source);
                return;
            }
            Checks.length(part, destination.length, source.length);
            System.arraycopy(source, 0, destination, 0, source.length);
            if (part == Part.PARAMETERS && learner != null) {
                learner.beginAnew();
            }
        } finally {
            guard.leaveAlone();
        }
    }

    private double[] vector(Part part) {
        if (part == Part.PARAMETERS) {
            return parameters;
        }
        requireObjective();
        return part == Part.CARRIED_STATES ? carried.states() : learner.vector(part);
    }

    @Override
    public double gradient(Data data, int[] order, int from, int to, long miniBatchSteps, int shard, long step) {
        guard.enter(shard);
        try {
            ReferenceData open = own(data);
            Samples samples = open.enter();
            try {
                requireTrainable(samples, order, from, to);
                Checks.step(step);
                long own = samples.lossSteps(order, from, to);
                if (miniBatchSteps < own) {
                    throw new IllegalArgumentException("miniBatchSteps must be at least the shard's own " + own
                            + " but was " + miniBatchSteps);
                }
                return gradient(samples, order, from, to, miniBatchSteps, shard, step);
            } finally {
                open.leave();
            }
        } finally {
            guard.leave(shard);
        }
    }

    private double gradient(Samples samples, int[] order, int from, int to, long miniBatchSteps, int shard, long step) {
        SampleSequences sequences = new SampleSequences(samples, order, from, to, carried.of(samples));
        return learner.shardGradient(sequences, miniBatchSteps, shards[shard], step);
    }

    @Override
    public boolean update(int shards, long step, double learningRate) {
        guard.enterAlone();
        try {
            requireObjective();
            Checks.shards(shards);
            Checks.step(step, learningRate);
            for (int i = 0; i < shards; i++) {
                if (!this.shards[i].computed) {
                    throw new IllegalStateException("no gradient of shard " + i + " since the last update");
                }
            }
            return learner.step(shards, step, learningRate);
        } finally {
            guard.leaveAlone();
        }
    }

    @Override
    public int train(
            Data data,
            int[] order,
            int from,
            int to,
            int batchSize,
            long firstStep,
            double[] learningRates,
            double[] losses) {
        guard.enterAlone();
        try {
            ReferenceData open = own(data);
            Samples samples = open.enter();
            try {
                requireTrainable(samples, order, from, to);
                int miniBatches = Checks.miniBatches(to - from, batchSize, firstStep, learningRates, losses);
                for (int i = 0; i < miniBatches; i++) {
                    int first = from + i * batchSize;
                    int behind = (int) Math.min(to, (long) first + batchSize);
                    long steps = samples.lossSteps(order, first, behind);
                    losses[i] = gradient(samples, order, first, behind, steps, 0, firstStep + i);
                    if (!learner.step(1, firstStep + i, learningRates[i])) {
                        return i;
                    }
                }
                return miniBatches;
            } finally {
                open.leave();
            }
        } finally {
            guard.leaveAlone();
        }
    }

    @Override
    public Divergence divergence() {
        guard.enterAlone();
        try {
            return learner == null ? null : learner.divergence();
        } finally {
            guard.leaveAlone();
        }
    }

    @Override
    public double evaluate(Data data, int from, int to, int shard, double[] outputs, int outputOffset) {
        guard.enter(shard);
        try {
            ReferenceData open = own(data);
            Samples samples = open.enter();
            try {
                Checks.range("samples", from, to, samples.count());
                Checks.samples(samples, architecture, objective);
                Checks.lanes(samples, from, to);
                Loss loss = objective == null || !samples.hasTargets() ? null : objective.loss();
                return inference.evaluate(samples, from, to, shards[shard], loss, outputs, outputOffset);
            } finally {
                open.leave();
            }
        } finally {
            guard.leave(shard);
        }
    }

    @Override
    public void predict(float[] inputs, int batch, int timeSteps, float[] outputs) {
        guard.enterAlone();
        try {
            inference.predict(inputs, batch, timeSteps, shards[0], outputs);
        } finally {
            guard.leaveAlone();
        }
    }

    @Override
    public void predict(double[] inputs, int batch, int timeSteps, double[] outputs) {
        predict(new Batch(inputs, batch, timeSteps), outputs, null);
    }

    @Override
    public void predict(Batch batch, double[] outputs, double[] finalStates) {
        guard.enterAlone();
        try {
            inference.predict(batch, shards[0], outputs, finalStates);
        } finally {
            guard.leaveAlone();
        }
    }

    @Override
    public double[][] trace(Batch batch) {
        guard.enterAlone();
        try {
            return inference.trace(batch, shards[0]);
        } finally {
            guard.leaveAlone();
        }
    }

    @Override
    public Streams openStreams(int count) {
        guard.enterAlone();
        try {
            return new ReferenceStreams(architecture, parameters.clone(), count);
        } finally {
            guard.leaveAlone();
        }
    }

    private ReferenceData own(Data data) {
        if (!(data instanceof ReferenceData reference)) {
            throw new IllegalArgumentException("the data set was opened by another engine than this network");
        }
        if (reference.precision() != asked) {
            throw new IllegalArgumentException("the data set was opened for networks of precision "
                    + reference.precision().id() + " but this one is of " + asked.id());
        }
        return reference;
    }

    private void requireObjective() {
        if (objective == null) {
            throw new IllegalStateException("the network was opened without an objective: it only predicts");
        }
    }

    private void requireTrainable(Samples samples, int[] order, int from, int to) {
        requireObjective();
        Checks.samples(samples, architecture, objective);
        Checks.order(samples, order, from, to);
        for (int i = from; i < to; i++) {
            Checks.classes(samples, order[i], architecture, objective.loss());
        }
    }

    @Override
    public void close() {
        guard.close();
    }
}
