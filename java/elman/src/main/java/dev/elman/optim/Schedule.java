package dev.elman.optim;

/** How the learning rate changes from step to step, as a value. */
public sealed interface Schedule {

    /** The optimizer's learning rate throughout. */
    static Schedule constant() {
        return new Constant();
    }

    /**
     * From the optimizer's learning rate to zero along half a cosine over all the steps of a training run:
     * {@code lr (1 + cos(pi s / S)) / 2} at step {@code s = 0, 1, ...} of {@code S} (Loshchilov and Hutter, 2017,
     * without restarts; Keras's {@code CosineDecay} with alpha 0).
     */
    static Schedule cosineDecay() {
        return new CosineDecay();
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
}
