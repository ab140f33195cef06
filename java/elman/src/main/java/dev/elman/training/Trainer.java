package dev.elman.training;

import dev.elman.Model;
import dev.elman.data.Dataset;
import dev.elman.engine.Engines;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.optim.Clipping;
import dev.elman.optim.LayerRule;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import dev.elman.optim.Schedule;
import dev.elman.optim.Truncation;
import dev.elman.random.Philox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Trains architectures on data sets: settings, and the ways to begin. Immutable; any number of threads may train with
 * one trainer at once.
 *
 * <pre>{@code
 * Training run = Trainer.builder()
 *         .loss(Loss.MEAN_SQUARED_ERROR)
 *         .optimizer(Adam.keras())
 *         .epochs(20).batchSize(1).seed(7)
 *         .build()
 *         .train(architecture, data);
 * Model model = run.model();
 * }</pre>
 *
 * <p>The same settings, seed, data and engine give the same bits, on any number of threads. A test set is never passed
 * to training.
 *
 * <p>All ways to train throw {@link IllegalArgumentException} where architecture, data and settings do not fit
 * together, {@link dev.elman.engine.EngineException} where the engine is not there, {@link TrainingStoppedException}
 * where training diverges or is interrupted, and {@link java.io.UncheckedIOException} where a periodic checkpoint
 * cannot be written.
 */
public final class Trainer {

    private final Settings settings;
    private final int threads;
    private final List<Callback> callbacks;
    private final Path checkpointFile;
    private final int checkpointEvery;

    private Trainer(Builder builder) {
        settings = builder.settings();
        threads = builder.threads;
        callbacks = List.copyOf(builder.callbacks);
        checkpointFile = builder.checkpointFile;
        checkpointEvery = builder.checkpointEvery;
    }

    /** The settings of a trainer to be, all at their defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** All settings that decide what a run computes. */
    public Settings settings() {
        return settings;
    }

    /** Trains an architecture from new weights. */
    public Training train(Architecture architecture, Dataset train) {
        return train(architecture, train, null);
    }

    /**
     * Trains an architecture from new weights.
     *
     * @param validation is reported after each epoch and used by early stopping, never learnt from; null for none
     */
    public Training train(Architecture architecture, Dataset train, Dataset validation) {
        return completed(start(architecture, train, validation));
    }

    /** Continues from a model's weights, with fresh optimizer state, and returns a new model. */
    public Training train(Model model, Dataset train) {
        return train(model, train, null);
    }

    /**
     * Continues from a model's weights, with fresh optimizer state, and returns a new model, which keeps the meaning
     * of inputs and outputs. The data must fit it: the same columns, look-back, horizon and scaling.
     *
     * @param validation is reported after each epoch and used by early stopping, never learnt from; null for none
     */
    public Training train(Model model, Dataset train, Dataset validation) {
        return completed(start(model, train, validation));
    }

    /**
     * Continues a run from a checkpoint to its end, bit for bit as if it had not stopped.
     *
     * @throws IOException where the file cannot be read or is no checkpoint
     * @throws IllegalArgumentException where settings or data are not those of the checkpoint; the message names what
     *     differs. Threads, callbacks and where checkpoints go may differ
     */
    public Training resume(Path checkpoint, Dataset train) throws IOException {
        return resume(checkpoint, train, null);
    }

    /**
     * Continues a run from a checkpoint to its end, bit for bit as if it had not stopped.
     *
     * @param validation the validation data of the run; null where it had none
     * @throws IOException where the file cannot be read or is no checkpoint
     * @throws IllegalArgumentException where settings or data are not those of the checkpoint; the message names what
     *     differs. Threads, callbacks and where checkpoints go may differ
     */
    public Training resume(Path checkpoint, Dataset train, Dataset validation) throws IOException {
        return completed(start(checkpoint, train, validation));
    }

    /** Begins to train an architecture; nothing is computed before the first step. */
    public TrainingSession start(Architecture architecture, Dataset train) {
        return start(architecture, train, null);
    }

    /** {@link #train(Architecture, Dataset, Dataset)} as a run in progress. */
    public TrainingSession start(Architecture architecture, Dataset train, Dataset validation) {
        return new TrainingSession(this, Start.fresh(settings, architecture, train, validation), train, validation);
    }

    /** Begins to continue from a model; nothing is computed before the first step. */
    public TrainingSession start(Model model, Dataset train) {
        return start(model, train, null);
    }

