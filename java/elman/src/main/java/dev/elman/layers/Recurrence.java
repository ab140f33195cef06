package dev.elman.layers;

import java.util.ArrayList;
import java.util.List;

/**
 * How a recurrent layer goes through time, whatever its equations.
 *
 * @param allSteps whether the output is the hidden state of every time step, {@code [batch, time, units]}, or of the
 *     last one alone, {@code [batch, units]} (Keras's {@code return_sequences})
 * @param goBackwards whether the sequence is read from its last valid step to its first (Keras's
 *     {@code go_backwards}); the outputs are then in the order of reading, so that the last one has seen everything
 * @param dropout the share of inputs set to zero in training, in [0, 1), with one mask for all time steps of a
 *     sequence; the others are multiplied by {@code 1 / (1 - dropout)} (Keras's {@code dropout}; Gal and Ghahramani,
 *     2016)
 * @param recurrentDropout the same for the previous hidden state {@code h[t-1]} wherever the equations have it (the
 *     cell state of an LSTM stays whole), with another mask (Keras's {@code recurrent_dropout}). What a GRU's update
 *     gate lets through is then multiplied at every step: over long sequences a large rate makes its state grow
 */
public record Recurrence(boolean allSteps, boolean goBackwards, double dropout, double recurrentDropout) {

    /** The last step, forwards, without dropout. */
    public static final Recurrence DEFAULT = new Recurrence(false, false, 0, 0);

    public Recurrence {
        Layer.requireRate("dropout", dropout);
        Layer.requireRate("recurrentDropout", recurrentDropout);
    }

    /** The same with the output of every time step, or of the last one alone. */
    public Recurrence withAllSteps(boolean allSteps) {
        return new Recurrence(allSteps, goBackwards, dropout, recurrentDropout);
    }

    /** The same from the last step to the first, or from the first to the last. */
    public Recurrence withGoBackwards(boolean goBackwards) {
        return new Recurrence(allSteps, goBackwards, dropout, recurrentDropout);
    }

    /** The same with dropout of the inputs. */
    public Recurrence withDropout(double dropout) {
        return new Recurrence(allSteps, goBackwards, dropout, recurrentDropout);
    }

    /** The same with dropout of the previous hidden state. */
    public Recurrence withRecurrentDropout(double recurrentDropout) {
        return new Recurrence(allSteps, goBackwards, dropout, recurrentDropout);
    }

    List<String> options() {
        List<String> options = new ArrayList<>(4);
        if (allSteps) {
            options.add("all steps");
        }
        if (goBackwards) {
            options.add("backwards");
        }
        if (dropout > 0) {
            options.add("dropout " + dropout);
        }
        if (recurrentDropout > 0) {
            options.add("recurrent dropout " + recurrentDropout);
        }
        return options;
    }
}
