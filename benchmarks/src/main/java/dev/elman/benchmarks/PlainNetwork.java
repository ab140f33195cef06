package dev.elman.benchmarks;

import dev.elman.layers.Activation;
import dev.elman.layers.Parameter.Role;
import java.util.Arrays;

/**
 * A workload's network as anybody would write it in Java without a library: loops over float arrays, one sequence at a
 * time. Loops run along rows of the weights, which the compiler of the JVM makes vector instructions of where it can.
 * Equations and the order of gates are those of this library.
 */
final class PlainNetwork {

    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-7f;
    private static final float LEARNING_RATE = 0.001f;

    private final Workload.Cell cell;
    private final boolean tanhHead;
    private final int features;
    private final int units;
    /** Width of the weighted sums: gates * units. */
    private final int width;
    private final int timeSteps;
    private final boolean twoBiases;

    // Weights, each with its gradient and what Adam keeps of it.
    private final Weight kernel;
    private final Weight recurrentKernel;
    private final Weight bias;
    private final Weight recurrentBias;
    private final Weight headKernel;
    private final Weight headBias;
    private final Weight[] all;
    private int steps;

    // Of one sequence: states [timeSteps + 1, units], gates [timeSteps, width], the recurrent sums [timeSteps, width].
    private final float[] hidden;
    private final float[] memory;
    private final float[] gates;
    private final float[] recurrent;

    // Slopes: of the state, of the memory, of the sums with the inputs and with the state, of the state before.
    private final float[] dHidden;
    private final float[] dMemory;
    private final float[] dGates;
    private final float[] dRecurrent;
    private final float[] dBefore;

    PlainNetwork(Given given) {
        Workload workload = given.workload();
        cell = workload.cell();
        tanhHead = workload.headActivation() == Activation.TANH;
        features = workload.features();
        units = workload.units();
        width = cell.gates() * units;
        timeSteps = workload.timeSteps();
        twoBiases = cell == Workload.Cell.GRU;
        kernel = new Weight(given.weights(0, Role.KERNEL));
        recurrentKernel = new Weight(given.weights(0, Role.RECURRENT_KERNEL));
        bias = new Weight(given.weights(0, Role.BIAS));
        recurrentBias = new Weight(twoBiases ? given.weights(0, Role.RECURRENT_BIAS) : new float[0]);
        headKernel = new Weight(given.weights(1, Role.KERNEL));
        headBias = new Weight(given.weights(1, Role.BIAS));
        all = new Weight[] {kernel, recurrentKernel, bias, recurrentBias, headKernel, headBias};
        hidden = new float[(timeSteps + 1) * units];
        memory = new float[cell == Workload.Cell.LSTM ? hidden.length : 0];
        gates = new float[timeSteps * width];
        recurrent = new float[twoBiases ? gates.length : 0];
        dHidden = new float[units];
        dMemory = new float[units];
        dGates = new float[width];
        dRecurrent = new float[width];
        dBefore = new float[units];
    }

    /** The output of one sequence, which begins at an index of the inputs. */
    float predict(float[] inputs, int from) {
        for (int t = 0; t < timeSteps; t++) {
            forward(inputs, from + t * features, t);
        }
        return head(timeSteps * units);
    }

    /** The output after the next time step of a stream: the network must be one of a single time step. */
    float step(float[] inputs, int from) {
        forward(inputs, from, 0);
        System.arraycopy(hidden, units, hidden, 0, units);
        if (memory.length > 0) {
            System.arraycopy(memory, units, memory, 0, units);
        }
        return head(0);
    }

    /** One training step on a mini-batch, mean squared error and Adam; the loss before it. */
    float train(float[] inputs, float[] targets, int[] order, int from, int count) {
        for (Weight weight : all) {
            Arrays.fill(weight.slopes, 0);
        }
        float loss = 0;
        for (int i = from; i < from + count; i++) {
            int begin = order[i] * timeSteps * features;
            float output = predict(inputs, begin);
            float error = output - targets[order[i]];
            loss += error * error / count;
            backward(inputs, begin, 2 * error / count * (tanhHead ? 1 - output * output : 1));
        }
        steps++;
        double rate = LEARNING_RATE * Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
        for (Weight weight : all) {
            weight.update((float) rate);
        }
        return loss;
    }

    private float head(int state) {
        float sum = headBias.values[0];
        for (int j = 0; j < units; j++) {
            sum += hidden[state + j] * headKernel.values[j];
        }
        return tanhHead ? tanh(sum) : sum;
    }

    /** The step from state t to state t + 1. */
    private void forward(float[] inputs, int input, int t) {
        int at = t * width;
        int before = t * units;
        int after = before + units;
        System.arraycopy(bias.values, 0, gates, at, width);
        addProduct(inputs, input, features, kernel.values, gates, at);
        if (twoBiases) {
            System.arraycopy(recurrentBias.values, 0, recurrent, at, width);
            addProduct(hidden, before, units, recurrentKernel.values, recurrent, at);
        } else {
            addProduct(hidden, before, units, recurrentKernel.values, gates, at);
        }
        switch (cell) {
            case RNN -> {
                for (int j = 0; j < units; j++) {
                    hidden[after + j] = tanh(gates[at + j]);
                }
            }
            case LSTM -> forwardLstm(at, before, after);
            case GRU -> forwardGru(at, before, after);
        }
    }

    private void addProduct(float[] vector, int from, int rows, float[] matrix, float[] sums, int at) {
        for (int i = 0; i < rows; i++) {
            float value = vector[from + i];
            int row = i * width;
            for (int j = 0; j < width; j++) {
                sums[at + j] += value * matrix[row + j];
            }
        }
    }

