package dev.elman.benchmarks;

import dev.elman.data.Dataset;
import dev.elman.layers.Architecture;
import dev.elman.training.Trainer;
import dev.elman.training.Training;

/**
 * The sunspots tutorial's fit through the public API, from the call of {@link Trainer#train} to the returned
 * {@link Training}: opening, initial weights, shuffling and history included.
 */
final class FitSubject implements Contender.Subject {

    /** Epochs of the fit. */
    static final int EPOCHS = 20;

    private final Trainer trainer;
    private final Architecture architecture;
    private final Dataset samples;
    private double loss;

    FitSubject(Trainer trainer, Given given) {
        this.trainer = trainer;
        architecture = given.workload().architecture();
        samples = given.samples();
    }

    @Override
    public void run() {
        double[] losses = trainer.train(architecture, samples).history().losses();
        if (losses.length != EPOCHS) {
            throw new IllegalStateException("the fit ended after " + losses.length + " epochs");
        }
        loss = losses[EPOCHS - 1];
    }

    @Override
    public double[] outcome() {
        return new double[] {loss};
    }

    @Override
    public int units() {
        return EPOCHS;
    }
}
