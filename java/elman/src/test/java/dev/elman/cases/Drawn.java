package dev.elman.cases;

import dev.elman.data.Samples;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.Embedding;
import dev.elman.layers.Gru;
import dev.elman.layers.Layer;
import dev.elman.layers.Lstm;
import dev.elman.layers.Parameter;
import dev.elman.layers.RecurrentLayer;
import dev.elman.optim.Loss;
import dev.elman.random.Initializer;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import java.util.Arrays;
import java.util.function.DoubleSupplier;

/** Draws the weights and the data of a case. */
final class Drawn {

    /**
     * The norm of every recurrent kernel. Below one, so that linear and relu states cannot grow beyond some twenty
     * times their input; near one, so that gradients still arrive after fifty steps.
     */
    private static final double RECURRENT_NORM = 0.95;

    /**
     * What the weights of layers with tanh gates are multiplied by. A negative z makes 1 - z greater than one, so that
     * a GRU may amplify from step to step; after fifty steps too little of a difference would be left that is not
     * noise.
     */
    private static final double NEGATIVE_GATES = 0.5;

    /** Weights nearer to zero are moved to it: a penalty of |w| has a kink there. */
    private static final double NO_WEIGHT_BELOW = 1e-3;

    /** What time steps may weigh. */
    private static final double[] WEIGHTS = {0, 0.5, 1, 2.5};

    private Drawn() {}

    /**
     * Kernels are Glorot uniform for each gate by itself: products of three gates that are all near zero would leave
     * little to compare.
     */
    static double[] parameters(Case one, Architecture architecture, int draw) {
        double[] values = new double[architecture.parameterCount()];
        for (int i = 0; i < architecture.parameters().size(); i++) {
            Parameter parameter = architecture.parameters().get(i);
            RandomStream stream = RandomStream.of(one.seed(), Purpose.WEIGHTS, draw, 0, i);
            Layer layer = architecture.layers().get(parameter.layer());
            Layer cell = layer instanceof Bidirectional both ? both.layer() : layer;
            boolean lstm = cell instanceof Lstm;
            boolean gru = cell instanceof Gru;
            double scale = (lstm || gru) && one.recurrentActivation() == Activation.TANH ? NEGATIVE_GATES : 1;
            int offset = parameter.offset();
            int size = parameter.size();
            switch (parameter.role()) {
                case KERNEL -> {
                    int units = parameter.columns() / (lstm ? 4 : gru ? 3 : 1);
                    double limit = scale * Math.sqrt(6.0 / (parameter.rows() + units));
                    Initializer.uniform(stream, values, offset, size, -limit, limit);
                }
                case RECURRENT_KERNEL -> {
                    Initializer.orthogonal(stream, values, offset, parameter.rows(), parameter.columns());
                    // What dropout keeps of a state, it multiplies.
                    double kept = cell instanceof RecurrentLayer recurrent ? 1 - recurrent.recurrentDropout() : 1;
                    for (int j = offset; j < offset + size; j++) {
                        values[j] *= scale * kept * RECURRENT_NORM;
                    }
                }
                case BIAS, RECURRENT_BIAS -> Initializer.uniform(stream, values, offset, size, -0.3, 0.3);
                case EMBEDDING -> Initializer.uniform(stream, values, offset, size, -1, 1);
                case SCALE -> Initializer.uniform(stream, values, offset, size, 0.5, 1.5);
            }
            for (int j = offset; j < offset + size; j++) {
                if (Math.abs(values[j]) < NO_WEIGHT_BELOW) {
                    values[j] = values[j] < 0 ? -NO_WEIGHT_BELOW : NO_WEIGHT_BELOW;
                }
            }
            if (layer instanceof Embedding embedding && embedding.paddingIndex() >= 0) {
                int row = offset + embedding.paddingIndex() * embedding.units();
                Arrays.fill(values, row, row + embedding.units(), 0);
            }
        }
        return roundToFloat(values);
    }

