package dev.elman.training;

import dev.elman.engine.Divergence;
import dev.elman.layers.Architecture;
import dev.elman.layers.Parameter;

/** The exceptions with which training stops, and their messages. */
final class Stops {

    private Stops() {}

    /**
     * Training diverged.
     *
     * @param where null where the engine cannot tell
     * @param what what was not finite, such as {@code validation loss}
     * @param value its value
     */
    static TrainingStoppedException diverged(
            Architecture architecture,
            Divergence where,
            String what,
            double value,
            int miniBatch,
            int miniBatches,
            double learningRate,
            int epoch,
            Training training) {
        int layers = architecture.layers().size();
        int layer = where == null ? layers : where.layer();
        String state = Double.isNaN(value) ? "is NaN" : Double.isInfinite(value) ? "is infinite" : "is " + value;
        String first = layer == layers
                ? "the loss itself"
                : (where.backward() ? "the gradient of layer " : "the output of layer ") + layer + " ("
                        + architecture.layers().get(layer).type() + ")";
        String message = "training diverged in epoch " + epoch + " of " + training.settings().epochs()
                + ", mini-batch " + miniBatch + " of " + miniBatches + ": " + what + " " + state
                + ", and the first values that are not finite are in " + first
                + ". Lower the learning rate (it was " + learningRate
                + "), clip the gradient (Clipping.byGlobalNorm(1)), or scale the data; the last good weights are kept";
        return new TrainingStoppedException(message, StopReason.DIVERGED, epoch, miniBatch, layer, training);
    }

    /** The layer of an element of the parameter vector. */
    static Divergence ofWeight(Architecture architecture, int index) {
        for (Parameter parameter : architecture.parameters()) {
            if (index < parameter.offset() + parameter.size()) {
                return new Divergence(parameter.layer(), false);
            }
        }
        throw new IllegalArgumentException("the architecture has no parameter " + index);
    }

    /** The thread was interrupted. */
    static TrainingStoppedException interrupted(int epoch, int miniBatch, int miniBatches, Training training) {
        return new TrainingStoppedException(
                "training was interrupted before the end of mini-batch " + miniBatch + " of " + miniBatches
                        + " in epoch " + epoch + " of " + training.settings().epochs()
                        + "; what was learnt until there is kept",
                StopReason.INTERRUPTED, epoch, miniBatch, -1, training);
    }
}
