package dev.elman.training;

import dev.elman.engine.Precision;
import dev.elman.optim.Adam;
import dev.elman.optim.Clipping;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import dev.elman.optim.RmsProp;
import dev.elman.optim.Schedule;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All settings that decide what a run computes; the number of threads, callbacks and checkpoints are none of them.
 *
 * @param loss what is minimised
 * @param optimizer how a gradient changes the weights
 * @param schedule how the learning rate changes
 * @param clipping what is done to a large gradient
 * @param truncation how far back a gradient reaches
 * @param epochs how many times every sample is seen, at least 1
 * @param batchSize samples per mini-batch, at least 1; the last mini-batch of an epoch may be smaller
 * @param shuffle whether every epoch has the samples in an order of its own
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
        int epochs,
        int batchSize,
        boolean shuffle,
        Precision precision,
        String engine,
        Initialization initialization,
        EarlyStopping earlyStopping,
        Long seed) {

    /** These settings with a seed and a precision, as a run has them. */
    Settings resolved(long seed, Precision precision) {
        return new Settings(loss, optimizer, schedule, clipping, truncation, epochs, batchSize, shuffle, precision,
                engine, initialization, earlyStopping, seed);
    }

    /** Every setting by name, as checkpoints hold them; numbers are written so that reading gives the same bits. */
    public Map<String, String> describe() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("loss", loss.id());
        if (loss instanceof Loss.Huber huber) {
            all.put("loss.delta", Double.toString(huber.delta()));
        }
        describe(optimizer, all);
        all.put("schedule", schedule.id());
        describe(clipping, all);
        all.put("truncationLength", truncation.isFull() ? "full" : Integer.toString(truncation.length()));
        all.put("epochs", Integer.toString(epochs));
        all.put("batchSize", Integer.toString(batchSize));
        all.put("shuffle", Boolean.toString(shuffle));
        all.put("precision", precision == null ? "unset" : precision.id());
        all.put("engine", engine);
        all.put("initialization", initialization.id());
        if (initialization instanceof Initialization.Uniform uniform) {
            all.put("initialization.low", Double.toString(uniform.low()));
            all.put("initialization.high", Double.toString(uniform.high()));
        }
        all.put("earlyStopping", earlyStopping == null ? "none" : "patience");
        if (earlyStopping != null) {
            all.put("earlyStopping.patience", Integer.toString(earlyStopping.patience()));
            all.put("earlyStopping.minDelta", Double.toString(earlyStopping.minDelta()));
        }
        all.put("seed", seed == null ? "unset" : Long.toString(seed));
        return all;
    }

    private static void describe(Optimizer optimizer, Map<String, String> all) {
        all.put("optimizer", optimizer.id());
        all.put("optimizer.form", optimizer.form().id());
        all.put("optimizer.learningRate", Double.toString(optimizer.learningRate()));
        if (optimizer instanceof Sgd sgd) {
            all.put("optimizer.momentum", Double.toString(sgd.momentum()));
            all.put("optimizer.nesterov", Boolean.toString(sgd.nesterov()));
        } else if (optimizer instanceof Adam adam) {
            all.put("optimizer.beta1", Double.toString(adam.beta1()));
            all.put("optimizer.beta2", Double.toString(adam.beta2()));
            all.put("optimizer.epsilon", Double.toString(adam.epsilon()));
        } else if (optimizer instanceof RmsProp rmsProp) {
            all.put("optimizer.rho", Double.toString(rmsProp.rho()));
            all.put("optimizer.epsilon", Double.toString(rmsProp.epsilon()));
        }
    }

    private static void describe(Clipping clipping, Map<String, String> all) {
        all.put("clipping", clipping.id());
        if (clipping instanceof Clipping.ByValue byValue) {
            all.put("clipping.clipValue", Double.toString(byValue.clipValue()));
        } else if (clipping instanceof Clipping.ByNorm byNorm) {
            all.put("clipping.clipNorm", Double.toString(byNorm.clipNorm()));
        } else if (clipping instanceof Clipping.ByGlobalNorm byGlobalNorm) {
            all.put("clipping.clipNorm", Double.toString(byGlobalNorm.clipNorm()));
            all.put("clipping.form", byGlobalNorm.form().id());
        }
    }
}
