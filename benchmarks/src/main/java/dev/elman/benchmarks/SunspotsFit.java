package dev.elman.benchmarks;

import dev.elman.data.Dataset;
import dev.elman.data.Scaler;
import dev.elman.data.TimeSeries;
import dev.elman.data.Windows;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.optim.Adam;
import dev.elman.optim.Loss;
import dev.elman.training.Trainer;
import dev.elman.training.Training;

/**
 * The sunspots tutorial's fit through the public API, from the call of {@link Trainer#train} to the returned
 * {@link Training}: opening, initial weights, shuffling and history included. The series is made up, of the tutorial's
 * length and period: a training step takes the same time whatever its numbers are.
 */
final class SunspotsFit implements Contender.Subject {

    private static final int EPOCHS = 20;
    private static final int MONTHS = 2820;
    private static final int MONTHS_PER_CYCLE = 131;

    private final Architecture architecture;
    private final Dataset train;
    private final Trainer trainer;
    private double loss;

    SunspotsFit(String engine, Precision precision, Workload workload) {
        architecture = workload.architecture();
        double[] counts = new double[MONTHS];
        for (int month = 0; month < MONTHS; month++) {
            counts[month] = 60 * (1 - Math.cos(2 * Math.PI * month / MONTHS_PER_CYCLE));
        }
        TimeSeries series = TimeSeries.of(counts);
        Scaler scaler = Scaler.minMax().fit(series);
        train = Windows.lookBack(workload.timeSteps()).stride(workload.timeSteps())
                .over(series.splitAt(0.8).train(), scaler);
        if (train.count() != workload.miniBatches() * workload.batch()) {
            throw new IllegalStateException("there are " + train.count() + " windows");
        }
        trainer = Trainer.builder()
                .loss(Loss.MEAN_SQUARED_ERROR)
                .optimizer(Adam.keras())
                .epochs(EPOCHS)
                .batchSize(workload.batch())
                .seed(1)
                .precision(precision)
                .engine(engine)
                .build();
    }

    @Override
    public void run() {
        Training training = trainer.train(architecture, train);
        double[] losses = training.history().losses();
        if (losses.length != EPOCHS) {
            throw new IllegalStateException("the fit ended after " + losses.length + " epochs");
        }
        loss = losses[EPOCHS - 1];
    }

    @Override
    public double loss() {
        return loss;
    }

    @Override
    public int units() {
        return EPOCHS;
    }

    @Override
    public void close() {
        // Models and trainers own nothing.
    }
}
