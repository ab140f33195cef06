package dev.elman.training;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What happened in each epoch; an immutable value. Losses are of what was minimised: of scaled values where the data
 * set has a scaler. An epoch that was cut short is not in it.
 *
 * @param epochs the epochs in their order
 */
public record History(List<Epoch> epochs) {

    public History {
        epochs = List.copyOf(epochs);
    }

    /**
     * One epoch.
     *
     * @param number its number, from 1
     * @param loss the training loss: the mean over the epoch's mini-batches, weighted by their numbers of samples, of
     *     the loss of each before its update (as Keras has it), penalties of large weights included and with dropout
     *     where there is some. For a loss that is summed, a mini-batch's loss is the sum over its samples
     * @param validationLoss the loss over the validation data after the epoch, of the weights or, where one is kept, of
     *     their average, without penalties and dropout: the mean over all time steps with a target whose weight is not
     *     zero for an averaged loss; for a summed one the mean over the samples of each sample's sum. Empty without
     *     validation data
     * @param learningRate the learning rate of the epoch's last step
     * @param nanos the time it took, its validation included, in nanoseconds
     */
    public record Epoch(int number, double loss, OptionalDouble validationLoss, double learningRate, long nanos) {}

    /** The number of epochs. */
    public int size() {
        return epochs.size();
    }

    /**
     * The last epoch.
     *
     * @throws IllegalStateException where there is none
     */
    public Epoch last() {
        if (epochs.isEmpty()) {
            throw new IllegalStateException("no epoch was completed");
        }
        return epochs.get(epochs.size() - 1);
    }

    /** The training loss of each epoch. */
    public double[] losses() {
        return epochs.stream().mapToDouble(Epoch::loss).toArray();
    }

    /** The validation loss of each epoch; empty without validation data. */
    public double[] validationLosses() {
        return epochs.stream().flatMapToDouble(epoch -> epoch.validationLoss().stream()).toArray();
    }
}
