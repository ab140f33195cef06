package dev.elman.cases;

import dev.elman.layers.Architecture;
import dev.elman.layers.Dense;
import dev.elman.layers.Dropout;
import dev.elman.layers.Embedding;
import dev.elman.layers.Layer;
import dev.elman.layers.LayerNormalization;
import dev.elman.layers.RecurrentLayer;
import dev.elman.layers.Softmax;
import dev.elman.layers.StaticFeatures;

/**
 * Which layers a case has, from the input upwards: r recurrent, d dense, e an embedding, p one with a padding index, n
 * layer normalization with Keras's epsilon and m with PyTorch's, s softmax, x static features, o dropout. What an "r"
 * is, {@link Kind} and {@link Direction} say.
 */
public enum Stack {
    RNN("r"),
    RNN_DENSE("rd"),
    RNN_RNN("rr"),
    RNN_RNN_DENSE("rrd"),
    RNN_DENSE_RNN("rdr"),
    RNN_DENSE_DENSE("rdd"),
    DENSE("d"),
    DEEP("rrrrd"),
    EMBEDDING("er"),
    PADDED_EMBEDDING("prd"),
    EMBEDDING_DENSE("ed"),
    NORMALIZED("rnd"),
    NORMALIZED_BETWEEN("drmrd"),
    SOFTMAX("rds"),
    STATIC_AT_EVERY_STEP("xrd"),
    STATIC_AT_THE_HEAD("rxd"),
    DROPPED_BETWEEN("rord"),
    DROPPED_AT_THE_ENDS("orod"),
    EVERYTHING("pxrnorxds");

    /** How many static features a case has where it has any. */
    static final int STATICS = 2;
    private static final double DROPPED = 0.35;

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

    /** Whether the inputs are tokens. */
    public boolean hasTokens() {
        return layers.contains("e") || layers.contains("p");
    }

    /** Whether there is layer normalization. */
    boolean isNormalized() {
        return layers.contains("n") || layers.contains("m");
    }

    /** Whether the outputs are a dense layer's, as many as a loss wants. */
    public boolean hasHead() {
        return layers.length() > 1 && (layers.endsWith("d") || layers.endsWith("ds"));
    }

    /** The number of recurrent layers. */
    public int recurrentLayers() {
        return (int) layers.chars().filter(layer -> layer == 'r').count();
    }

    /**
     * The architecture. The first layer has the given units; upper ones have other numbers, so that no mix-up of two
     * widths can hide; a dense layer at the top has {@code outputs}.
     */
    Architecture architecture(Case one, int outputs) {
        Architecture architecture = Architecture.inputs(hasTokens() ? 1 : one.features());
        int recurrent = 0;
        for (int i = 0; i < layers.length(); i++) {
            int width = i == 0 ? one.units() : 2 * one.units() / 3 + i;
            boolean head = hasHead() && i == layers.lastIndexOf('d');
            architecture = architecture.then(switch (layers.charAt(i)) {
                case 'r' -> recurrent(one, recurrent++, width);
                case 'd' -> new Dense(head ? outputs : width, one.denseActivation(), one.bias());
                case 'e' -> new Embedding(one.vocabulary(), width);
                case 'p' -> new Embedding(one.vocabulary(), width, one.vocabulary() / 2);
                case 'n' -> LayerNormalization.keras();
                case 'm' -> LayerNormalization.torch();
                case 's' -> new Softmax();
                case 'x' -> new StaticFeatures(STATICS);
                default -> new Dropout(DROPPED);
            });
        }
        return one.allSteps() && isRecurrent() ? architecture.allSteps() : architecture;
    }

    /** Every other recurrent layer above the first goes forwards whatever the first does. */
    private static Layer recurrent(Case one, int number, int width) {
        RecurrentLayer cell = (number == 0 ? one.kind() : one.upperKind()).layer(
                width, one.rnnActivation(), one.recurrentActivation(), one.bias(), one.drop().recurrence());
        return number % 2 == 1 && one.seed() % 2 == 0 ? cell : one.direction().layer(cell);
    }
}