    private void forwardLstm(int at, int before, int after) {
        for (int j = 0; j < units; j++) {
            float in = sigmoid(gates[at + j]);
            float forget = sigmoid(gates[at + units + j]);
            float candidate = tanh(gates[at + 2 * units + j]);
            float out = sigmoid(gates[at + 3 * units + j]);
            float state = forget * memory[before + j] + in * candidate;
            memory[after + j] = state;
            hidden[after + j] = out * tanh(state);
            gates[at + j] = in;
            gates[at + units + j] = forget;
            gates[at + 2 * units + j] = candidate;
            gates[at + 3 * units + j] = out;
        }
    }

    private void forwardGru(int at, int before, int after) {
        for (int j = 0; j < units; j++) {
            float update = sigmoid(gates[at + j] + recurrent[at + j]);
            float reset = sigmoid(gates[at + units + j] + recurrent[at + units + j]);
            float candidate = tanh(gates[at + 2 * units + j] + reset * recurrent[at + 2 * units + j]);
            hidden[after + j] = update * hidden[before + j] + (1 - update) * candidate;
            gates[at + j] = update;
            gates[at + units + j] = reset;
            gates[at + 2 * units + j] = candidate;
        }
    }

    /** Adds the slopes of one sequence to those there are; slope is that of the dense layer's weighted sum. */
    private void backward(float[] inputs, int from, float slope) {
        int last = timeSteps * units;
        headBias.slopes[0] += slope;
        for (int j = 0; j < units; j++) {
            headKernel.slopes[j] += slope * hidden[last + j];
            dHidden[j] = slope * headKernel.values[j];
        }
        Arrays.fill(dMemory, 0);
        for (int t = timeSteps - 1; t >= 0; t--) {
            int at = t * width;
            int before = t * units;
            Arrays.fill(dBefore, 0);
            switch (cell) {
                case RNN -> {
                    for (int j = 0; j < units; j++) {
                        float state = hidden[before + units + j];
                        dGates[j] = dHidden[j] * (1 - state * state);
                    }
                }
                case LSTM -> backwardLstm(at, before);
                case GRU -> backwardGru(at, before);
            }
            addOuter(inputs, from + t * features, features, dGates, bias, kernel);
            float[] slopes = twoBiases ? dRecurrent : dGates;
            addOuter(hidden, before, units, slopes, twoBiases ? recurrentBias : null, recurrentKernel);
            for (int i = 0; i < units; i++) {
                float sum = dBefore[i];
                int row = i * width;
                for (int j = 0; j < width; j++) {
                    sum += recurrentKernel.values[row + j] * slopes[j];
                }
                dHidden[i] = sum;
            }
        }
    }

    private void backwardLstm(int at, int before) {
        for (int j = 0; j < units; j++) {
            float in = gates[at + j];
            float forget = gates[at + units + j];
            float candidate = gates[at + 2 * units + j];
            float out = gates[at + 3 * units + j];
            float state = tanh(memory[before + units + j]);
            float slope = dMemory[j] + dHidden[j] * out * (1 - state * state);
            dGates[j] = slope * candidate * in * (1 - in);
            dGates[units + j] = slope * memory[before + j] * forget * (1 - forget);
            dGates[2 * units + j] = slope * in * (1 - candidate * candidate);
            dGates[3 * units + j] = dHidden[j] * state * out * (1 - out);
            dMemory[j] = slope * forget;
        }
    }

    private void backwardGru(int at, int before) {
        for (int j = 0; j < units; j++) {
            float update = gates[at + j];
            float reset = gates[at + units + j];
            float candidate = gates[at + 2 * units + j];
            float slope = dHidden[j] * (1 - update) * (1 - candidate * candidate);
            dGates[j] = dHidden[j] * (hidden[before + j] - candidate) * update * (1 - update);
            dGates[units + j] = slope * recurrent[at + 2 * units + j] * reset * (1 - reset);
            dGates[2 * units + j] = slope;
            dRecurrent[j] = dGates[j];
            dRecurrent[units + j] = dGates[units + j];
            dRecurrent[2 * units + j] = slope * reset;
            dBefore[j] = dHidden[j] * update;
        }
    }

    private void addOuter(float[] vector, int from, int rows, float[] slopes, Weight toBias, Weight toMatrix) {
        if (toBias != null) {
            for (int j = 0; j < width; j++) {
                toBias.slopes[j] += slopes[j];
            }
        }
        for (int i = 0; i < rows; i++) {
            float value = vector[from + i];
            int row = i * width;
            for (int j = 0; j < width; j++) {
                toMatrix.slopes[row + j] += value * slopes[j];
            }
        }
    }

    /** Faster than Math.tanh, which is not compiled into its caller, where Math.exp is. */
    private static float tanh(float x) {
        return (float) (1 - 2 / (Math.exp(2.0 * x) + 1));
    }

    private static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }

    /** A tensor of weights. */
    private static final class Weight {

        private final float[] values;
        private final float[] slopes;
        private final float[] mean;
        private final float[] square;

        Weight(float[] values) {
            this.values = values;
            slopes = new float[values.length];
            mean = new float[values.length];
            square = new float[values.length];
        }

        /** Adam as Keras has it. */
        void update(float rate) {
            for (int i = 0; i < values.length; i++) {
                float slope = slopes[i];
                mean[i] += (slope - mean[i]) * (1 - BETA1);
                square[i] += (slope * slope - square[i]) * (1 - BETA2);
                values[i] -= rate * mean[i] / ((float) Math.sqrt(square[i]) + EPSILON);
            }
        }
    }
}
