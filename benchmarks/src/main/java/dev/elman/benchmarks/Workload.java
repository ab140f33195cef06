package dev.elman.benchmarks;

import dev.elman.layers.Architecture;
import dev.elman.layers.Parameter;
import dev.elman.layers.RecurrentLayer;

/**
 * A piece of work that is timed, as a value: the same for every contender.
 *
 * @param name the name in results, such as {@code R1}
 * @param task what is done
 * @param architecture the network
 * @param timeSteps length of every sequence
 * @param batch sequences per mini-batch
 * @param unit what one unit of the work is called, such as {@code step}
 * @param miniBatches mini-batches in one unit of the work
 * @param description one line for people
 */
record Workload(
        String name,
        Task task,
        Architecture architecture,
        int timeSteps,
        int batch,
        String unit,
        int miniBatches,
        String description) {

    /** What is done with the network. */
    enum Task {
        /** The sunspots tutorial's whole fit, from the call to the returned training; a unit is an epoch. */
        SUNSPOTS_FIT(3),
        /** Forward, backward and update on one mini-batch; a unit is a step. */
        TRAINING_STEP(3);

        private final int forwardEquivalents;

        Task(int forwardEquivalents) {
            this.forwardEquivalents = forwardEquivalents;
        }
    }

    /**
     * The floating point operations of one unit that count: {@code 2 T B P} forward, three times that for training,
     * where {@code P} is the number of elements of kernels and recurrent kernels of the recurrent layers. Biases,
     * activations, the dense layers and the optimizer are work too, but do not count.
     */
    double flops() {
        double elements = 0;
        for (Parameter parameter : architecture.parameters()) {
            boolean recurrent = architecture.layers().get(parameter.layer()) instanceof RecurrentLayer;
            if (recurrent && !parameter.role().isBias()) {
                elements += parameter.size();
            }
        }
        return 2.0 * timeSteps * batch * elements * task.forwardEquivalents * miniBatches;
    }
}
