package dev.elman.optim;

import java.util.Objects;

/** What is done to a gradient that is too large before the optimizer sees it, as a value. */
public sealed interface Clipping {

    /** The gradient is left as it is. */
    static Clipping none() {
        return new None();
    }

    /** Every element is limited to {@code [-clipValue, clipValue]}; Keras's {@code clipvalue}. */
    static Clipping byValue(double clipValue) {
        return new ByValue(clipValue);
    }

    /** Each parameter's gradient on its own is scaled to a Euclidean norm of at most {@code clipNorm}; Keras's {@code clipnorm}. */
    static Clipping byNorm(double clipNorm) {
        return new ByNorm(clipNorm);
    }

    /** The whole gradient is scaled to a Euclidean norm of at most {@code clipNorm}; Keras's {@code global_clipnorm}. */
    static Clipping byGlobalNorm(double clipNorm) {
        return new ByGlobalNorm(clipNorm, Form.KERAS);
    }

    /** {@link #byGlobalNorm(double)} in the equations of the given library. */
    static Clipping byGlobalNorm(double clipNorm, Form form) {
        return new ByGlobalNorm(clipNorm, form);
    }

    /** The name used in files and on the command line, such as {@code byValue}. */
    String id();

    /** No clipping. */
    record None() implements Clipping {
        @Override
        public String id() {
            return "none";
        }
    }

    /**
     * By value.
     *
     * @param clipValue the largest magnitude of an element; positive
     */
    record ByValue(double clipValue) implements Clipping {
        public ByValue {
            Require.positive("clipValue", clipValue);
        }

        @Override
        public String id() {
            return "byValue";
        }
    }

    /**
     * By norm, each parameter on its own: where {@code norm > clipNorm}, {@code g *= clipNorm / norm}.
     *
     * @param clipNorm the largest norm; positive
     */
    record ByNorm(double clipNorm) implements Clipping {
        public ByNorm {
            Require.positive("clipNorm", clipNorm);
        }

        @Override
        public String id() {
            return "byNorm";
        }
    }

    /**
     * By the norm of all gradients together. Keras: where {@code norm > clipNorm}, {@code g *= clipNorm / norm}.
     * PyTorch: {@code g *= min(1, clipNorm / (norm + 1e-6))}.
     *
     * @param clipNorm the largest norm; positive
     * @param form the library whose equations it follows
     */
    record ByGlobalNorm(double clipNorm, Form form) implements Clipping {
        public ByGlobalNorm {
            Require.positive("clipNorm", clipNorm);
            Objects.requireNonNull(form, "form");
        }

        @Override
        public String id() {
            return "byGlobalNorm";
        }
    }
}
