package dev.elman.benchmarks;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Parameter;
import dev.elman.layers.RecurrentLayer;

/**
 * A piece of work that is timed, as a value: the same for every contender. Its network is one recurrent layer with a
 * dense layer of one output on its last step.
 *
 * @param name the name in results, such as {@code R1}
 * @param task what is done
 * @param cell the recurrent layer
 * @param units its width
 * @param features values per time step
 * @param timeSteps length of every sequence; 1 for a stream, which is stepped
 * @param batch sequences per mini-batch or call
 * @param miniBatches mini-batches in one unit of the work
 */
record Workload(
        String name, Task task, Cell cell, int units, int features, int timeSteps, int batch, int miniBatches) {

    /** Kinds of recurrent layers, with Elman's defaults. */
    enum Cell {
        RNN("SimpleRnn", 1),
        LSTM("Lstm", 4),
        GRU("Gru", 3);

        private final String layer;
        private final int gates;

        Cell(String layer, int gates) {
            this.layer = layer;
            this.gates = gates;
        }

        /** Its name in the API. */
        String layer() {
            return layer;
        }

        /** How many matrices of {@code [units, units]} its recurrent kernel is made of. */
        int gates() {
            return gates;
        }
    }

    /** What is done with the network. */
    enum Task {
        /** The sunspots tutorial's whole fit, from the call to the returned training; a unit is an epoch. */
        SUNSPOTS_FIT("epoch", 3),
        /** Forward, backward and update on one mini-batch; a unit is a step. */
        TRAINING_STEP("step", 3),
        /** The outputs of a batch of sequences; a unit is a call. */
        PREDICTION("call", 1),
        /** The next time step of one sequence, and its output; a unit is a step. */
        STREAM_STEP("step", 1);

        private final String unit;
        private final int forwardEquivalents;

        Task(String unit, int forwardEquivalents) {
            this.unit = unit;
            this.forwardEquivalents = forwardEquivalents;
        }

        /** What one unit of the work is called. */
        String unit() {
            return unit;
        }

        /** Whether weights change. */
        boolean trains() {
            return forwardEquivalents == 3;
        }
    }

    /** The network. */
    Architecture architecture() {
        Architecture inputs = Architecture.inputs(features);
        Architecture recurrent = switch (cell) {
            case RNN -> inputs.simpleRnn(units, Activation.TANH);
            case LSTM -> inputs.lstm(units);
            case GRU -> inputs.gru(units);
        };
        return recurrent.dense(1, headActivation());
    }

    /** What the dense layer gives: the tutorial's is tanh. */
    Activation headActivation() {
        return task == Task.SUNSPOTS_FIT ? Activation.TANH : Activation.LINEAR;
    }

    /**
     * The floating point operations of one unit that count: {@code 2 T B P} forward, three times that for training,
     * where {@code P} is the number of elements of kernels and recurrent kernels of the recurrent layers. Biases,
     * activations, the dense layers and the optimizer are work too, but do not count.
     */
    double flops() {
        Architecture architecture = architecture();
        double elements = 0;
        for (Parameter parameter : architecture.parameters()) {
            boolean recurrent = architecture.layers().get(parameter.layer()) instanceof RecurrentLayer;
            if (recurrent && !parameter.role().isBias()) {
                elements += parameter.size();
            }
        }
        return 2.0 * timeSteps * batch * elements * task.forwardEquivalents * miniBatches;
    }

    /** One line for people. */
    String description() {
        String network = cell.layer + "(" + units + "), " + features + (features == 1 ? " feature" : " features");
        String sequences = timeSteps + " time steps, batch " + batch;
        return switch (task) {
            case SUNSPOTS_FIT -> "the sunspots tutorial, " + network + ", " + sequences
                    + ", MSE, Adam: a fit of 20 epochs by Trainer.train, divided by 20";
            case TRAINING_STEP -> network + ", " + sequences + ", Dense(1), MSE, Adam: one training step";
            case PREDICTION -> network + ", " + sequences + ", Dense(1): predict into a given array";
            case STREAM_STEP -> network + ", Dense(1): the next time step of a stream";
        };
    }
}
