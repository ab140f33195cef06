package dev.elman.cases;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Dense;
import dev.elman.layers.Layer;
import dev.elman.layers.SimpleRnn;

/** Which layers a case has, from the input upwards. A new layer of the library is a new row here. */
public enum Stack {
    RNN("r"),
    RNN_DENSE("rd"),
    RNN_RNN("rr"),
    RNN_RNN_DENSE("rrd"),
    RNN_DENSE_RNN("rdr"),
    RNN_DENSE_DENSE("rdd"),
    DENSE("d");

    private final String layers;

    Stack(String layers) {
        this.layers = layers;
    }

    /** Whether there is a layer with a state. */
    public boolean isRecurrent() {
        return layers.contains("r");
    }

    /** Whether there is a dense layer. */
    public boolean hasDense() {
        return layers.contains("d");
    }

    /** The number of recurrent layers. */
    public int recurrentLayers() {
        return (int) layers.chars().filter(layer -> layer == 'r').count();
    }

    /**
     * The architecture. The first layer has the given units; upper ones have other numbers, so that no mix-up of two
     * widths can hide; a dense layer at the top has one to three units.
     */
    Architecture architecture(
            int features, int units, int outputs, Activation rnn, Activation dense, boolean bias, boolean allSteps) {
        Architecture architecture = Architecture.inputs(features);
        for (int i = 0; i < layers.length(); i++) {
            boolean head = i == layers.length() - 1 && i > 0;
            int width = i == 0 ? units : 2 * units / 3 + i;
            Layer layer = layers.charAt(i) == 'r'
                    ? new SimpleRnn(width, rnn).withBias(bias)
                    : new Dense(head ? outputs : width, dense).withBias(bias);
            architecture = architecture.then(layer);
        }
        return allSteps && isRecurrent() ? architecture.allSteps() : architecture;
    }
}
