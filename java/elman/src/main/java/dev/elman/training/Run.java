package dev.elman.training;

import dev.elman.Model;
import dev.elman.data.Dataset;
import dev.elman.engine.Divergence;
import dev.elman.engine.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The loop over epochs and mini-batches, with all that it keeps; for one caller at a time. */
final class Run implements AutoCloseable {

    private enum Event { EPOCH_START, MINI_BATCH, EPOCH_END }

    private final Trainer trainer;
    private final Start start;
    private final Settings settings;
    private final Dataset train;
    private final Dataset validationData;
    private final int miniBatches;
    private final LearningRates rates;
    private final Resources resources;
    private final Position position;
    private final List<History.Epoch> epochs;
    private final Best best;
    private final Progress progress = new Progress(this);

    /** The last weights that gave a finite validation loss; without one those at the start. */
    private final double[] good;

    private StopReason reason;
    private volatile boolean stopRequested;
    private volatile Thread callbackThread;
    private boolean stepped;
    private long callBegan;
    private String trainFingerprint;
    private String validationFingerprint;

    /** Opens what the run needs. */
    Run(Trainer trainer, Start start, Dataset train, Dataset validationData) {
        this.trainer = trainer;
        this.start = start;
        this.settings = start.settings();
        this.train = train;
        this.validationData = validationData;
        miniBatches = Stepper.miniBatches(train.count(), settings.batchSize());
        rates = new LearningRates(settings.schedule(), settings.optimizer().learningRate(),
                (long) settings.epochs() * miniBatches);
        Checkpoint checkpoint = start.checkpoint();
        boolean stopsEarly = settings.earlyStopping() != null;
        if (checkpoint == null) {
            position = new Position();
            epochs = new ArrayList<>();
            best = stopsEarly ? new Best(start.weights().length) : null;
            good = start.weights();
        } else {
            position = checkpoint.facts().position().copy();
            epochs = new ArrayList<>(checkpoint.facts().epochs());
            best = stopsEarly ? checkpoint.best().copy() : null;
            good = checkpoint.good().clone();
            checkEnd();
        }
        resources = new Resources(trainer, start, rates, train, validationData);
        if (!position.ended) {
            order();
        }
        position.nanos += System.nanoTime() - start.nanos();
    }

    /** What ends the threads without waiting, without keeping this from being collected; null without threads. */
    Runnable emergencyStop() {
        return resources.emergencyStop();
    }

    @Override
    public void close() {
        resources.close();
    }

    /** Starts the clock. */
    void beginCall() {
        callBegan = System.nanoTime();
    }

    /** Stops the clock. */
    void endCall() {
        position.nanos = fitNanos();
    }

    private long fitNanos() {
        return position.nanos + System.nanoTime() - callBegan;
    }

    private void requireNotDiverged() {
        if (reason == StopReason.DIVERGED) {
            throw new IllegalStateException("training has diverged and cannot go on; start another session");
        }
    }

    int epochsDone() {
        return epochs.size();
    }

    /** Takes at most {@code limit} steps of one epoch and what is due after them; tells whether there is more to do. */
    boolean advance(int limit) {
        requireNotDiverged();
        if (reason != null) {
            return false;
        }
        throwIfInterrupted();
        long began = System.nanoTime();
        if (position.ended) {
            position.beginEpoch();
            order();
            tell(Event.EPOCH_START);
        }
        if (!stopRequested && position.miniBatch < miniBatches) {
            takeSteps(limit);
        }
        position.epochNanos += System.nanoTime() - began;
        if (!stopRequested && position.miniBatch == miniBatches) {
            endEpoch();
        }
        if (stopRequested && reason == null) {
            reason = StopReason.CALLBACK;
        }
        return reason == null;
    }

    private void takeSteps(int limit) {
        int count = Math.min(Math.min(limit, resources.stepper.perCall()), miniBatches - position.miniBatch);
        int every = trainer.checkpointFile() == null ? 0 : trainer.checkpointEvery();
        if (every > 0) {
            count = (int) Math.min(count, every - position.step % every);
        }
        int taken = resources.stepper.take(position.miniBatch, count, position.step + 1);
        stepped |= taken > 0;
        for (int i = 0; i < taken; i++) {
            int size = Math.min(settings.batchSize(), train.count() - position.miniBatch * settings.batchSize());
            position.add(resources.stepper.loss(i), size);
        }
        if (taken < count) {
            throw diverged(resources.network.divergence(), "the loss", resources.stepper.loss(taken),
                    position.miniBatch + 1, lastGood());
        }
        if (every > 0 && position.step % every == 0) {
            writePeriodicCheckpoint();
        }
        tell(Event.MINI_BATCH);
    }

    private void endEpoch() {
        long began = System.nanoTime();
        OptionalDouble validationLoss = OptionalDouble.empty();
        if (validationData != null) {
            double loss = validate();
            validationLoss = OptionalDouble.of(loss);
            resources.network.read(Network.Part.PARAMETERS, good);
            if (best != null) {
                best.offer(settings.earlyStopping(), position.epoch, loss, good);
            }
        }
        position.epochNanos += System.nanoTime() - began;
        position.ended = true;
        epochs.add(new History.Epoch(
                position.epoch, position.loss(), validationLoss, learningRate(), position.epochNanos));
        checkEnd();
        if (trainer.checkpointFile() != null && trainer.checkpointEvery() == 0) {
            writePeriodicCheckpoint();
        }
        tell(Event.EPOCH_END);
    }