    /** {@link #train(Model, Dataset, Dataset)} as a run in progress. */
    public TrainingSession start(Model model, Dataset train, Dataset validation) {
        return new TrainingSession(this, Start.from(settings, model, train, validation), train, validation);
    }

    /** Begins to continue from a checkpoint; nothing is computed before the first step. */
    public TrainingSession start(Path checkpoint, Dataset train) throws IOException {
        return start(checkpoint, train, null);
    }

    /** {@link #resume(Path, Dataset, Dataset)} as a run in progress. */
    public TrainingSession start(Path checkpoint, Dataset train, Dataset validation) throws IOException {
        Checkpoint read = Checkpoint.read(checkpoint);
        return new TrainingSession(this, Start.resumed(settings, read, train, validation), train, validation);
    }

    private static Training completed(TrainingSession opened) {
        try (TrainingSession session = opened) {
            session.run();
            return session.finish();
        }
    }

    int threads() {
        return threads;
    }

    List<Callback> callbacks() {
        return callbacks;
    }

    /** Where checkpoints go; null where none are written. */
    Path checkpointFile() {
        return checkpointFile;
    }

    /** After how many steps a checkpoint is written; 0 for after every epoch. */
    int checkpointEvery() {
        return checkpointEvery;
    }

    /** The settings of a trainer to be. */
    public static final class Builder {

        private Loss loss = Loss.MEAN_SQUARED_ERROR;
        private Profile profile = Profile.KERAS;
        private Optimizer optimizer;
        private Schedule schedule = Schedule.constant();
        private Clipping clipping = Clipping.none();
        private Truncation truncation = Truncation.full();
        private int epochs = 100;
        private LayerRules layerRules = LayerRules.DEFAULT;
        private double averageDecay;
        private Integer batchSize;
        private int accumulation = 1;
        private boolean shuffle = true;
        private Precision precision;
        private String engine = Engines.DEFAULT;
        private Initialization initialization;
        private EarlyStopping earlyStopping;
        private Long seed;
        private int threads = Runtime.getRuntime().availableProcessors();
        private final List<Callback> callbacks = new ArrayList<>();
        private Path checkpointFile;
        private int checkpointEvery;

        private Builder() {}

        /** What is minimised; the default is the mean squared error. */
        public Builder loss(Loss loss) {
            this.loss = Objects.requireNonNull(loss, "loss");
            return this;
        }

        /**
         * Whose defaults hold where nothing else is said: how weights begin, and {@link Profile#adam()} as the
         * optimizer. It does not matter whether it is called before or after what says something else. Keras's by
         * default.
         */
        public Builder profile(Profile profile) {
            this.profile = Objects.requireNonNull(profile, "profile");
            return this;
        }

        /** How a gradient changes the weights; the default is Adam with the numbers of the {@link #profile}. */
        public Builder optimizer(Optimizer optimizer) {
            this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
            return this;
        }

        /** How the learning rate changes from step to step; constant by default. */
        public Builder schedule(Schedule schedule) {
            this.schedule = Objects.requireNonNull(schedule, "schedule");
            return this;
        }

        /** What is done to a gradient that is too large; nothing by default. */
        public Builder clipping(Clipping clipping) {
            this.clipping = Objects.requireNonNull(clipping, "clipping");
            return this;
        }

        /** How far back in time a gradient reaches; through all time steps by default. */
        public Builder truncation(Truncation truncation) {
            this.truncation = Objects.requireNonNull(truncation, "truncation");
            return this;
        }

        /** How the parameters of a layer are treated, in place of what {@link #layerRules} says for all. */
        public Builder layerRule(int layer, LayerRule rule) {
            layerRules = layerRules.with(layer, rule);
            return this;
        }

        /** How the parameters of all layers are treated that have no rule of their own. */
        public Builder layerRules(LayerRule rule) {
            layerRules = layerRules.withOthers(rule);
            return this;
        }

        /** Whether a layer's weights change; what else holds for it stays. So they do by default. */
        public Builder trainable(int layer, boolean trainable) {
            layerRules = layerRules.with(layer, layerRules.rule(layer).withTrainable(trainable));
            return this;
        }

        /**
         * Keeps an average of the weights, {@code average = decay average + (1 - decay) weights} after every step from
         * the first weights on (Polyak and Juditsky, 1992; Keras's {@code use_ema}), which is what validation and early
         * stopping judge and what the model has in the end.
         *
         * @param decay in [0, 1), such as 0.99; 0 for no average, the default
         */
        public Builder averageWeights(double decay) {
            if (!(decay >= 0 && decay < 1)) {
                throw new IllegalArgumentException("decay must be in [0, 1) but was " + decay);
            }
            averageDecay = decay;
            return this;
        }

