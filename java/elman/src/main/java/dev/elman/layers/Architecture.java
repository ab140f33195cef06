package dev.elman.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A stack of layers over inputs of {@code [batch, time, features]}; an immutable value.
 *
 * <p>A recurrent layer needs a sequence. So adding one turns every recurrent layer before it to all steps; the last
 * recurrent layer gives its last step unless {@link #allSteps()} is called.
 */
public final class Architecture {

    private final int features;
    private final List<Layer> layers;
    private final List<Parameter> parameters;
    private final int parameterCount;
    /** Of the features, then of every layer's output. */
    private final List<Integer> widths;
    private final List<StatePart> stateParts;

    private Architecture(int features, List<Layer> layers) {
        if (features < 1 || features > Layer.MAX_UNITS) {
            throw new IllegalArgumentException(
                    "features must be from 1 to " + Layer.MAX_UNITS + " but was " + features);
        }
        this.features = features;
        this.layers = List.copyOf(layers);
        List<Integer> widths = new ArrayList<>(List.of(features));
        List<Parameter> all = new ArrayList<>();
        long offset = 0;
        int width = features;
        for (int index = 0; index < layers.size(); index++) {
            Layer layer = layers.get(index);
            for (Layer.Shape shape : layer.shapes(width)) {
                String name = index + "." + layer.type() + "." + direction(layer, shape) + shape.role().id();
                long end = offset + (long) shape.rows() * shape.columns();
                if (end > Integer.MAX_VALUE - 8) {
                    throw new IllegalArgumentException("parameter " + name + " of shape [" + shape.rows() + ", "
                            + shape.columns() + "] takes the architecture beyond " + (Integer.MAX_VALUE - 8)
                            + " parameters in all; use fewer units or features");
                }
                all.add(new Parameter(name, index, shape.role(), shape.backward(), shape.rows(), shape.columns(),
                        (int) offset));
                offset = end;
            }
            width = layer.outputs(width);
            widths.add(width);
        }
        this.parameters = List.copyOf(all);
        this.parameterCount = (int) offset;
        this.widths = List.copyOf(widths);
        this.stateParts = stateParts(layers);
    }

    private static String direction(Layer layer, Layer.Shape shape) {
        return !(layer instanceof Bidirectional) ? "" : shape.backward() ? "backward." : "forward.";
    }

    private static List<StatePart> stateParts(List<Layer> layers) {
        List<StatePart> parts = new ArrayList<>();
        int offset = 0;
        for (int index = 0; index < layers.size(); index++) {
            Layer layer = layers.get(index);
            boolean both = layer instanceof Bidirectional;
            if (!layer.isRecurrent()) {
                continue;
            }
            RecurrentLayer cell = both ? ((Bidirectional) layer).layer() : (RecurrentLayer) layer;
            for (int vector = 0; vector < cell.stateVectors() * (both ? 2 : 1); vector++) {
                boolean backward = vector >= cell.stateVectors();
                parts.add(new StatePart(index, backward, vector % cell.stateVectors() == 1, cell.units(), offset));
                offset += cell.units();
            }
        }
        return List.copyOf(parts);
    }

    /**
     * The beginning of an architecture: its inputs, and no layer yet.
     *
     * @param features values per time step, from 1 to {@link Layer#MAX_UNITS}
     */
    public static Architecture inputs(int features) {
        return new Architecture(features, List.of());
    }

    /** The architecture of the given layers exactly as they are, as files hold them. */
    public static Architecture of(int features, List<? extends Layer> layers) {
        Architecture architecture = inputs(features);
        for (Layer layer : layers) {
            architecture = architecture.appended(layer);
        }
        return architecture;
    }

    /** This architecture with a {@link SimpleRnn} layer with a bias on top. */
    public Architecture simpleRnn(int units, Activation activation) {
        return then(new SimpleRnn(units, activation));
    }

    /** This architecture with an {@link Lstm} layer with tanh, sigmoid gates and a bias on top. */
    public Architecture lstm(int units) {
        return then(new Lstm(units));
    }

    /** This architecture with a {@link Gru} layer with tanh, sigmoid gates and biases that resets after on top. */
    public Architecture gru(int units) {
        return then(new Gru(units));
    }

    /** This architecture with a {@link Dense} layer with a bias on top. */
    public Architecture dense(int units, Activation activation) {
        return then(new Dense(units, activation));
    }

    /** This architecture with a recurrent layer in both directions on top, their outputs side by side. */
    public Architecture bidirectional(RecurrentLayer layer) {
        return then(new Bidirectional(layer));
    }

    /** This architecture, whose one feature is a token, with a learnt vector of so many units for every token. */
    public Architecture embedding(int vocabulary, int units) {
        return then(new Embedding(vocabulary, units));
    }

    /** This architecture with {@link Dropout} on top. */
    public Architecture dropout(double rate) {
        return then(new Dropout(rate));
    }

    /** This architecture with {@link LayerNormalization} with Keras's epsilon on top. */
    public Architecture layerNormalization() {
        return then(LayerNormalization.keras());
    }

    /** This architecture with a {@link Softmax} layer on top. */
    public Architecture softmax() {
        return then(new Softmax());
    }

    /** This architecture with {@link StaticFeatures} joined to what the layers so far give. */
    public Architecture staticFeatures(int count) {
        return then(new StaticFeatures(count));
    }

    /**
     * This architecture with a layer on top; where it is recurrent, the recurrent layers below give all steps.
     *
     * @throws IllegalArgumentException where the layer cannot follow the one before it; the message names both and
     *     their shapes
     */
    public Architecture then(Layer layer) {
        Objects.requireNonNull(layer, "layer");
        Architecture below = layer.isRecurrent() ? withRecurrentSteps(true) : this;
        return below.appended(layer);
    }

    /**
     * This architecture with the output of every time step, {@code [batch, time, outputs]}.
     *
     * @throws IllegalStateException where there is no recurrent layer
     */
    public Architecture allSteps() {
        if (!isRecurrent()) {
            throw new IllegalStateException("allSteps() needs a recurrent layer; add one first");
        }
        return withRecurrentSteps(true);
    }

    private Architecture appended(Layer layer) {
        requireFollows(layer);
        List<Layer> more = new ArrayList<>(layers);
        more.add(layer);
        return new Architecture(features, more);
    }

    private void requireFollows(Layer layer) {
        if (layer.isRecurrent() && !givesSequence()) {
            throw refused(layer, "needs a sequence [batch, time, features]",
                    "let every recurrent layer below give all steps");
        }
        if (layer instanceof Embedding && (!layers.isEmpty() || features != 1)) {
            throw refused(layer, "takes tokens, [batch, time, 1],",
                    "make it the first layer, on Architecture.inputs(1)");
        }
        if (layer instanceof StaticFeatures joined && staticFeatures() > 0 && joined.count() != staticFeatures()) {
            throw refused(layer, "joins " + joined.count() + " static features, where a layer before it joins "
                    + staticFeatures() + ",", "join the same number everywhere");
        }
        if ((long) layer.outputs(outputs()) > Layer.MAX_UNITS) {
            throw refused(layer, "would give rows of more than " + Layer.MAX_UNITS + " values", "use fewer units");
        }
    }

    private IllegalArgumentException refused(Layer layer, String needs, String advice) {
        int below = layers.size() - 1;
        String given = below < 0 ? "the inputs are" : "layer " + below + " (" + layers.get(below).type() + ") gives";
        return new IllegalArgumentException("layer " + layers.size() + " (" + layer.type() + ") " + needs
                + " but " + given + (givesSequence() ? " [batch, time, " : " [batch, ") + outputs() + "]; "
                + advice);
    }

    private Architecture withRecurrentSteps(boolean allSteps) {
        List<Layer> changed = new ArrayList<>(layers.size());
        for (Layer layer : layers) {
            if (layer instanceof RecurrentLayer recurrent) {
                changed.add(recurrent.withAllSteps(allSteps));
            } else if (layer instanceof Bidirectional both) {
                changed.add(both.withAllSteps(allSteps));
            } else {
                changed.add(layer);
            }
        }
        return new Architecture(features, changed);
    }

    /** Values per time step of the input. */
    public int features() {
        return features;
    }

    /** The layers from the input upwards. */
    public List<Layer> layers() {
        return layers;
    }

    /** The width of the input of a layer: of the output of the layer below, or the features. */
    public int inputWidth(int layer) {
        return widths.get(layer);
    }

    /** The width of the output of a layer. */
    public int outputWidth(int layer) {
        return widths.get(layer + 1);
    }

    /** Values per output: the width of the last layer's output. */
    public int outputs() {
        return widths.get(layers.size());
    }

    /** How many features a sequence has as a whole; 0 without a {@link StaticFeatures} layer. */
    public int staticFeatures() {
        for (Layer layer : layers) {
            if (layer instanceof StaticFeatures joined) {
                return joined.count();
            }
        }
        return 0;
    }

    /** Whether any layer carries a state from time step to time step. */
    public boolean isRecurrent() {
        for (Layer layer : layers) {
            if (layer.isRecurrent()) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is an output for every time step, {@code [batch, time, outputs]}, or {@code [batch, outputs]}. */
    public boolean givesSequence() {
        for (Layer layer : layers) {
            if (layer.givesLastStep()) {
                return false;
            }
        }
        return true;
    }

    /** Whether any layer reads a sequence from its end. */
    public boolean goesBackwards() {
        for (Layer layer : layers) {
            if (layer instanceof Bidirectional || layer instanceof RecurrentLayer cell && cell.goBackwards()) {
                return true;
            }
        }
        return false;
    }

    /** The vectors of state that a sequence's time steps hand on, in the order in which they lie. */
    public List<StatePart> stateParts() {
        return stateParts;
    }

    /** The number of values of a sequence's state: of all {@link #stateParts()}. */
    public int stateSize() {
        int size = 0;
        for (StatePart part : stateParts) {
            size += part.units();
        }
        return size;
    }

    /** The number of time steps for which there is an output: {@code timeSteps}, or 1. */
    public int outputSteps(int timeSteps) {
        return givesSequence() ? timeSteps : 1;
    }

    /** All parameters in the order of the flat parameter vector. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** The length of the flat parameter vector. */
    public int parameterCount() {
        return parameterCount;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Architecture that && features == that.features && layers.equals(that.layers);
    }

    @Override
    public int hashCode() {
        return 31 * features + layers.hashCode();
    }

    /** One line, such as {@code inputs(1) > simpleRnn(3, tanh) > dense(1, tanh)}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("inputs(").append(features).append(')');
        for (Layer layer : layers) {
            text.append(" > ").append(layer.type())
                    .append('(').append(String.join(", ", layer.options())).append(')');
        }
        return text.toString();
    }
}
