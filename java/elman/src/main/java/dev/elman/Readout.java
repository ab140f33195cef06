package dev.elman;

/**
 * Makes of a network's outputs what a user reads, in place: values in the data's own units, or probabilities. In double
 * whatever the network's precision. For one thread at a time.
 */
abstract class Readout {

    /** Values of one output step. */
    final int outputs;
    private final double[] row;

    private Readout(int outputs) {
        this.outputs = outputs;
        row = new double[outputs];
    }

    /**
     * The readout of a head.
     *
     * @param outputs values of one output step
     */
    static Readout of(Head head, Scaling scaling, int outputs) {
        if (head instanceof Head.Classes) {
            return new Classes(outputs);
        }
        if (head instanceof Head.Binary) {
            return new Binary(outputs);
        }
        if (head instanceof Head.Gaussian) {
            return new Gaussian(outputs, scaling);
        }
        return new Values(outputs, scaling, head instanceof Head.Quantiles quantiles ? quantiles.levels().size() : 1);
    }

    /** Whether a user reads the outputs as they are. */
    boolean isIdentity() {
        return false;
    }

    /** Changes whole output steps. */
    void read(double[] values, int from, int to) {
        for (int at = from; at < to; at += outputs) {
            readStep(values, at);
        }
    }

    /** Changes whole output steps. */
    void read(float[] values, int from, int to) {
        for (int at = from; at < to; at += outputs) {
            for (int i = 0; i < outputs; i++) {
                row[i] = values[at + i];
            }
            readStep(row, 0);
            for (int i = 0; i < outputs; i++) {
                values[at + i] = (float) row[i];
            }
        }
    }

    abstract void readStep(double[] values, int at);

    /** Values in units: {@code value = scaled * scale + offset}. */
    private static final class Values extends Readout {
        private final Scaling scaling;
        private final int perTarget;

        Values(int outputs, Scaling scaling, int perTarget) {
            super(outputs);
            this.scaling = scaling;
            this.perTarget = perTarget;
        }

        @Override
        boolean isIdentity() {
            return scaling.isIdentity();
        }

        @Override
        void readStep(double[] values, int at) {
            for (int i = 0; i < outputs; i++) {
                values[at + i] = scaling.unscale(i / perTarget, values[at + i]);
            }
        }
    }

    /** {@code p[j] = exp(z[j]) / sum_k exp(z[k])}, the largest logit taken off first so that nothing overflows. */
    private static final class Classes extends Readout {
        Classes(int outputs) {
            super(outputs);
        }

        @Override
        void readStep(double[] values, int at) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < outputs; i++) {
                largest = Math.max(largest, values[at + i]);
            }
            double sum = 0;
            for (int i = 0; i < outputs; i++) {
                values[at + i] = Math.exp(values[at + i] - largest);
                sum += values[at + i];
            }
            for (int i = 0; i < outputs; i++) {
                values[at + i] /= sum;
            }
        }
    }

    /** {@code p = 1 / (1 + exp(-z))}. */
    private static final class Binary extends Readout {
        Binary(int outputs) {
            super(outputs);
        }

        @Override
        void readStep(double[] values, int at) {
            for (int i = 0; i < outputs; i++) {
                values[at + i] = 1 / (1 + Math.exp(-values[at + i]));
            }
        }
    }

    /** Means in units, then standard deviations {@code exp(s / 2)} in units, of which an offset is no part. */
    private static final class Gaussian extends Readout {
        private final int targets;
        private final Scaling scaling;

        Gaussian(int outputs, Scaling scaling) {
            super(outputs);
            targets = outputs / 2;
            this.scaling = scaling;
        }

        @Override
        void readStep(double[] values, int at) {
            for (int i = 0; i < targets; i++) {
                values[at + i] = scaling.unscale(i, values[at + i]);
                values[at + targets + i] = Math.exp(values[at + targets + i] / 2) * scaling.outputScale(i);
            }
        }
    }
}
