package dev.elman.optim;

import java.util.Objects;

/**
 * How the learning rate changes from step to step, as a value. Below {@code lr} is the optimizer's learning rate,
 * {@code s = 0, 1, ...} the step, {@code S} the number of steps of the whole run, {@code E = 1, 2, ...} the epoch.
 */
public sealed interface Schedule {

    /** The optimizer's learning rate throughout. */
    static Schedule constant() {
        return new Constant();
    }

    /**
     * From the optimizer's learning rate to zero along half a cosine over all the steps of a training run:
     * {@code lr (1 + cos(pi s / S)) / 2} (Loshchilov and Hutter, 2017, without restarts; Keras's {@code CosineDecay}
     * with alpha 0).
     */
    static Schedule cosineDecay() {
        return new CosineDecay();
    }

    /** {@code lr factor^floor((E - 1) / epochs)}: every so many epochs one cut (PyTorch's {@code StepLR}). */
    static Schedule stepDecay(int epochs, double factor) {
        return new StepDecay(epochs, factor);
    }

    /** {@code lr factor^(E - 1)} (PyTorch's {@code ExponentialLR}). */
    static Schedule exponentialDecay(double factor) {
        return new ExponentialDecay(factor);
    }

    /**
     * One cycle (Smith and Topin, 2018; PyTorch's {@code OneCycleLR} with its defaults, of the learning rate alone:
     * that is {@code cycle_momentum=False}): along half a cosine from {@code lr / 25} up to {@code lr} over the first
     * 30 % of the steps, then down to {@code lr / 250,000}.
     */
    static Schedule oneCycle() {
        return new OneCycle(0.3, 25, 1e4);
    }

    /**
     * From {@code lr / (steps + 1)} in equal parts up to {@code lr} over the first steps, then another schedule over
     * the steps that remain. Epochs still are those of the whole run.
     */
    static Schedule warmUp(long steps, Schedule then) {
        return new WarmUp(steps, then);
    }

    /**
     * Multiplies the rate by {@code factor} where the validation loss has not fallen for {@code patience} epochs
     * (Keras's {@code ReduceLROnPlateau}); needs validation data.
     */
    static Schedule reduceOnPlateau(double factor, int patience) {
        return new ReduceOnPlateau(factor, patience, 1e-4, 0);
    }

    /** Whether the rate depends on the validation loss of the epochs before. */
    default boolean needsValidation() {
        return false;
    }

    /** The name used in files and on the command line, such as {@code cosineDecay}. */
    String id();

    /** No change. */
    record Constant() implements Schedule {
        @Override
        public String id() {
            return "constant";
        }
    }

    /** Half a cosine to zero. */
    record CosineDecay() implements Schedule {
        @Override
        public String id() {
            return "cosineDecay";
        }
    }

    /**
     * One cut every so many epochs.
     *
     * @param epochs at least 1
     * @param factor in (0, 1]
     */
    record StepDecay(int epochs, double factor) implements Schedule {
        public StepDecay {
            Require.atLeastOne("epochs", epochs);
            Require.factor(factor);
        }

        @Override
        public String id() {
            return "stepDecay";
        }
    }

    /**
     * The same cut at every epoch.
     *
     * @param factor in (0, 1]
     */
    record ExponentialDecay(double factor) implements Schedule {
        public ExponentialDecay {
            Require.factor(factor);
        }

        @Override
        public String id() {
            return "exponentialDecay";
        }
    }

    /**
     * Up and down along half cosines: from {@code lr / initialDivisor} to {@code lr} over the first {@code rise} of the
     * steps, then to {@code lr / initialDivisor / finalDivisor} at the last one.
     *
     * @param rise in (0, 1)
     * @param initialDivisor at least 1
     * @param finalDivisor at least 1
     */
    record OneCycle(double rise, double initialDivisor, double finalDivisor) implements Schedule {
        public OneCycle {
            if (!(rise > 0 && rise < 1)) {
                throw new IllegalArgumentException("rise must be between 0 and 1 but was " + rise);
            }
            Require.divisor("initialDivisor", initialDivisor);
            Require.divisor("finalDivisor", finalDivisor);
        }

        @Override
        public String id() {
            return "oneCycle";
        }
    }

    /**
     * {@code lr (s + 1) / (steps + 1)} in the first steps, then another schedule over the steps that remain.
     *
     * @param steps at least 1
     * @param then no warm-up itself
     */
    record WarmUp(long steps, Schedule then) implements Schedule {
        public WarmUp {
            Require.atLeastOne("steps", steps);
            Objects.requireNonNull(then, "then");
            if (then instanceof WarmUp) {
                throw new IllegalArgumentException("a warm-up is followed by another schedule, not by a warm-up");
            }
        }

        @Override
        public boolean needsValidation() {
            return then.needsValidation();
        }

        @Override
        public String id() {
            return "warmUp";
        }
    }

    /**
     * A cut whenever the validation loss stops falling.
     *
     * @param factor in (0, 1)
     * @param patience epochs without progress until a cut, at least 1; counted anew after each
     * @param minDelta how much the loss must fall below the lowest so far to count as progress, at least 0
     * @param minLearningRate where cuts end, at least 0
     */
    record ReduceOnPlateau(double factor, int patience, double minDelta, double minLearningRate)
            implements Schedule {
        public ReduceOnPlateau {
            Require.cut(factor);
            Require.atLeastOne("patience", patience);
            Require.notNegative("minDelta", minDelta);
            Require.notNegative("minLearningRate", minLearningRate);
        }

        @Override
        public boolean needsValidation() {
            return true;
        }

        @Override
        public String id() {
            return "reduceOnPlateau";
        }
    }
}
