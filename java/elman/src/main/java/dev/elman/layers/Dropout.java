package dev.elman.layers;

import java.util.List;

/**
 * Sets values to zero in training, each of every time step by itself, and multiplies the others by
 * {@code 1 / (1 - rate)}; elsewhere it passes its input on (Srivastava et al., 2014; Keras's {@code Dropout}, and what
 * PyTorch's recurrent layers do between one another). For one mask over all time steps see {@link Recurrence}.
 *
 * @param rate the share of values set to zero, in [0, 1)
 */
public record Dropout(double rate) implements Layer {

    public Dropout {
        Layer.requireRate("rate", rate);
    }

    @Override
    public String type() {
        return "dropout";
    }

    @Override
    public int outputs(int inputs) {
        return inputs;
    }

    @Override
    public List<String> options() {
        return List.of(Double.toString(rate));
    }
}