        /** How many times every sample is seen, from 1 to {@link Philox#MAX_EPOCH}; the default is 100. */
        public Builder epochs(int epochs) {
            if (epochs > Philox.MAX_EPOCH) {
                throw new IllegalArgumentException("epochs must be at most " + Philox.MAX_EPOCH + " but was " + epochs);
            }
            this.epochs = atLeastOne("epochs", epochs);
            return this;
        }

        /**
         * Samples per mini-batch, at least 1; the default is 32, as in Keras. The last mini-batch of an epoch has what
         * remains and averages over that. Where data have lanes a mini-batch is one sample of each: then it is as many
         * as there are lanes, and nothing else can be said.
         */
        public Builder batchSize(int batchSize) {
            this.batchSize = atLeastOne("batchSize", batchSize);
            return this;
        }

        /**
         * How many mini-batches make one training step, at least 1; the default is 1. A step then sees the mean over
         * all of them: without lanes the same, bit for bit, as one mini-batch of so many times the size (which takes no
         * more memory, since the native engine works through a large one in parts). With lanes, where it can be at most
         * {@link Network#MAX_SHARDS}, so many samples that follow one another in a lane are learnt from at once. What
         * counts mini-batches, such as callbacks and checkpoints, counts steps. The last one of an epoch has what
         * remains.
         */
        public Builder accumulation(int miniBatches) {
            this.accumulation = atLeastOne("miniBatches", miniBatches);
            return this;
        }

        /**
         * Whether every epoch has the samples in a random order of its own; so by default. Where data have lanes their
         * samples always come in order.
         */
        public Builder shuffle(boolean shuffle) {
            this.shuffle = shuffle;
            return this;
        }

        /** What all randomness follows from; without it a seed is drawn and recorded. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * The element type of the model. Where it is not set it is that of the model that training continues from,
         * else {@link Precision#FLOAT}.
         */
        public Builder precision(Precision precision) {
            this.precision = Objects.requireNonNull(precision, "precision");
            return this;
        }

        /** The name of what computes, such as {@code native}, the default, or {@code reference}. */
        public Builder engine(String engine) {
            this.engine = Objects.requireNonNull(engine, "engine");
            return this;
        }

        /**
         * How many threads compute the shards of a mini-batch at most, at least 1; by default as many as there are
         * processors. A mini-batch of fewer than 64 samples is one shard, which is computed by the caller's thread.
         * The number never changes a bit of the result.
         */
        public Builder threads(int threads) {
            this.threads = atLeastOne("threads", threads);
            return this;
        }

        /** How the weights begin; the default is that of the {@link #profile}. */
        public Builder initialization(Initialization initialization) {
            this.initialization = Objects.requireNonNull(initialization, "initialization");
            return this;
        }

        /** Adds a callback; they are called in the order in which they were added. */
        public Builder callback(Callback callback) {
            callbacks.add(Objects.requireNonNull(callback, "callback"));
            return this;
        }

        /** When to stop before the last epoch; needs validation data. Never by default. */
        public Builder earlyStopping(EarlyStopping earlyStopping) {
            this.earlyStopping = Objects.requireNonNull(earlyStopping, "earlyStopping");
            return this;
        }

        /** Writes a checkpoint after every epoch, each in place of the one before. */
        public Builder checkpoints(Path file) {
            checkpointFile = Objects.requireNonNull(file, "file");
            checkpointEvery = 0;
            return this;
        }

        /** Writes a checkpoint after every {@code miniBatches} training steps, each in place of the one before. */
        public Builder checkpoints(Path file, int miniBatches) {
            checkpointFile = Objects.requireNonNull(file, "file");
            checkpointEvery = atLeastOne("miniBatches", miniBatches);
            return this;
        }

        /** The trainer. */
        public Trainer build() {
            return new Trainer(this);
        }

        private Settings settings() {
            return new Settings(loss, optimizer == null ? profile.adam() : optimizer, schedule, clipping, truncation,
                    layerRules, averageDecay, epochs, batchSize, accumulation, shuffle, precision, engine,
                    initialization == null ? profile.initialization() : initialization, earlyStopping, seed);
        }

        private static int atLeastOne(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
            }
            return value;
        }
    }
}
