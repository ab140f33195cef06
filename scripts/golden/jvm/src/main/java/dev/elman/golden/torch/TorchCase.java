package dev.elman.golden.torch;

import java.util.List;

/** A network of PyTorch's, its data and its loss, before anything is computed. */
final class TorchCase {

    static final int BATCH = 3;
    static final int TIME_STEPS = 5;
    static final int FEATURES = 2;
    static final int VOCABULARY = 6;
    /** The width of an embedding. */
    static final int EMBEDDED = 3;
    static final double LAYER_NORM_EPSILON = 1e-5;
    /** Of Huber's loss. */
    static final double DELTA = 0.5;

    /** {@code rnn}, {@code lstm} or {@code gru}. */
    final String type;
    final String name;
    int units = 3;
    int layers = 1;
    boolean both;
    boolean bias = true;
    boolean relu;
    boolean allSteps;
    /** How many steps of each sequence count; null where all do. */
    int[] lengths;
    boolean initialState;
    boolean tokens;
    boolean normalized;
    /** Of dense layers of three units below the last one. */
    List<String> activations = List.of();
    String loss = "meanSquaredError";
    int outputs = 2;
    List<TorchOptimizer> optimizers = List.of(TorchOptimizer.ADAM);
    TorchClipping clipping = TorchClipping.NONE;

    /** A case about a kind of cell. */
    TorchCase(String type, String name) {
        this.type = type;
        this.name = type + ", " + name;
    }

    TorchCase units(int units) {
        this.units = units;
        return this;
    }

    TorchCase twoLayers() {
        layers = 2;
        return this;
    }

    TorchCase both() {
        both = true;
        return this;
    }

    TorchCase withoutBias() {
        bias = false;
        return this;
    }

    TorchCase relu() {
        relu = true;
        return this;
    }

    TorchCase allSteps() {
        allSteps = true;
        return this;
    }

    TorchCase lengths(int... lengths) {
        this.lengths = lengths;
        return this;
    }

    TorchCase initialState() {
        initialState = true;
        return this;
    }

    /** Tokens and an embedding below the cell in the place of features. */
    TorchCase tokens() {
        tokens = true;
        return this;
    }

    /** Layer normalisation between the cell and the dense layer. */
    TorchCase normalized() {
        normalized = true;
        return this;
    }

    TorchCase activations(String... activations) {
        this.activations = List.of(activations);
        return this;
    }

    TorchCase loss(String loss, int outputs) {
        this.loss = loss;
        this.outputs = outputs;
        return this;
    }

    TorchCase optimizers(TorchOptimizer... optimizers) {
        this.optimizers = List.of(optimizers);
        return this;
    }

    TorchCase clipping(TorchClipping clipping) {
        this.clipping = clipping;
        return this;
    }

    int directions() {
        return both ? 2 : 1;
    }

    boolean isLstm() {
        return type.equals("lstm");
    }

    int length(int sample) {
        return lengths == null ? TIME_STEPS : lengths[sample];
    }
}
