package dev.elman.reference;

import dev.elman.data.Samples;
import dev.elman.engine.Divergence;
import dev.elman.layers.Architecture;
import dev.elman.layers.RecurrentLayer;
import dev.elman.optim.Loss;
import dev.elman.optim.Truncation;
import java.util.Arrays;

/** The numbers of one batch on its way through all layers, forward and backward. */
final class Workspace {

    private final Architecture architecture;
    private final Cell[] cells;
    private final int capacity;
    private final int timeSteps;
    private final int outputSteps;
    private final Sequence[] inputs;
    private final Sequence[] outputs;
    /** What the network gives: the last layer's outputs, or its last step's. */
    private final Sequence networkOutputs;
    private Sequence[] outputGradients;
    private Sequence[] inputGradients;
    private Sequence networkOutputGradients;
    private Sequence lossGradient;

    /**
     * Room for a batch.
     *
     * @param capacity the largest number of sequences
     */
    Workspace(Architecture architecture, int timeSteps, int capacity) {
        this.architecture = architecture;
        this.capacity = capacity;
        this.timeSteps = timeSteps;
        outputSteps = architecture.outputSteps(timeSteps);
        int layers = architecture.layers().size();
        cells = new Cell[layers];
        inputs = new Sequence[layers];
        outputs = new Sequence[layers];
        Sequence passed = Sequence.zeros(timeSteps, capacity, architecture.features());
        for (int i = 0; i < layers; i++) {
            inputs[i] = passed;
            outputs[i] = Sequence.zeros(passed.timeSteps(), capacity, architecture.outputWidth(i));
            cells[i] = Cell.of(architecture, i, passed.timeSteps(), capacity);
            passed = passesOnLastStep(i) ? outputs[i].lastStep() : outputs[i];
        }
        networkOutputs = passed;
    }

    boolean fits(int timeSteps, int batch) {
        return timeSteps == this.timeSteps && batch <= capacity;
    }

    /** Makes {@code values[offset ..]} of {@code [timeSteps, features]} the batch's sequence number {@code row}. */
    void load(int row, double[] values, int offset) {
        int features = architecture.features();
        for (int t = 0; t < timeSteps; t++) {
            System.arraycopy(values, offset + t * features, inputs[0].at(t), row * features, features);
        }
    }

    /** {@link #load(int, double[], int)} from floats. */
    void load(int row, float[] values, int offset) {
        int features = architecture.features();
        for (int t = 0; t < timeSteps; t++) {
            for (int f = 0; f < features; f++) {
                inputs[0].at(t)[row * features + f] = values[offset + t * features + f];
            }
        }
    }

    /** Computes all layers' outputs of the first {@code batch} sequences. */
    void forward(double[] parameters, int batch) {
        for (int i = 0; i < cells.length; i++) {
            cells[i].forward(parameters, inputs[i], outputs[i], batch);
        }
    }

    /** What a layer gives at every time step. */
    Sequence outputs(int layer) {
        return outputs[layer];
    }

    /** Copies the output {@code [outputSteps, outputs]} of one sequence. */
    void store(int row, double[] destination, int offset) {
        int width = architecture.outputs();
        for (int t = 0; t < outputSteps; t++) {
            System.arraycopy(networkOutputs.at(t), row * width, destination, offset + t * width, width);
        }
    }

    /** {@link #store(int, double[], int)} rounded to floats. */
    void store(int row, float[] destination, int offset) {
        int width = architecture.outputs();
        for (int t = 0; t < outputSteps; t++) {
            for (int j = 0; j < width; j++) {
                destination[offset + t * width + j] = (float) networkOutputs.at(t)[row * width + j];
            }
        }
    }

    /**
     * The sum of the pointwise losses of one sequence against the targets of a sample, each times the weight of its
     * time step. A weight of zero leaves its time step out, whatever it has.
     */
    double loss(Loss loss, int row, Samples samples, int sample) {
        int width = architecture.outputs();
        double sum = 0;
        for (int t = 0; t < samples.targetSteps(sample); t++) {
            double weight = samples.weight(sample, t);
            if (weight != 0) {
                int target = samples.targetOffsets()[sample] + t * samples.outputs();
                sum += weight * Losses.value(loss, networkOutputs.at(t), row * width, width, samples.values(), target);
            }
        }
        return sum;
    }

