package dev.elman.training;

import dev.elman.Model;
import java.util.OptionalDouble;

/**
 * Where a training run stands, for callbacks. One object for the whole run: what it says changes as training goes on,
 * and only the thread that trains sees it change in order.
 */
public final class Progress {

    private final Run run;

    Progress(Run run) {
        this.run = run;
    }

    /** The number of the epoch that runs or has just ended, from 1. */
    public int epoch() {
        return run.position().epoch;
    }

    /** The number of epochs that are to be done. */
    public int epochs() {
        return run.settings().epochs();
    }

    /** How many mini-batches of the epoch are done; those that are accumulated into one step count as one. */
    public int miniBatch() {
        return run.position().miniBatch;
    }

    /** The number of mini-batches of an epoch; those that are accumulated into one step count as one. */
    public int miniBatches() {
        return run.miniBatches();
    }

    /** The number of training steps done since the beginning of the run. */
    public long step() {
        return run.position().step;
    }

    /**
     * The training loss: the mean over the mini-batches of the epoch so far, weighted by their numbers of samples; at
     * the end of an epoch what the history has for it. NaN before the first.
     */
    public double loss() {
        return run.position().loss();
    }

    /** The loss of the last mini-batch, before its update; NaN before the first. */
    public double miniBatchLoss() {
        return run.position().miniBatchLoss;
    }

    /** The latest validation loss; empty without validation data and before the first epoch's end. */
    public OptionalDouble validationLoss() {
        return run.validationLoss();
    }

    /** The learning rate of the last step; of the first to come before there was one. */
    public double learningRate() {
        return run.learningRate();
    }

    /** The epochs that are done. */
    public History history() {
        return run.history();
    }

    /**
     * A model of the weights as they are now or, where one is kept, of their average; copies them.
     *
     * @throws IllegalStateException outside of a callback
     * @throws TrainingStoppedException where the weights are not finite any more
     */
    public Model model() {
        return run.snapshot();
    }

    /**
     * Ends training: after this mini-batch, or after some more where callbacks do not want every one. May be called
     * by any thread.
     */
    public void stop() {
        run.requestStop();
    }
}
