package dev.elman;

import java.util.List;

/**
 * How often a model tells the right class. Where it gives one probability for each of several classes, the class told
 * is the one with the largest logit, the first of those that are equal. Where each output is a yes or no of its own
 * (trained with binary cross-entropy), every output is a decision: yes from a probability of one half on; the
 * categories are then the yeses of the outputs.
 *
 * @param count how many decisions were judged
 * @param accuracy the share that was right
 * @param crossEntropy the mean of {@code -log(probability of what was right)}, in nats; divide by {@code Math.log(2)}
 *     for bits
 * @param perplexity {@code exp(crossEntropy)}: between how many equally likely ones the model as good as wavers
 * @param precision the mean precision of the categories that are told or right at all
 * @param recall the mean recall of these categories
 * @param f1 the mean F1 of these categories
 * @param categories every class, or of yes-and-no outputs every output
 * @param ranks how often the right class had the largest logit, the second largest, ...: what
 *     {@link #topAccuracy(int)} adds up
 */
public record Classification(
        long count,
        double accuracy,
        double crossEntropy,
        double perplexity,
        double precision,
        double recall,
        double f1,
        List<Category> categories,
        List<Long> ranks) {

    public Classification {
        categories = List.copyOf(categories);
        ranks = List.copyOf(ranks);
    }

    /**
     * How well one category is told from the others.
     *
     * @param index of the class or output, from 0
     * @param actual how often it was right
     * @param told how often the model told it
     * @param precision of those told, the share that was right; 0 where none was told
     * @param recall of those that were right, the share that was told; 0 where none was right
     * @param f1 the harmonic mean of precision and recall; 0 where both are
     */
    public record Category(int index, long actual, long told, double precision, double recall, double f1) {}

    /**
     * How often the right class was among the {@code k} most probable ones, as a share.
     *
     * @param k at least 1; from the number of classes on the share is 1
     */
    public double topAccuracy(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be at least 1 but was " + k);
        }
        long within = 0;
        for (int rank = 0; rank < Math.min(k, ranks.size()); rank++) {
            within += ranks.get(rank);
        }
        return (double) within / count;
    }
}
