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

    private final Trainer trainer;
    private final Start start;
    private final Settings settings;
    private final Dataset train;
    private final Dataset validationData;
    /** Steps of an epoch; with accumulation each is of several mini-batches. */
    private final int miniBatches;
    private final Plateau plateau;
    private final LearningRates rates;
    private final Resources resources;
    private final Position position;
    private final List<History.Epoch> epochs;
    private final Learnt learnt;
    private final Listeners listeners;
    private final Progress progress = new Progress(this);

    /** The learning rate of the last step; of the first before there was one. */
    private double learningRate;

    private StopReason reason;
    private volatile boolean stopRequested;
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
        miniBatches = Stepper.steps(train.count(), settings.samplesPerStep());
        listeners = new Listeners(trainer.callbacks());
        Checkpoint checkpoint = start.checkpoint();
        if (checkpoint == null) {
            position = new Position();
            plateau = new Plateau(settings.optimizer().learningRate());
            epochs = new ArrayList<>();
        } else {
            position = checkpoint.facts().position().copy();
            plateau = settings.schedule().needsValidation() ? checkpoint.facts().plateau().copy()
                    : new Plateau(settings.optimizer().learningRate());
            epochs = new ArrayList<>(checkpoint.facts().epochs());
        }
        rates = new LearningRates(settings.schedule(), settings.optimizer().learningRate(),
                (long) settings.epochs() * miniBatches, miniBatches, plateau);
        learningRate = rates.at(Math.max(1, position.step));
        resources = new Resources(trainer, start, rates, train, validationData);
        learnt = new Learnt(resources.network, settings,
                checkpoint == null ? start.weights() : checkpoint.values().good().clone(),
                settings.earlyStopping() == null ? null
                        : checkpoint == null ? new Best(start.weights().length) : checkpoint.best().copy());
        checkEnd();
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
            if (settings.schedule().needsValidation() && !epochs.isEmpty()) {
                plateau.offer(settings.schedule(), validationLoss().getAsDouble());
            }
            position.beginEpoch();
            order();
            tell(Listeners.Event.EPOCH_START);
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
        int stepSize = settings.samplesPerStep();
        for (int i = 0; i < taken; i++) {
            int size = (int) Math.min(stepSize, train.count() - (long) position.miniBatch * stepSize);
            position.add(resources.stepper.loss(i), size);
        }
        learningRate = rates.at(Math.max(1, position.step));
        if (taken < count) {
            throw diverged(resources.network.divergence(), "the loss", resources.stepper.loss(taken),
                    position.miniBatch + 1, learnt.afterDivergence(stepped));
        }
        if (every > 0 && position.step % every == 0) {
            writePeriodicCheckpoint();
        }
        tell(Listeners.Event.MINI_BATCH);
    }

    private void endEpoch() {
        long began = System.nanoTime();
        OptionalDouble validationLoss = OptionalDouble.empty();
        if (validationData != null) {
            double loss = validate();
            validationLoss = OptionalDouble.of(loss);
            learnt.offer(position.epoch, loss);
        }
        position.epochNanos += System.nanoTime() - began;
        position.ended = true;
        epochs.add(new History.Epoch(
                position.epoch, position.loss(), validationLoss, learningRate, position.epochNanos));
        checkEnd();
        if (trainer.checkpointFile() != null && trainer.checkpointEvery() == 0) {
            writePeriodicCheckpoint();
        }
        tell(Listeners.Event.EPOCH_END);
    }

    private double validate() {
        Validation validation = resources.validation;
        if (settings.averages()) {
            validation.judge(learnt.part(), resources.network);
        }
        double sum = 0;
        for (int chunk = 0; chunk < validation.chunks(); chunk += validation.group()) {
            throwIfInterrupted();
            sum = validation.add(chunk, sum);
        }
        double loss = validation.loss(sum);
        if (!Double.isFinite(loss)) {
            throw diverged(validation.divergence(start.architecture()), "the validation loss", loss, miniBatches,
                    learnt.good);
        }
        return loss;
    }

    /** Tells whether the run ends with the epoch that has just ended. */
    private void checkEnd() {
        if (position.ended && position.epoch == settings.epochs()) {
            reason = StopReason.COMPLETED;
        } else if (position.ended && learnt.exhausted()) {
            reason = StopReason.EARLY_STOPPED;
        }
    }

    /** Brings the samples into the order of the epoch. */
    private void order() {
        SampleOrder.fill(resources.order, settings.shuffle(), settings.seed(), position.epoch);
    }

    private void tell(Listeners.Event event) {
        listeners.tell(event, progress);
    }

    private void throwIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            int epoch = position.ended ? position.epoch + 1 : position.epoch;
            int next = position.ended ? 1 : Math.min(position.miniBatch + 1, miniBatches);
            throw Stops.interrupted(epoch, next, miniBatches, training(StopReason.INTERRUPTED,
                    learnt.bestOr(kept())));
        }
    }

    private TrainingStoppedException diverged(
            Divergence where, String what, double value, int miniBatch, double[] weights) {
        reason = StopReason.DIVERGED;
        return Stops.diverged(start.architecture(), where, what, value, miniBatch, miniBatches, learningRate,
                position.epoch, training(StopReason.DIVERGED, learnt.bestOr(weights)));
    }

    /** The weights as they are now; where they are not finite, training has diverged. */
    private double[] finite() {
        double[] weights = learnt.now();
        int bad = Weights.firstNotFinite(weights);
        if (bad < 0) {
            return weights;
        }
        Divergence where = Stops.ofWeight(start.architecture(), bad);
        resources.stepper.provokeRollback(position.step + 1);
        throw diverged(where, "a weight", weights[bad], Math.max(1, position.miniBatch),
                learnt.afterDivergence(stepped));
    }

    /** The weights as they are now; where they are not finite, the last that were known to be good. */
    private double[] kept() {
        double[] weights = learnt.now();
        return Weights.firstNotFinite(weights) < 0 ? weights : learnt.good;
    }

    /** What was learnt until here. */
    Training result() {
        requireNotDiverged();
        return training(reason == null ? StopReason.FINISHED : reason,
                learnt.hasBest() ? learnt.best.weights : finite());
    }

    private Training training(StopReason why, double[] weights) {
        int epoch = learnt.hasBest() ? learnt.best.epoch : epochs.size();
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
        if (trainFingerprint == null) {
            trainFingerprint = train.fingerprint();
            validationFingerprint = validationData == null ? null : validationData.fingerprint();
        }
        Position now = position.copy();
        now.nanos = fitNanos();
        Checkpoint.Facts facts = new Checkpoint.Facts(start.architecture(), start.schema(), start.vocabulary(),
                settings.describe(), settings.seed(), settings.precision(), resources.network.precision(),
                resources.engine.description(), trainFingerprint, validationFingerprint, now,
                settings.schedule().needsValidation() ? plateau : null, epochs);
        CheckpointFile.write(file, new Checkpoint(facts, values(), learnt.best));
    }

    private Checkpoint.Values values() {
        int count = start.weights().length;
        int carried = position.carries() ? train.samples().lanes() * start.architecture().stateSize() : 0;
        return new Checkpoint.Values(
                read(Network.Part.PARAMETERS, count),
                read(Network.Part.OPTIMIZER_STATE, count * settings.optimizer().stateSlots()),
                settings.averages() ? read(Network.Part.AVERAGE, count) : new double[0],
                carried > 0 ? read(Network.Part.CARRIED_STATES, carried) : new double[0],
                learnt.good);
    }

    private double[] read(Network.Part part, int count) {
        double[] values = new double[count];
        resources.network.read(part, values);
        return values;
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
        return learningRate;
    }

    OptionalDouble validationLoss() {
        return epochs.isEmpty() ? OptionalDouble.empty() : epochs.get(epochs.size() - 1).validationLoss();
    }

    History history() {
        return new History(epochs);
    }

    Model snapshot() {
        if (!listeners.areTold()) {
            throw new IllegalStateException("progress.model() can only be called within a callback");
        }
        return start.model(finite(), epochs.size(), train.count());
    }

    void requestStop() {
        stopRequested = true;
    }
}
