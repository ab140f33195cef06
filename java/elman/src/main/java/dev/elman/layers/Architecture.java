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

    private Architecture(int features, List<Layer> layers) {
        if (features < 1 || features > Layer.MAX_UNITS) {
            throw new IllegalArgumentException(
                    "features must be from 1 to " + Layer.MAX_UNITS + " but was " + features);
        }
        this.features = features;
        this.layers = List.copyOf(layers);
        List<Parameter> all = new ArrayList<>();
        long offset = 0;
        int width = features;
        for (int index = 0; index < layers.size(); index++) {
            Layer layer = layers.get(index);
            for (Layer.Shape shape : layer.shapes(width)) {
                String name = index + "." + layer.type() + "." + shape.role().id();
                long end = offset + (long) shape.rows() * shape.columns();
                if (end > Integer.MAX_VALUE - 8) {
                    throw new IllegalArgumentException("parameter " + name + " of shape [" + shape.rows() + ", "
                            + shape.columns() + "] takes the architecture beyond " + (Integer.MAX_VALUE - 8)
                            + " parameters in all; use fewer units or features");
                }
                all.add(new Parameter(name, index, shape.role(), shape.rows(), shape.columns(), (int) offset));
                offset = end;
            }
            width = layer.units();
        }
        this.parameters = List.copyOf(all);
        this.parameterCount = (int) offset;
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
            if (layer instanceof RecurrentLayer && !architecture.givesSequence()) {
                throw new IllegalArgumentException("layer " + architecture.layers.size() + " (" + layer.type()
                        + ") needs a sequence [batch, time, features] but the layers before it give their last step,"
                        + " [batch, " + architecture.outputs() + "]; give them all steps");
            }
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

    /** This architecture with a layer on top; where it is recurrent, the recurrent layers below give all steps. */
    public Architecture then(Layer layer) {
        Objects.requireNonNull(layer, "layer");
        Architecture below = layer instanceof RecurrentLayer ? withRecurrentSteps(true) : this;
        return below.appended(layer);
    }

    /**
     * This architecture with the output of every time step, {@code [batch, time, outputs]}.
     *
     * @throws IllegalStateException where there is no recurrent layer
     */
    public Architecture allSteps() {
        if (layers.stream().noneMatch(RecurrentLayer.class::isInstance)) {
            throw new IllegalStateException("allSteps() needs a recurrent layer; add one first");
        }
        return withRecurrentSteps(true);
    }

    private Architecture appended(Layer layer) {
        List<Layer> more = new ArrayList<>(layers);
        more.add(layer);
        return new Architecture(features, more);
    }

    private Architecture withRecurrentSteps(boolean allSteps) {
        List<Layer> changed = new ArrayList<>(layers.size());
        for (Layer layer : layers) {
            changed.add(layer instanceof RecurrentLayer recurrent ? recurrent.withAllSteps(allSteps) : layer);
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

    /** The width of the input of a layer: the units of the layer below, or the features. */
    public int inputWidth(int layer) {
        return layer == 0 ? features : layers.get(layer - 1).units();
    }

    /** Values per output: the units of the last layer. */
    public int outputs() {
        return inputWidth(layers.size());
    }

    /** Whether there is an output for every time step, {@code [batch, time, outputs]}, or {@code [batch, outputs]}. */
    public boolean givesSequence() {
        for (Layer layer : layers) {
            if (layer instanceof RecurrentLayer recurrent && !recurrent.allSteps()) {
                return false;
            }
        }
        return true;
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
