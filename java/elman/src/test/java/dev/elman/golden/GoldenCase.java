package dev.elman.golden;

import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.layers.Architecture;
import dev.elman.optim.Clipping;
import dev.elman.optim.LayerRule;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import java.util.List;

/**
 * One network of a golden file, and what its system found, in Elman's terms.
 *
 * @param name the system and the case's name
 * @param parameters the weights
 * @param sequences the inputs with all that belongs to them; NaN behind a sequence's length
 * @param outputs {@code [count, outputSteps, outputs]}, zero behind a sequence's length
 * @param finalStates {@code [count, stateSize]}
 * @param lesson null where the system computes outputs alone
 */
record GoldenCase(
        String name,
        Architecture architecture,
        double[] parameters,
        Batch sequences,
        double[] outputs,
        double[] finalStates,
        Lesson lesson) {

    /**
     * What the network is to learn.
     *
     * @param samples the inputs with their targets, weights and initial states
     * @param rules how each layer's weights are treated
     * @param value of the loss
     * @param gradient of the loss
     */
    record Lesson(
            Samples samples,
            Loss loss,
            List<LayerRule> rules,
            double value,
            double[] gradient,
            List<Training> trainings) {}

    /** An optimizer, and the weights after so many of its steps on the whole batch. */
    record Training(Optimizer optimizer, Clipping clipping, int steps, double[] weights) {}
}
