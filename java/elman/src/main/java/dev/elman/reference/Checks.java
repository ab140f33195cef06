package dev.elman.reference;

import dev.elman.data.Samples;
import dev.elman.engine.Objective;
import dev.elman.layers.Architecture;
import dev.elman.optim.Loss;

/** Checks of arguments, with messages that say what was given and what must be. */
final class Checks {

    private Checks() {}

    /** At least one of {@code count} things, from {@code from} to {@code to - 1}. */
    static void range(String what, int from, int to, int count) {
        if (from < 0 || to <= from || to > count) {
            throw new IllegalArgumentException("the range from " + from + " to " + to + " of " + what
                    + " must hold at least one and lie within 0 to " + count);
        }
    }

    static void room(String what, int length, int offset, long needed) {
        if (offset < 0 || offset + needed > length) {
            throw new IllegalArgumentException(
                    what + " must have " + needed + " values from " + offset + " on but has " + length + " in all");
        }
    }

    /**
     * That a data set's shapes are those of an architecture and, where they are compared with its outputs, its
     * targets those of a loss.
     *
     * @param loss null where nothing is compared
     */
    static void samples(Samples samples, Architecture architecture, Loss loss) {
        if (samples.features() != architecture.features()) {
            throw new IllegalArgumentException("the data set has " + samples.features()
                    + " features but the network takes " + architecture.features());
        }
        int outputSteps = architecture.outputSteps(samples.timeSteps());
        int outputs = loss == null ? samples.outputs() : loss.targets(architecture.outputs());
        if (samples.hasTargets() && (samples.targetSteps() != outputSteps || samples.outputs() != outputs)) {
            throw new IllegalArgumentException("the data set has targets [" + samples.targetSteps() + ", "
                    + samples.outputs() + "] but the network takes [" + outputSteps + ", " + outputs + "] for a sample");
        }
    }

    /** That the classes a sample's outputs are compared with are among its network's outputs. */
    static void classes(Samples samples, int sample, Architecture architecture, Loss loss) {
        if (!(loss instanceof Loss.SparseCrossEntropy)) {
            return;
        }
        for (int t = 0; t < samples.targetSteps(sample); t++) {
            double target = samples.values()[samples.targetOffsets()[sample] + t];
            if (samples.weight(sample, t) != 0 && !isIndex(target, architecture.outputs())) {
                throw new IllegalArgumentException("the class of sample " + sample + " at time step " + t
                        + " must be a whole number from 0 to " + (architecture.outputs() - 1)
                        + ", as the network has " + architecture.outputs() + " outputs, but was " + target);
            }
        }
    }

    /** Whether a value is one of the whole numbers from 0 to {@code count - 1}. */
    static boolean isIndex(double value, int count) {
        return value >= 0 && value < count && value == (int) value;
    }

    /** That an objective fits an architecture. */
    static void objective(Objective objective, Architecture architecture) {
        int layers = architecture.layers().size();
        if (!objective.layers().isEmpty() && objective.layers().size() != layers) {
            throw new IllegalArgumentException("the objective must have a rule for each of the " + layers
                    + " layers, or none, but has " + objective.layers().size());
        }
        objective.loss().targets(architecture.outputs());
    }

    /** The length of one input {@code [timeSteps, features]}, of which an array must hold a batch. */
    static int inputs(Architecture architecture, int length, int batch, int timeSteps) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1 but was " + batch);
        }
        if (timeSteps < 1) {
            throw new IllegalArgumentException("timeSteps must be at least 1 but was " + timeSteps);
        }
        return atLeast("inputs", length, batch, timeSteps, architecture.features());
    }

    /** The length of one output, of which an array must hold a batch. */
    static int outputs(Architecture architecture, int length, int batch, int timeSteps) {
        return atLeast("outputs", length, batch, architecture.outputSteps(timeSteps), architecture.outputs());
    }

    private static int atLeast(String what, int length, int batch, int steps, int width) {
        // Three ints below 2^31 could overflow a long: two of them cannot, and more than an array holds is refused.
        long size = (long) steps * width;
        if (size > Integer.MAX_VALUE || size * batch > length) {
            throw new IllegalArgumentException(what + " must hold [" + batch + ", " + steps + ", " + width
                    + "] values but the array has " + length);
        }
        return (int) size;
    }

    static void step(long step, double learningRate) {
        if (step < 1) {
            throw new IllegalArgumentException("step must be at least 1 but was " + step);
        }
        if (!(learningRate >= 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException("learningRate must be at least 0 and finite but was " + learningRate);
        }
    }
}
