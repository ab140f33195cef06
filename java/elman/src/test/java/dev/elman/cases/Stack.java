package dev.elman.cases;

import dev.elman.layers.Architecture;
import dev.elman.layers.Dense;
import dev.elman.layers.Layer;

/** Which layers a case has, from the input upwards. What an "r" is, {@link Kind} says. */
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
    Architecture architecture(Case one, int outputs) {
        Architecture architecture = Architecture.inputs(one.features());
        Kind kind = one.kind();
        for (int i = 0; i < layers.length(); i++) {
            boolean head = i == layers.length() - 1 && i > 0;
            int width = i == 0 ? one.units() : 2 * one.units() / 3 + i;
            Layer layer;
            if (layers.charAt(i) == 'r') {
                layer = kind.layer(width, one.rnnActivation(), one.recurrentActivation(), one.bias());
                kind = one.upperKind();
            } else {
                layer = new Dense(head ? outputs : width, one.denseActivation(), one.bias());
            }
            architecture = architecture.then(layer);
        }
        return one.allSteps() && isRecurrent() ? architecture.allSteps() : architecture;
    }
}