    private double validate() {
        Validation validation = resources.validation;
        double sum = 0;
        for (int chunk = 0; chunk < validation.chunks(); chunk += validation.group()) {
            throwIfInterrupted();
            sum = validation.add(chunk, sum);
        }
        double loss = validation.loss(sum);
        if (!Double.isFinite(loss)) {
            throw diverged(validation.divergence(start.architecture()), "the validation loss", loss, miniBatches, good);
        }
        return loss;
    }

    /** Tells whether the run ends with the epoch that has just ended. */
    private void checkEnd() {
        if (position.ended && position.epoch == settings.epochs()) {
            reason = StopReason.COMPLETED;
        } else if (position.ended && best != null && best.exhausted(settings.earlyStopping())) {
            reason = StopReason.EARLY_STOPPED;
        }
    }

    /** Brings the samples into the order of the epoch. */
    private void order() {
        SampleOrder.fill(resources.order, settings.shuffle(), settings.seed(), position.epoch);
    }

    private void tell(Event event) {
        List<Callback> callbacks = trainer.callbacks();
        if (callbacks.isEmpty()) {
            return;
        }
        callbackThread = Thread.currentThread();
        try {
            for (int i = 0; i < callbacks.size(); i++) {
                Callback callback = callbacks.get(i);
                switch (event) {
                    case EPOCH_START -> callback.onEpochStart(progress);
                    case EPOCH_END -> callback.onEpochEnd(progress);
                    case MINI_BATCH -> {
                        if (callback.everyMiniBatch()) {
                            callback.onMiniBatch(progress);
                        }
                    }
                }
            }
        } finally {
            callbackThread = null;
        }
    }

    private void throwIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            int epoch = position.ended ? position.epoch + 1 : position.epoch;
            int next = position.ended ? 1 : Math.min(position.miniBatch + 1, miniBatches);
            throw Stops.interrupted(epoch, next, miniBatches, training(StopReason.INTERRUPTED, bestOr(lastGood())));
        }
    }

    private TrainingStoppedException diverged(
            Divergence where, String what, double value, int miniBatch, double[] weights) {
        reason = StopReason.DIVERGED;
        return Stops.diverged(start.architecture(), where, what, value, miniBatch, miniBatches, learningRate(),
                position.epoch, training(StopReason.DIVERGED, bestOr(weights)));
    }

    /** The network's weights; where they are not finite, training has diverged. */
    private double[] finite() {
        double[] weights = read();
        int bad = Weights.firstNotFinite(weights);
        if (bad < 0) {
            return weights;
        }
        Divergence where = Stops.ofWeight(start.architecture(), bad);
        resources.stepper.provokeRollback(position.step + 1);
        throw diverged(where, "a weight", read()[bad], Math.max(1, position.miniBatch), lastGood());
    }

    /** The best weights where early stopping has some, else those given. */
    private double[] bestOr(double[] weights) {
        return best != null && best.epoch > 0 ? best.weights : weights;
    }

    /** The network's weights, which it has set back after a step that diverged. */
    private double[] lastGood() {
        if (!stepped) {
            // There was nothing to set back to: the network's may be the weights that diverge.
            return good;
        }
        double[] weights = read();
        return Weights.firstNotFinite(weights) < 0 ? weights : good;
    }

    /** The network's weights as the model's precision holds them. */
    private double[] read() {
        double[] weights = new double[start.weights().length];
        resources.network.read(Network.Part.PARAMETERS, weights);
        Weights.round(weights, settings.precision());
        return weights;
    }

    /** What was learnt until here. */
    Training result() {
        requireNotDiverged();
        double[] weights = bestOr(null);
        return training(reason == null ? StopReason.FINISHED : reason, weights == null ? finite() : weights);
    }

    private Training training(StopReason why, double[] weights) {
        int epoch = best != null && best.epoch > 0 ? best.epoch : epochs.size();
        return new Training(start.model(weights, epoch, train.count()), history(), why, settings.seed(), epoch,
                fitNanos(), resources.threadsUsed(stepped), settings);
    }

    private void writePeriodicCheckpoint() {
        try {
            writeCheckpoint(trainer.checkpointFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void writeCheckpoint(Path file) throws IOException {
        requireNotDiverged();
        double[] parameters = new double[start.weights().length];
        double[] optimizerState = new double[parameters.length * settings.optimizer().stateSlots()];
        resources.network.read(Network.Part.PARAMETERS, parameters);
        resources.network.read(Network.Part.OPTIMIZER_STATE, optimizerState);
        if (trainFingerprint == null) {
            trainFingerprint = train.fingerprint();
            validationFingerprint = validationData == null ? null : validationData.fingerprint();
        }
        Position now = position.copy();
        now.nanos = fitNanos();
        CheckpointFile.write(file, new Checkpoint(
                new Checkpoint.Facts(start.architecture(), start.schema(), settings.describe(), settings.seed(),
                        settings.precision(), resources.network.precision(), resources.engine.description(),
                        trainFingerprint, validationFingerprint, now, epochs),
                parameters, optimizerState, good, best));
    }

    // What callbacks see.

    Position position() {
        return position;
    }

    Settings settings() {
        return settings;
    }

    int miniBatches() {
        return miniBatches;
    }

    double learningRate() {
        return rates.at(Math.max(1, position.step));
    }

    OptionalDouble validationLoss() {
        return epochs.isEmpty() ? OptionalDouble.empty() : epochs.get(epochs.size() - 1).validationLoss();
    }

    History history() {
        return new History(epochs);
    }

    Model snapshot() {
        if (callbackThread != Thread.currentThread()) {
            throw new IllegalStateException("progress.model() can only be called within a callback");
        }
        return start.model(finite(), epochs.size(), train.count());
    }

    void requestStop() {
        stopRequested = true;
    }
}