    /** Notes the gradient of the loss of one sequence with respect to its outputs, for {@link #backward}. */
    void lossGradient(Loss loss, double divisor, int row, Samples samples, int sample) {
        if (lossGradient == null) {
            allocateGradients();
        }
        int width = architecture.outputs();
        for (int t = 0; t < samples.targetSteps(sample); t++) {
            double[] slopes = lossGradient.at(t);
            double weight = samples.weight(sample, t);
            if (weight == 0) {
                Arrays.fill(slopes, row * width, (row + 1) * width, 0);
            } else {
                int target = samples.targetOffsets()[sample] + t * samples.outputs();
                Losses.slope(loss, networkOutputs.at(t), row * width, width, samples.values(), target,
                        weight / divisor, slopes);
            }
        }
    }

    private void allocateGradients() {
        int layers = cells.length;
        outputGradients = new Sequence[layers];
        inputGradients = new Sequence[layers];
        for (int i = 0; i < layers; i++) {
            outputGradients[i] =
                    Sequence.zeros(outputs[i].timeSteps(), capacity, architecture.outputWidth(i));
            if (i > 0) {
                Sequence below = outputGradients[i - 1];
                inputGradients[i] = passesOnLastStep(i - 1) ? below.lastStep() : below;
            }
        }
        int top = layers - 1;
        networkOutputGradients = passesOnLastStep(top) ? outputGradients[top].lastStep() : outputGradients[top];
        lossGradient = Sequence.zeros(outputSteps, capacity, architecture.outputs());
    }

    /**
     * Back-propagation through time, of the gradients noted by {@link #lossGradient}. With truncation length
     * {@code k} the loss at step {@code t} reaches the steps {@code t - k + 1, ..., t} of every layer:
     *
     * <pre>
     *   step              0   1   2   3   4   5   6   7
     *   loss at 7, k = 3                      [---------]
     *   loss at 6, k = 3                  [---------]
     *   loss at 1, k = 3  [-----]
     * </pre>
     *
     * Where every loss reaches the beginning, the gradients of all of them go back together. Otherwise each loss has
     * a pass of its own, and what the passes find adds up.
     */
    void backward(double[] parameters, Truncation truncation, int batch, double[] gradient) {
        int k = truncation.length();
        if (outputSteps == 1) {
            pass(parameters, Math.max(0, timeSteps - k), timeSteps, 0, 1, batch, gradient);
        } else if (k >= timeSteps) {
            pass(parameters, 0, timeSteps, 0, timeSteps, batch, gradient);
        } else {
            for (int t = 0; t < timeSteps; t++) {
                pass(parameters, Math.max(0, t - k + 1), t + 1, t, t + 1, batch, gradient);
            }
        }
    }

    /** One pass of the losses at the steps {@code lossFrom} to {@code lossTo - 1} through the steps of a range. */
    private void pass(
            double[] parameters, int from, int to, int lossFrom, int lossTo, int batch, double[] gradient) {
        for (Sequence dy : outputGradients) {
            boolean one = dy.timeSteps() == 1;
            dy.clear(one ? 0 : from, one ? 1 : to);
        }
        for (int t = lossFrom; t < lossTo; t++) {
            System.arraycopy(lossGradient.at(t), 0, networkOutputGradients.at(t), 0, batch * architecture.outputs());
        }
        for (int i = cells.length - 1; i >= 0; i--) {
            boolean one = outputs[i].timeSteps() == 1;
            cells[i].backward(
                    parameters,
                    inputs[i],
                    outputs[i],
                    outputGradients[i],
                    inputGradients[i],
                    one ? 0 : from,
                    one ? 1 : to,
                    batch,
                    gradient);
        }
    }

    /** The lowest layer with an output that is not finite; the loss where there is none. */
    Divergence divergence(int batch) {
        for (int i = 0; i < cells.length; i++) {
            int count = batch * architecture.outputWidth(i);
            for (int t = 0; t < outputs[i].timeSteps(); t++) {
                if (!Finite.all(outputs[i].at(t), 0, count)) {
                    return new Divergence(i, false);
                }
            }
        }
        return new Divergence(cells.length, false);
    }

    private boolean passesOnLastStep(int layer) {
        return architecture.layers().get(layer) instanceof RecurrentLayer recurrent && !recurrent.allSteps();
    }
}
