package dev.elman.engine;

import dev.elman.optim.Clipping;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import dev.elman.optim.Truncation;
import java.util.Objects;

/**
 * What a network that is opened for training minimises, and how; the learning rate of the optimizer does not count
 * here, since it is an argument of every step.
 *
 * @param loss what is minimised
 * @param optimizer how a gradient changes the weights
 * @param clipping what is done to a large gradient
 * @param truncation how far back a gradient reaches
 */
public record Objective(Loss loss, Optimizer optimizer, Clipping clipping, Truncation truncation) {
    public Objective {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(clipping, "clipping");
        Objects.requireNonNull(truncation, "truncation");
    }
}
