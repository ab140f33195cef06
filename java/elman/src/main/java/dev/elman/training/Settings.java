package dev.elman.training;

import dev.elman.data.Dataset;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.optim.Clipping;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import dev.elman.optim.Schedule;
import dev.elman.optim.Truncation;
import java.util.Map;

/**
 * All settings that decide what a run computes; the number of threads, callbacks and checkpoints are none of them.
 *
 * @param loss what is minimised
 * @param optimizer how a gradient changes the weights
 * @param schedule how the learning rate changes
 * @param clipping what is done to a large gradient
 * @param truncation how far back a gradient reaches
 * @param layerRules how the parameters of each layer are treated
 * @param averageDecay how much of the average of the weights is kept at each step, in [0, 1); 0 where there is no
 *     average
 * @param epochs how many times every sample is seen, at least 1
 * @param batchSize samples per mini-batch, at least 1; the last mini-batch of an epoch may be smaller. Null where it
 *     was not set: the lanes of the data, else {@link #DEFAULT_BATCH_SIZE}
 * @param accumulation mini-batches per training step, at least 1
 * @param shuffle whether every epoch has the samples in an order of its own; never where data have lanes
 * @param precision the element type; null where it was not set: that of the model that training continues from,
 *     else {@link Precision#FLOAT}
 * @param engine the name of what computes
 * @param initialization how the weights begin
 * @param earlyStopping when to stop before the last epoch; null where never
 * @param seed what all randomness follows from; null where one is drawn
 */
public record Settings(
        Loss loss,
        Optimizer optimizer,
        Schedule schedule,
        Clipping clipping,
        Truncation truncation,
        LayerRules layerRules,
        double averageDecay,
        int epochs,
        Integer batchSize,
        int accumulation,
        boolean shuffle,
        Precision precision,
        String engine,
        Initialization initialization,
        EarlyStopping earlyStopping,
        Long seed) {

    /** Samples per mini-batch where nothing else was said, as in Keras. */
    public static final int DEFAULT_BATCH_SIZE = 32;

    /** These settings as a run on these data has them, with nothing left open. */
    Settings resolved(long seed, Precision precision, Dataset train) {
        int lanes = train.samples().lanes();
        int size = batchSize != null ? batchSize : lanes > 0 ? lanes : DEFAULT_BATCH_SIZE;
        return new Settings(loss, optimizer, schedule, clipping, truncation, layerRules, averageDecay, epochs, size,
                accumulation, shuffle && lanes == 0, precision, engine, initialization, earlyStopping, seed);
    }

    /** What an engine is to minimise, and how. */
    Objective objective(Architecture architecture) {
        return new Objective(loss, optimizer, clipping, truncation, layerRules.of(architecture), averageDecay, seed);
    }

    /** How many samples each training step sees; the last one of an epoch may see fewer. */
    int samplesPerStep() {
        return (int) Math.min(Integer.MAX_VALUE, (long) batchSize * accumulation);
    }

    /** Whether the model is the average of the weights. */
    boolean averages() {
        return averageDecay > 0;
    }

    /** Every setting by name, as checkpoints hold them; numbers are written so that reading gives the same bits. */
    public Map<String, String> describe() {
        return Description.of(this);
    }
}
