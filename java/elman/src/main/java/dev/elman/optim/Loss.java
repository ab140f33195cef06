package dev.elman.optim;

/**
 * What training minimises, as a value. With {@code e = predicted - target} for every element of a mini-batch:
 * the mean over batch, output time steps and outputs of a pointwise loss, or (half squared error alone) its sum.
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

    /** Whether the pointwise losses are averaged over the mini-batch (true) or summed (false). */
    default boolean averaged() {
        return true;
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
}
