package dev.elman.reference;

import dev.elman.data.Samples;
import dev.elman.engine.Divergence;
import dev.elman.layers.Architecture;
import dev.elman.optim.Loss;
import dev.elman.optim.Truncation;
import java.util.Arrays;

/**
 * The numbers of one batch on its way through all layers, forward and backward. The sequences of a batch are all of one
 * length: those that are not go one after another.
 */
final class Workspace {

    private final Architecture architecture;
    private final int features;
    private final int staticFeatures;
    private final int width;
    private final boolean givesSequence;
    private final int stateSize;
    private final int timeSteps;
    private final int capacity;
    private final Pass pass;
    /** {@code [capacity, stateSize]}, as {@link #readStates} left them. */
    private final double[] finalStates;
    private final Cell[] cells;
    private final Sequence[] inputs;
    private final Sequence[] outputs;
    /** Where a layer passes on its last step alone, that step; null elsewhere. */
    private final Sequence[] lastSteps;
    /** Whether a layer stands above one that passes on its last step alone, and so has one step itself. */
    private final boolean[] oneStep;
    /** What the network gives: the last layer's outputs, or its last step's. */
    private final Sequence networkOutputs;
    private Sequence[] outputGradients;
    private Sequence[] lastStepGradients;
    private Sequence[] inputGradients;
    private Sequence networkOutputGradients;
    private Sequence lossGradient;

    /**
     * Room for a batch.
     *
     * @param timeSteps the largest number of time steps
     * @param capacity the largest number of sequences
     */
    Workspace(Architecture architecture, int timeSteps, int capacity) {
        this.architecture = architecture;
        this.timeSteps = timeSteps;
        this.capacity = capacity;
        features = architecture.features();
        staticFeatures = architecture.staticFeatures();
        width = architecture.outputs();
        givesSequence = architecture.givesSequence();
        stateSize = architecture.stateSize();
        pass = new Pass(capacity, staticFeatures, stateSize);
        finalStates = new double[pass.initialStates.length];
        int layers = architecture.layers().size();
        cells = new Cell[layers];
        inputs = new Sequence[layers];
        outputs = new Sequence[layers];
        lastSteps = new Sequence[layers];
        oneStep = new boolean[layers];
        Sequence passed = Sequence.zeros(timeSteps, capacity, features);
        boolean one = false;
        for (int i = 0; i < layers; i++) {
            int steps = passed.timeSteps();
            oneStep[i] = one;
            inputs[i] = passed;
            outputs[i] = Sequence.zeros(steps, capacity, architecture.outputWidth(i));
            cells[i] = Cell.of(architecture, i, steps, capacity);
            if (architecture.layers().get(i).givesLastStep()) {
                lastSteps[i] = Sequence.zeros(1, capacity, architecture.outputWidth(i));
                one = true;
            }
            passed = lastSteps[i] == null ? outputs[i] : lastSteps[i];
        }
        networkOutputs = passed;
    }

    boolean fits(int timeSteps, int batch) {
        return timeSteps <= this.timeSteps && batch <= capacity;
    }

    /** Makes the input {@code values[offset ..]} of {@code [timeSteps, features]} the batch's sequence {@code row}. */
    void load(int row, int timeSteps, double[] values, int offset) {
        for (int t = 0; t < timeSteps; t++) {
            System.arraycopy(values, offset + t * features, inputs[0].at(t), row * features, features);
        }
    }

    /** The number of the sequence in each row. */
    int[] numbers() {
        return pass.numbers;
    }

    /** Says what sequence {@code row} is called: the number of a sample, from which its dropout masks follow. */
    void name(int row, int number) {
        pass.numbers[row] = number;
    }

    /** Copies the static features of sequence {@code row}. */
    void loadStaticFeatures(int row, double[] values, int offset) {
        System.arraycopy(values, offset, pass.staticFeatures, row * staticFeatures, staticFeatures);
    }

    /** Copies the state before the first time step of sequence {@code row}; zeros where {@code values} is null. */
    void loadState(int row, double[] values, int offset) {
        if (values == null) {
            Arrays.fill(pass.initialStates, row * stateSize, (row + 1) * stateSize, 0);
        } else {
            System.arraycopy(values, offset, pass.initialStates, row * stateSize, stateSize);
        }
    }

    /**
     * Computes all layers' outputs of a run of sequences, from number {@code first} to {@code end - 1}; they become the
     * rows {@code 0, 1, ...} of the batch.
     *
     * @param draws what dropout draws from; null where nothing is dropped
     */
    void forward(double[] parameters, Sequences sequences, int first, int end, Draws draws) {
        pass.parameters = parameters;
        pass.batch = end - first;
        pass.timeSteps = sequences.length(first);
        pass.draws = draws;
        for (int row = 0; row < pass.batch; row++) {
            sequences.load(first + row, this, row);
        }
        for (int i = 0; i < cells.length; i++) {
            cells[i].forward(pass, inputs[i], outputs[i], steps(i));
            if (lastSteps[i] != null) {
                outputs[i].copyStep(steps(i) - 1, lastSteps[i], 0);
            }
        }
    }

    /** The time steps of a layer's inputs. */
    private int steps(int layer) {
        return oneStep[layer] ? 1 : pass.timeSteps;
    }