    /**
     * Inputs are tokens or values in [-1, 1), targets what the loss takes. In every other case the inputs are
     * overlapping windows over one series.
     */
    static Samples samples(Case one, Architecture architecture, int draw) {
        Contents contents = one.contents();
        RandomStream stream = RandomStream.of(one.seed(), Purpose.DATA, draw);
        int count = one.sampleCount();
        int steps = one.timeSteps();
        int targetSteps = architecture.outputSteps(steps);
        int statics = architecture.staticFeatures();
        int states = contents.hasStates() ? architecture.stateSize() : 0;
        Values values = new Values(count);
        int stride = one.seed() % 2 == 0 ? one.features() : steps * one.features();
        int[] inputs = values.add((count - 1) * stride + steps * one.features(), stride, () -> input(one, stream));
        int width = one.loss().targets(architecture.outputs());
        double[] target = new double[width];
        int[] targets = values.add(count * targetSteps * width, targetSteps * width, new DoubleSupplier() {
            private int next;

            @Override
            public double getAsDouble() {
                if (next % width == 0) {
                    draw(one.loss(), architecture.outputs(), target, stream);
                }
                return target[next++ % width];
            }
        });
        int[] staticOffsets = values.add(count * statics, statics, () -> stream.nextDouble(-1, 1));
        int[] stateOffsets = values.add(count * states, states, () -> stream.nextDouble(-0.5, 0.5));
        int[] lengths = new int[contents.isRagged() ? count : 0];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = 1 + stream.nextInt(steps);
        }
        int weighted = contents.isWeighted() ? count * targetSteps : 0;
        int[] weights = values.add(weighted, targetSteps, () -> WEIGHTS[stream.nextInt(WEIGHTS.length)]);
        if (weighted > 0) {
            // Whatever is drawn, one time step of the mini-batch counts.
            values.set(weights[one.order()[0]], 1);
        }
        return new Samples(roundToFloat(values.toArray()), steps, one.features(), inputs, lengths, targetSteps, width,
                targets, weights, statics, staticOffsets, states, stateOffsets, 0, 0);
    }

    private static double input(Case one, RandomStream stream) {
        return one.stack().hasTokens() ? stream.nextInt(one.vocabulary()) : stream.nextDouble(-1, 1);
    }

    /** Draws the target of one time step. */
    private static void draw(Loss loss, int outputs, double[] target, RandomStream stream) {
        if (loss instanceof Loss.SparseCrossEntropy) {
            target[0] = stream.nextInt(outputs);
        } else if (loss instanceof Loss.CrossEntropy) {
            double sum = 0;
            for (int k = 0; k < outputs; k++) {
                target[k] = -Math.log(1 - stream.nextDouble());
                sum += target[k];
            }
            for (int k = 0; k < outputs; k++) {
                target[k] /= sum;
            }
        } else {
            boolean probabilities = loss instanceof Loss.BinaryCrossEntropy;
            for (int j = 0; j < target.length; j++) {
                target[j] = probabilities ? stream.nextDouble() : stream.nextDouble(-2, 2);
            }
        }
    }

    private static double[] roundToFloat(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) values[i];
        }
        return values;
    }

    /** Values of all samples, one part behind another. */
    private static final class Values {

        private final int samples;
        private double[] values = new double[0];

        Values(int samples) {
            this.samples = samples;
        }

        /** Adds a part's values and gives where each sample's begin; no places where there are no values. */
        int[] add(int count, int stride, DoubleSupplier next) {
            int start = values.length;
            values = Arrays.copyOf(values, start + count);
            for (int i = start; i < values.length; i++) {
                values[i] = next.getAsDouble();
            }
            int[] offsets = new int[count == 0 ? 0 : samples];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = start + i * stride;
            }
            return offsets;
        }

        void set(int at, double value) {
            values[at] = value;
        }

        double[] toArray() {
            return values;
        }
    }
}
