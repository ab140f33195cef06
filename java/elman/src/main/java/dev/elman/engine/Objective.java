package dev.elman.engine;

import dev.elman.optim.Clipping;
import dev.elman.optim.LayerRule;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import dev.elman.optim.Truncation;
import java.util.List;
import java.util.Objects;

/**
 * What a network that is opened for training minimises, and how; the learning rate of the optimizer does not count
 * here, since it is an argument of every step.
 *
 * @param loss what is minimised
 * @param optimizer how a gradient changes the weights
 * @param clipping what is done to a large gradient
 * @param truncation how far back a gradient reaches; full where a layer goes backwards
 * @param layers how each layer's parameters are treated, as many as there are layers; empty where none is special
 * @param averageDecay where above 0, an average of the weights is kept: {@code average = averageDecay average +
 *     (1 - averageDecay) weights} after every step, beginning at the weights written; frozen weights are their own
 *     average; in [0, 1)
 * @param seed what dropout masks follow from
 */
public record Objective(
        Loss loss,
        Optimizer optimizer,
        Clipping clipping,
        Truncation truncation,
        List<LayerRule> layers,
        double averageDecay,
        long seed) {

    public Objective {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(clipping, "clipping");
        Objects.requireNonNull(truncation, "truncation");
        layers = List.copyOf(layers);
        if (!(averageDecay >= 0 && averageDecay < 1)) {
            throw new IllegalArgumentException("averageDecay must be in [0, 1) but was " + averageDecay);
        }
    }

    /** An objective without special layers, average or dropout. */
    public Objective(Loss loss, Optimizer optimizer, Clipping clipping, Truncation truncation) {
        this(loss, optimizer, clipping, truncation, List.of(), 0, 0);
    }

    /** How a layer's parameters are treated. */
    public LayerRule layer(int index) {
        return layers.isEmpty() ? LayerRule.DEFAULT : layers.get(index);
    }
}
