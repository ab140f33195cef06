package dev.elman.reference;

import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Divergence;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.engine.Streams;
import dev.elman.data.Samples;
import dev.elman.layers.Architecture;

/** A network of the reference engine: checks what it is given, keeps weights and gradients, and trains. */
final class ReferenceNetwork implements Network {

    /** How many sequences are computed together where there may be very many. */
    private static final int CHUNK = 64;

    private final Architecture architecture;
    /** What was asked for; the arithmetic is in double. */
    private final Precision asked;
    private final Objective objective;
    private final double[] parameters;
    private final Shard[] shards = new Shard[MAX_SHARDS];
    /** Null where the network only predicts. */
    private final Learner learner;
    private final Guard guard = new Guard();

    ReferenceNetwork(Architecture architecture, Precision asked, Objective objective) {
        this.architecture = architecture;
        this.asked = asked;
        this.objective = objective;
        parameters = new double[architecture.parameterCount()];
        for (int i = 0; i < MAX_SHARDS; i++) {
            shards[i] = new Shard(architecture);
        }
        learner = objective == null ? null : new Learner(architecture, objective, parameters, shards);
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
            requireLength(part, source.length, destination.length);
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
            requireLength(part, destination.length, source.length);
            System.arraycopy(source, 0, destination, 0, source.length);
            if (part == Part.PARAMETERS && learner != null) {
                learner.beginAnew();
            }
        } finally {
            guard.leaveAlone();
        }
    }

    private double[] vector(Part part) {
        if (part != Part.PARAMETERS) {
            requireObjective();
        }
        return switch (part) {
            case PARAMETERS -> parameters;
            case GRADIENT -> learner.gradient;
            case OPTIMIZER_STATE -> learner.optimizerState;
            case AVERAGE -> average();
            case CARRIED_STATES -> throw new IllegalArgumentException("not kept");
        };
    }

    private double[] average() {
        if (learner.average == null) {
            throw new IllegalArgumentException("no average of the weights is kept; give the objective an averageDecay");
        }
        return learner.average;
    }

    private static void requireLength(Part part, int expected, int actual) {
        if (expected != actual) {
            throw new IllegalArgumentException(
                    "the vector " + part + " has " + expected + " values but the array has " + actual);
        }
    }

    @Override
    public double gradient(Data data, int[] order, int from, int to, long miniBatchSteps, int shard, long step) {
        guard.enter(shard);
        try {
            ReferenceData open = own(data);
            Samples samples = open.enter();
            try {
                requireTrainable(samples, order, from, to);
                long own = samples.lossSteps(order, from, to);
                if (miniBatchSteps < own) {
                    throw new IllegalArgumentException("miniBatchSteps must be at least the shard's own " + own
                            + " but was " + miniBatchSteps);
                }
                return learner.shardGradient(samples, order, from, to, miniBatchSteps, shards[shard]);
            } finally {
                open.leave();
            }
        } finally {
            guard.leave(shard);
        }
    }

    @Override
    public boolean update(int shards, long step, double learningRate) {
        guard.enterAlone();
        try {
            requireObjective();
            if (shards < 1 || shards > MAX_SHARDS) {
                throw new IllegalArgumentException(
                        "shards must be from 1 to " + MAX_SHARDS + " but was " + shards);
            }
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
                if (batchSize < 1) {
                    throw new IllegalArgumentException("batchSize must be at least 1 but was " + batchSize);
                }
                int miniBatches = (to - from - 1) / batchSize + 1;
                if (learningRates.length < miniBatches || losses.length < miniBatches) {
                    throw new IllegalArgumentException("there must be a learning rate and room for a loss for each of "
                            + miniBatches + " mini-batches but there were " + learningRates.length + " and "
                            + losses.length);
                }
                for (int i = 0; i < miniBatches; i++) {
                    Checks.step(firstStep + i, learningRates[i]);
                }
                for (int i = 0; i < miniBatches; i++) {
                    int first = from + i * batchSize;
                    int behind = (int) Math.min(to, (long) first + batchSize);
                    losses[i] = learner.shardGradient(samples, order, first, behind,
                            samples.lossSteps(order, first, behind), shards[0]);
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
                Checks.samples(samples, architecture, objective == null ? null : objective.loss());
                int outputSize = architecture.outputSteps(samples.timeSteps()) * architecture.outputs();
                if (outputs != null) {
                    Checks.room("outputs", outputs.length, outputOffset, (long) (to - from) * outputSize);
                }
                boolean measures = objective != null && samples.hasTargets();
                double sum = 0;
                for (int first = from; first < to; first += CHUNK) {
                    int batch = Math.min(CHUNK, to - first);
                    Workspace workspace = shards[shard].workspace(samples.timeSteps(), batch);
                    for (int row = 0; row < batch; row++) {
                        workspace.load(row, samples.values(), samples.inputOffsets()[first + row]);
                    }
                    workspace.forward(parameters, batch);
                    for (int row = 0; row < batch; row++) {
                        if (outputs != null) {
                            workspace.store(row, outputs, outputOffset + (first - from + row) * outputSize);
                        }
                        if (measures) {
                            Checks.classes(samples, first + row, architecture, objective.loss());
                            sum += workspace.loss(objective.loss(), row, samples, first + row);
                        }
                    }
                }
                return sum;
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
            int inputSize = Checks.inputs(architecture, inputs.length, batch, timeSteps);
            int outputSize = Checks.outputs(architecture, outputs.length, batch, timeSteps);
            for (int first = 0; first < batch; first += CHUNK) {
                int rows = Math.min(CHUNK, batch - first);
                Workspace workspace = shards[0].workspace(timeSteps, rows);
                for (int row = 0; row < rows; row++) {
                    workspace.load(row, inputs, (first + row) * inputSize);
                }
                workspace.forward(parameters, rows);
                for (int row = 0; row < rows; row++) {
                    workspace.store(row, outputs, (first + row) * outputSize);
                }
            }
        } finally {
            guard.leaveAlone();
        }
    }

    @Override
    public void predict(double[] inputs, int batch, int timeSteps, double[] outputs) {
        guard.enterAlone();
        try {
            int inputSize = Checks.inputs(architecture, inputs.length, batch, timeSteps);
            int outputSize = Checks.outputs(architecture, outputs.length, batch, timeSteps);
            for (int first = 0; first < batch; first += CHUNK) {
                int rows = Math.min(CHUNK, batch - first);
                Workspace workspace = shards[0].workspace(timeSteps, rows);
                for (int row = 0; row < rows; row++) {
                    workspace.load(row, inputs, (first + row) * inputSize);
                }
                workspace.forward(parameters, rows);
                for (int row = 0; row < rows; row++) {
                    workspace.store(row, outputs, (first + row) * outputSize);
                }
            }
        } finally {
            guard.leaveAlone();
        }
    }

    @Override
    public double[][] trace(Batch batch) {
        double[] inputs = batch.inputs();
        int timeSteps = batch.timeSteps();
        guard.enterAlone();
        try {
            Checks.inputs(architecture, inputs.length, 1, timeSteps);
            Workspace workspace = shards[0].workspace(timeSteps, 1);
            workspace.load(0, inputs, 0);
            workspace.forward(parameters, 1);
            double[][] layers = new double[architecture.layers().size()][];
            for (int i = 0; i < layers.length; i++) {
                Sequence outputs = workspace.outputs(i);
                int units = architecture.outputWidth(i);
                layers[i] = new double[outputs.timeSteps() * units];
                for (int t = 0; t < outputs.timeSteps(); t++) {
                    System.arraycopy(outputs.at(t), 0, layers[i], t * units, units);
                }
            }
            return layers;
        } finally {
            guard.leaveAlone();
        }
    }

    @Override
    public void predict(Batch batch, double[] outputs, double[] finalStates) {
        predict(batch.inputs(), batch.count(), batch.timeSteps(), outputs);
    }

    @Override
    public Streams openStreams(int count) {
        throw new IllegalArgumentException("not yet");
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
        Checks.range("order", from, to, order.length);
        Checks.samples(samples, architecture, objective == null ? null : objective.loss());
        if (!samples.hasTargets()) {
            throw new IllegalArgumentException("the data set has no targets to learn from");
        }
        for (int i = from; i < to; i++) {
            if (order[i] < 0 || order[i] >= samples.count()) {
                throw new IllegalArgumentException(
                        "order[" + i + "] must be from 0 to " + (samples.count() - 1) + " but was " + order[i]);
            }
            Checks.classes(samples, order[i], architecture, objective.loss());
        }
    }

    @Override
    public void close() {
        guard.close();
    }
}
