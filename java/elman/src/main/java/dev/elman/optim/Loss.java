package dev.elman.optim;

import java.util.Arrays;
import java.util.List;

/**
 * What training minimises, as a value: of a mini-batch the mean, over its sequences, the time steps that have a target
 * and the {@link #terms} of each, of a pointwise loss; or (half squared error alone) its sum. Where samples or time
 * steps have weights each term is multiplied by its own; a weight of zero masks its time step, which then does not
 * count in the mean; other weights do not change what the sum is divided by (as in Keras).
 *
 * <p>Below {@code e = predicted - target}; {@code z} is an output where the network gives logits, the values before a
 * softmax or sigmoid, which the loss itself applies. Cross-entropies therefore want a linear last layer. An activation
 * there is no error and is not undone (as in PyTorch): its outputs are taken for the logits, so that a sigmoid would be
 * applied twice and a relu could not say no.
 */
public sealed interface Loss {

    /** Mean of {@code e^2}; Keras's {@code MeanSquaredError}. */
    Loss MEAN_SQUARED_ERROR = new MeanSquaredError();
    /** Sum of {@code e^2 / 2}, not averaged over anything. */
    Loss HALF_SQUARED_ERROR = new HalfSquaredError();
    /** Mean of {@code |e|}; its slope at exactly zero is taken as zero. */
    Loss MEAN_ABSOLUTE_ERROR = new MeanAbsoluteError();

    /** Huber's loss (1964) with the given delta; Keras's and PyTorch's default delta is 1. */
    static Loss huber(double delta) {
        return new Huber(delta);
    }

    /**
     * Cross-entropy from logits with the class as the target, a whole number from 0 to the network's outputs - 1:
     * {@code log(sum_k exp(z[k])) - z[target]}. Keras's {@code SparseCategoricalCrossentropy(from_logits=True)},
     * PyTorch's {@code CrossEntropyLoss}.
     */
    Loss SPARSE_CROSS_ENTROPY = new SparseCrossEntropy();
    /**
     * Cross-entropy from logits with a probability {@code p} for every class as the target, one-hot or not, that sum to
     * one: {@code sum_k p[k] (log(sum_j exp(z[j])) - z[k])}. Keras's {@code CategoricalCrossentropy(from_logits=True)}.
     */
    Loss CROSS_ENTROPY = new CrossEntropy();
    /**
     * Binary cross-entropy from logits, with a target {@code p} in [0, 1] for every output:
     * {@code log(1 + exp(z)) - p z}. Keras's {@code BinaryCrossentropy(from_logits=True)}, PyTorch's
     * {@code BCEWithLogitsLoss}.
     */
    Loss BINARY_CROSS_ENTROPY = new BinaryCrossEntropy();
    /**
     * The negative log-likelihood of a normal distribution, without its constant: the network gives the means of all
     * targets, then the logarithms {@code s} of their variances, twice as many outputs as there are targets:
     * {@code (s + e^2 exp(-s)) / 2} (Nix and Weigend, 1994; PyTorch's {@code GaussianNLLLoss} with
     * {@code var = exp(s)}).
     */
    Loss GAUSSIAN = new Gaussian();

    /**
     * The quantile (pinball) loss: the network gives every target's quantiles side by side, [targets, quantiles], and
     * output {@code q} costs {@code max(q (target - predicted), (q - 1) (target - predicted))} (Koenker and Bassett,
     * 1978); its slope at exactly zero is taken as zero.
     *
     * @param levels in ascending order, each in (0, 1)
     */
    static Loss quantiles(double... levels) {
        return new Quantiles(Arrays.stream(levels).boxed().toList());
    }

    /** Whether the pointwise losses are averaged over the mini-batch (true) or summed (false). */
    default boolean averaged() {
        return true;
    }

    /**
     * How many values a target has at a time step.
     *
     * @param outputs how many the network gives
     * @throws IllegalArgumentException where no target fits so many outputs
     */
    default int targets(int outputs) {
        return outputs;
    }

    /**
     * How many pointwise losses there are at a time step, over which it is averaged.
     *
     * @param outputs how many values the network gives
     */
    default int terms(int outputs) {
        return outputs;
    }

    /** The name used in files and on the command line, such as {@code meanSquaredError}. */
    String id();

    /** Mean of {@code e^2}. */
    record MeanSquaredError() implements Loss {
        @Override
        public String id() {
            return "meanSquaredError";
        }
    }

    /** Sum of {@code e^2 / 2}. */
    record HalfSquaredError() implements Loss {
        @Override
        public String id() {
            return "halfSquaredError";
        }

        @Override
        public boolean averaged() {
            return false;
        }
    }

    /** Mean of {@code |e|}. */
    record MeanAbsoluteError() implements Loss {
        @Override
        public String id() {
            return "meanAbsoluteError";
        }
    }

    /**
     * Mean of {@code e^2 / 2} where {@code |e| <= delta}, else of {@code delta (|e| - delta / 2)}.
     *
     * @param delta where the parabola turns into a line; positive
     */
    record Huber(double delta) implements Loss {
        public Huber {
            Require.positive("delta", delta);
        }

        @Override
        public String id() {
            return "huber";
        }
    }

    /** Mean of {@code log(sum_k exp(z[k])) - z[target]}. */
    record SparseCrossEntropy() implements Loss {
        @Override
        public int targets(int outputs) {
            return 1;
        }

        @Override
        public int terms(int outputs) {
            return 1;
        }

        @Override
        public String id() {
            return "sparseCrossEntropy";
        }
    }

    /** Mean of {@code sum_k p[k] (log(sum_j exp(z[j])) - z[k])}. */
    record CrossEntropy() implements Loss {
        @Override
        public int terms(int outputs) {
            return 1;
        }

        @Override
        public String id() {
            return "crossEntropy";
        }
    }

    /** Mean of {@code log(1 + exp(z)) - p z}. */
    record BinaryCrossEntropy() implements Loss {
        @Override
        public String id() {
            return "binaryCrossEntropy";
        }
    }

    /**
     * Mean of {@code max(q (target - predicted), (q - 1) (target - predicted))}.
     *
     * @param levels the quantiles {@code q}, at least one, in ascending order, each in (0, 1)
     */
    record Quantiles(List<Double> levels) implements Loss {
        public Quantiles {
            levels = List.copyOf(levels);
            if (levels.isEmpty()) {
                throw new IllegalArgumentException("there must be at least one quantile");
            }
            double before = 0;
            for (double level : levels) {
                if (!(level > before && level < 1)) {
                    throw new IllegalArgumentException(
                            "quantiles must be between 0 and 1 and in ascending order but were " + levels);
                }
                before = level;
            }
        }

        @Override
        public int targets(int outputs) {
            return Require.quotient(outputs, levels.size(), "one for each of " + levels.size() + " quantiles");
        }

        @Override
        public String id() {
            return "quantiles";
        }
    }

    /** Mean of {@code (s + e^2 exp(-s)) / 2}. */
    record Gaussian() implements Loss {
        @Override
        public int targets(int outputs) {
            return Require.quotient(outputs, 2, "a mean and the logarithm of a variance");
        }

        @Override
        public int terms(int outputs) {
            return targets(outputs);
        }

        @Override
        public String id() {
            return "gaussian";
        }
    }
}
