package dev.elman;

import dev.elman.data.Dataset;
import dev.elman.data.ValueChecks;
import dev.elman.optim.Loss;
import java.util.List;

/** The sums from which an {@link Evaluation} is made, in double and in the order of the samples. */
interface Score {

    /**
     * The score of what a head tells.
     *
     * @param names of the targets
     * @param outputs how many values the network gives at a time step
     */
    static Score of(Head head, Dataset data, Scaling scaling, List<String> names, int outputs) {
        if (head instanceof Head.Classes) {
            Loss loss = data.outputs() == 1 ? Loss.SPARSE_CROSS_ENTROPY : Loss.CROSS_ENTROPY;
            ValueChecks.requireTargets(data, loss, outputs);
            return ClassScore.ofClasses(data, outputs);
        }
        if (head instanceof Head.Binary) {
            ValueChecks.requireTargets(data, Loss.BINARY_CROSS_ENTROPY, outputs);
            return ClassScore.ofDecisions(data, outputs);
        }
        return new ErrorScore(data, scaling, names, outputs, head.points(data.outputs()));
    }

    /**
     * Adds one sample.
     *
     * @param outputs what the network gives, as it gives it
     * @param from where the sample's begin, {@code [targetSteps, outputs]}
     */
    void add(int sample, double[] outputs, int from);

    /** The figures over all samples. */
    Evaluation evaluation();
}
