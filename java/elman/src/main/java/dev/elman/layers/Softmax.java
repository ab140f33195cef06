package dev.elman.layers;

import java.util.List;

/**
 * Makes probabilities of every row (one sample at one time step): {@code y[j] = exp(x[j]) / sum_k exp(x[k])}. The
 * cross-entropy losses take the values before it, so that a network trained with them ends without this layer.
 */
public record Softmax() implements Layer {

    @Override
    public String type() {
        return "softmax";
    }

    @Override
    public int outputs(int inputs) {
        return inputs;
    }

    @Override
    public List<String> options() {
        return List.of();
    }
}
