package dev.elman;

/** The sums from which an {@link Evaluation} is made, in double and in the order of the samples. */
interface Score {

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
