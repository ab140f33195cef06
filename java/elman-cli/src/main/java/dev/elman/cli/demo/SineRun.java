package dev.elman.cli.demo;

import dev.elman.Model;

/**
 * What came of one seed. Losses are sums over the records of {@code (y - yhat)^2 / 2}, each taken before the updates
 * of an epoch, as the article prints them.
 *
 * @param seed the seed
 * @param model what was learnt
 * @param trainLosses over the training windows, before each epoch
 * @param validationLosses over the validation windows, before each epoch
 * @param validationRmse of the model that was learnt
 * @param predicted its predictions for the validation windows
 * @param forecast the next 30 values, its own predictions fed back
 * @param forecastRmse of those
 * @param fitMillis how long fitting took, the printed losses included
 */
public record SineRun(
        long seed,
        Model model,
        double[] trainLosses,
        double[] validationLosses,
        double validationRmse,
        double[] predicted,
        double[] forecast,
        double forecastRmse,
        double fitMillis) {

    /** The training loss before any update. */
    public double firstLoss() {
        return trainLosses[0];
    }

    /** The training loss before the last epoch's updates. */
    public double lastLoss() {
        return trainLosses[trainLosses.length - 1];
    }

    /** The validation loss before the last epoch's updates. */
    public double lastValidationLoss() {
        return validationLosses[validationLosses.length - 1];
    }
}