    private int outputSteps() {
        return givesSequence ? pass.timeSteps : 1;
    }

    /** What a layer gives of one sequence at every time step, {@code [steps, width]}, in room for {@code timeSteps}. */
    double[] layer(int layer, int row, int timeSteps) {
        int width = architecture.outputWidth(layer);
        double[] values = new double[(oneStep[layer] ? 1 : timeSteps) * width];
        for (int t = 0; t < steps(layer); t++) {
            System.arraycopy(outputs[layer].at(t), row * width, values, t * width, width);
        }
        return values;
    }

    /**
     * Copies the output of one sequence: to {@code [timeSteps, outputs]}, zero behind its length, or {@code [outputs]}
     * where there is that of the last step alone.
     */
    void store(int row, double[] destination, int offset, int timeSteps) {
        int steps = outputSteps();
        for (int t = 0; t < steps; t++) {
            System.arraycopy(networkOutputs.at(t), row * width, destination, offset + t * width, width);
        }
        if (givesSequence) {
            Arrays.fill(destination, offset + steps * width, offset + timeSteps * width, 0);
        }
    }

    /** Finds the states behind the first {@code steps} time steps of all sequences. */
    void readStates(int steps) {
        for (int i = 0; i < cells.length; i++) {
            cells[i].readState(pass, outputs[i], steps, finalStates);
        }
    }

    /** Copies the state of one sequence that {@link #readStates} found. */
    void storeState(int row, double[] destination, int offset) {
        System.arraycopy(finalStates, row * stateSize, destination, offset, stateSize);
    }

    /**
     * The sum of the pointwise losses of one sequence against the targets of a sample, each times the weight of its
     * time step. A weight of zero leaves its time step out, whatever it has.
     */
    double loss(Loss loss, int row, Samples samples, int sample) {
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

    /** Notes the gradient of {@link #loss} over a divisor with respect to the outputs, for {@link #backward}. */
    void lossGradient(Loss loss, double divisor, int row, Samples samples, int sample) {
        if (lossGradient == null) {
            allocateGradients();
        }
        for (int t = 0; t < samples.targetSteps(sample); t++) {
            double weight = samples.weight(sample, t);
            double[] dy = lossGradient.at(t);
            Arrays.fill(dy, row * width, (row + 1) * width, 0);
            if (weight != 0) {
                int target = samples.targetOffsets()[sample] + t * samples.outputs();
                Losses.slope(
                        loss, networkOutputs.at(t), row * width, width, samples.values(), target, weight / divisor, dy);
            }
        }
    }

    private void allocateGradients() {
        int layers = cells.length;
        outputGradients = new Sequence[layers];
        lastStepGradients = new Sequence[layers];
        inputGradients = new Sequence[layers];
        for (int i = 0; i < layers; i++) {
            int width = architecture.outputWidth(i);
            outputGradients[i] = Sequence.zeros(outputs[i].timeSteps(), capacity, width);
            lastStepGradients[i] = lastSteps[i] == null ? null : Sequence.zeros(1, capacity, width);
            networkOutputGradients = lastSteps[i] == null ? outputGradients[i] : lastStepGradients[i];
            if (i + 1 < layers) {
                inputGradients[i + 1] = networkOutputGradients;
            }
        }
        lossGradient = Sequence.zeros(networkOutputs.timeSteps(), capacity, width);
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
    void backward(Truncation truncation, double[] gradient) {
        int last = pass.timeSteps - 1;
        int k = truncation.length();
        if (outputSteps() == 1) {
            backward(Math.max(0, last - k + 1), last, 0, 0, gradient);
        } else if (k > last) {
            backward(0, last, 0, last, gradient);
        } else {
            for (int t = 0; t <= last; t++) {
                backward(Math.max(0, t - k + 1), t, t, t, gradient);
            }
        }
    }

    /** Takes the losses at the steps {@code lossFrom} to {@code lossTo} back from step {@code to} to {@code from}. */
    private void backward(int from, int to, int lossFrom, int lossTo, double[] gradient) {
        for (int i = 0; i < cells.length; i++) {
            outputGradients[i].clear(oneStep[i] ? 0 : from, oneStep[i] ? 1 : to + 1);
        }
        for (int t = lossFrom; t <= lossTo; t++) {
            lossGradient.copyStep(t, networkOutputGradients, t);
        }
        for (int i = cells.length - 1; i >= 0; i--) {
            if (lastSteps[i] != null) {
                lastStepGradients[i].copyStep(0, outputGradients[i], oneStep[i] ? 0 : to);
            }
            cells[i].backward(pass, inputs[i], outputs[i], outputGradients[i], inputGradients[i],
                    oneStep[i] ? 0 : from, oneStep[i] ? 1 : to + 1, gradient);
        }
    }

    /** The lowest layer with an output that is not finite; the loss where there is none. */
    Divergence divergence() {
        for (int i = 0; i < cells.length; i++) {
            int count = pass.batch * architecture.outputWidth(i);
            for (int t = 0; t < steps(i); t++) {
                if (!Finite.all(outputs[i].at(t), 0, count)) {
                    return new Divergence(i, false);
                }
            }
        }
        return new Divergence(cells.length, false);
    }
}
