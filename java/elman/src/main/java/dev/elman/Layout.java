package dev.elman;

import dev.elman.data.Schema;
import dev.elman.layers.Architecture;

/**
 * How flat arrays hold sequences: inputs {@code [sequences, timeSteps, features]}, outputs
 * {@code [sequences, outputSteps, outputs]}.
 *
 * @param lookBack time steps of a sequence; 0 where it is not known, so that an array is one sequence
 * @param features values per time step
 * @param outputs values per output step
 * @param everyStep whether there is an output for every time step, or for the last
 * @param staticFeatures features that a sequence has as a whole, which no array of inputs holds
 */
record Layout(int lookBack, int features, int outputs, boolean everyStep, int staticFeatures) {

    static Layout of(Architecture architecture, Schema schema) {
        return new Layout(schema == null ? 0 : schema.lookBack(), architecture.features(), architecture.outputs(),
                architecture.givesSequence(), architecture.staticFeatures());
    }

    /** Time steps of the one sequence of an array of inputs. */
    int sequence(int inputs) {
        int timeSteps = wholeSteps(inputs);
        if (inputs != timeSteps * features) {
            throw new IllegalArgumentException("inputs must hold one sequence of " + timeSteps * features
                    + " values but was of length " + inputs);
        }
        return timeSteps;
    }

    /** Time steps of each sequence of an array of inputs, which is all there is of them. */
    int timeSteps(int inputs) {
        if (staticFeatures > 0) {
            throw new IllegalArgumentException("the model takes " + staticFeatures + " static features of every"
                    + " sequence, which an array of inputs does not hold; give them to run(inputs, staticFeatures, null)"
                    + " or stream(staticFeatures), or predict a data set that has them");
        }
        return wholeSteps(inputs);
    }

    /** Time steps of each sequence of an array of inputs; checks that it holds whole sequences. */
    private int wholeSteps(int inputs) {
        if (lookBack > 0) {
            int one = lookBack * features;
            if (inputs == 0 || inputs % one != 0) {
                throw new IllegalArgumentException("inputs must hold one or several whole sequences of " + lookBack
                        + " steps * " + features + " features = " + one + " values but was of length " + inputs);
            }
            return lookBack;
        }
        if (inputs == 0 || inputs % features != 0) {
            throw new IllegalArgumentException("inputs must hold one or several whole steps of " + features
                    + " features but was of length " + inputs);
        }
        return inputs / features;
    }

    /** Values of the outputs of sequences that take an array of so many inputs. */
    int outputs(int inputs) {
        int timeSteps = timeSteps(inputs);
        long values = (long) (inputs / (timeSteps * features)) * (everyStep ? timeSteps : 1) * outputs;
        if (values > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("inputs of length " + inputs + " give " + values
                    + " outputs, more than an array holds; predict fewer sequences at once");
        }
        return (int) values;
    }
}
