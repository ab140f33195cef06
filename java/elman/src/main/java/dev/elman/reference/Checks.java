package dev.elman.reference;

import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.engine.Network;
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

    static void length(Network.Part part, int expected, int actual) {
        if (expected != actual) {
            throw new IllegalArgumentException(
                    "the vector " + part + " has " + expected + " values but the array has " + actual);
        }
    }

    /** That an objective can be an architecture's. */
    static void objective(Objective objective, Architecture architecture) {
        objective.loss().targets(architecture.outputs());
        if (architecture.goesBackwards() && !objective.truncation().isFull()) {
            throw new IllegalArgumentException("gradients of a layer that goes backwards cannot be truncated, but the"
                    + " truncation length is " + objective.truncation().length() + "; use Truncation.full()");
        }
        int layers = architecture.layers().size();
        if (!objective.layers().isEmpty() && objective.layers().size() != layers) {
            throw new IllegalArgumentException("there must be a rule for each of the " + layers
                    + " layers, or none, but there are " + objective.layers().size());
        }
    }

    /**
     * That a data set's shapes are an architecture's.
     *
     * @param objective null for a network that only predicts, to which targets do not matter
     */
    static void samples(Samples samples, Architecture architecture, Objective objective) {
        if (samples.features() != architecture.features()) {
            throw new IllegalArgumentException("the data set has " + samples.features()
                    + " features but the network takes " + architecture.features());
        }
        if (samples.staticFeatures() != architecture.staticFeatures()) {
            throw new IllegalArgumentException("the data set has " + samples.staticFeatures()
                    + " static features but the network takes " + architecture.staticFeatures());
        }
        if (samples.stateSize() != 0 && samples.stateSize() != architecture.stateSize()) {
            throw new IllegalArgumentException("the data set has initial states of " + samples.stateSize()
                    + " values but the network's have " + architecture.stateSize());
        }
        if (objective == null || !samples.hasTargets()) {
            return;
        }
        int outputSteps = architecture.outputSteps(samples.timeSteps());
        int targets = objective.loss().targets(architecture.outputs());
        if (samples.targetSteps() != outputSteps || samples.outputs() != targets) {
            throw new IllegalArgumentException("the data set has targets [" + samples.targetSteps() + ", "
                    + samples.outputs() + "] but the loss " + objective.loss().id() + " of the network compares ["
                    + outputSteps + ", " + targets + "] for a sample");
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

    /** The samples that a training step, or some, are to be taken on. */
    static void order(Samples samples, int[] order, int from, int to) {
        range("order", from, to, order.length);
        if (!samples.hasTargets()) {
            throw new IllegalArgumentException("the data set has no targets to learn from");
        }
        for (int i = from; i < to; i++) {
            if (order[i] < 0 || order[i] >= samples.count()) {
                throw new IllegalArgumentException(
                        "order[" + i + "] must be from 0 to " + (samples.count() - 1) + " but was " + order[i]);
            }
        }
    }

    /** That a range of samples to evaluate is of whole rounds of their lanes. */
    static void lanes(Samples samples, int from, int to) {
        if (samples.hasLanes() && (from % samples.lanes() != 0 || to % samples.lanes() != 0)) {
            throw new IllegalArgumentException("the data set has " + samples.lanes() + " lanes, of which from and to"
                    + " must be multiples, but they were " + from + " and " + to);
        }
    }

    /** That sequences and what belongs to them are there and have the right sizes. */
    static void batch(Architecture architecture, Batch batch) {
        int count = batch.count();
        inputs(architecture, batch.inputs().length, count, batch.timeSteps());
        int[] lengths = batch.lengths();
        if (lengths != null) {
            room("lengths", lengths.length, 0, count);
            for (int i = 0; i < count; i++) {
                if (lengths[i] < 1 || lengths[i] > batch.timeSteps()) {
                    throw new IllegalArgumentException("the length of sequence " + i + " must be from 1 to "
                            + batch.timeSteps() + ", the time steps, but was " + lengths[i]);
                }
            }
        }
        double[] staticFeatures = batch.staticFeatures();
        int perSequence = architecture.staticFeatures();
        if ((staticFeatures == null) != (perSequence == 0)) {
            throw new IllegalArgumentException("the network takes " + perSequence + " static features of a sequence"
                    + " but the batch has " + (staticFeatures == null ? "none" : "some"));
        }
        if (staticFeatures != null) {
            room("staticFeatures", staticFeatures.length, 0, (long) count * perSequence);
        }
        if (batch.initialStates() != null) {
            room("initialStates", batch.initialStates().length, 0, (long) count * architecture.stateSize());
        }
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

    static void shards(int shards) {
        if (shards < 1 || shards > Network.MAX_SHARDS) {
            throw new IllegalArgumentException(
                    "shards must be from 1 to " + Network.MAX_SHARDS + " but was " + shards);
        }
    }

    static void step(long step) {
        if (step < 1) {
            throw new IllegalArgumentException("step must be at least 1 but was " + step);
        }
    }

    static void step(long step, double learningRate) {
        step(step);
        if (!(learningRate >= 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException("learningRate must be at least 0 and finite but was " + learningRate);
        }
    }

    /** The number of mini-batches of so many samples, for each of which there is a rate, and room for a loss. */
    static int miniBatches(int samples, int batchSize, long firstStep, double[] learningRates, double[] losses) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize must be at least 1 but was " + batchSize);
        }
        int miniBatches = (samples - 1) / batchSize + 1;
        if (learningRates.length < miniBatches || losses.length < miniBatches) {
            throw new IllegalArgumentException("there must be a learning rate and room for a loss for each of "
                    + miniBatches + " mini-batches but there were " + learningRates.length + " and " + losses.length);
        }
        for (int i = 0; i < miniBatches; i++) {
            step(firstStep + i, learningRates[i]);
        }
        return miniBatches;
    }
}
