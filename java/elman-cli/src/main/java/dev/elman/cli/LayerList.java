package dev.elman.cli;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.Dense;
import dev.elman.layers.Dropout;
import dev.elman.layers.Gru;
import dev.elman.layers.Layer;
import dev.elman.layers.LayerNormalization;
import dev.elman.layers.Lstm;
import dev.elman.layers.RecurrentLayer;
import dev.elman.layers.SimpleRnn;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A network as the command line spells it, layers separated by commas, from the input upwards:
 * {@code name:units[:activation]}, {@code dropout:rate} or {@code norm}.
 */
final class LayerList {

    private static final String BOTH = "bi-";
    private static final List<String> SIZED = List.of("rnn", "lstm", "gru", "bi-rnn", "bi-lstm", "bi-gru", "dense");
    private static final String DROPOUT = "dropout";
    private static final String NORM = "norm";

    private final List<Layer> layers;

    private LayerList(List<Layer> layers) {
        this.layers = List.copyOf(layers);
    }

    /** One recurrent layer of 32 and a linear one that fits the outputs. */
    static LayerList standard(int outputs) {
        return new LayerList(List.of(new SimpleRnn(32, Activation.TANH), new Dense(outputs, Activation.LINEAR)));
    }

    /**
     * Reads a list.
     *
     * @throws IllegalArgumentException where a layer or activation is unknown or a size out of range
     */
    static LayerList parse(String text) {
        List<Layer> layers = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            layers.add(layer(item.trim()));
        }
        return new LayerList(layers);
    }

    /** The layers from the input upwards. */
    List<Layer> layers() {
        return layers;
    }

    private static Layer layer(String item) {
        String[] parts = item.split(":", -1);
        String name = parts[0];
        if (name.equals(NORM) && parts.length == 1) {
            return LayerNormalization.keras();
        }
        if (name.equals(DROPOUT) && parts.length == 2) {
            return new Dropout(converted(new Values.Fraction(), "the rate", item, parts[1]));
        }
        if (!SIZED.contains(name)) {
            throw new IllegalArgumentException("unknown layer '" + item + "'; there are " + String.join(", ", SIZED)
                    + ", dropout:RATE and norm");
        }
        if (parts.length < 2 || parts.length > 3) {
            throw new IllegalArgumentException(
                    "layer '" + item + "' must be name:units or name:units:activation, such as gru:32 or dense:1:tanh");
        }
        int units = converted(new Values.Size(), "units", item, parts[1]);
        Activation usual = name.equals("dense") ? Activation.LINEAR : Activation.TANH;
        Activation activation = parts.length == 3 ? Activation.of(parts[2]) : usual;
        if (name.equals("dense")) {
            return new Dense(units, activation);
        }
        boolean both = name.startsWith(BOTH);
        RecurrentLayer cell = cell(both ? name.substring(BOTH.length()) : name, units, activation);
        return both ? new Bidirectional(cell) : cell;
    }

    private static RecurrentLayer cell(String name, int units, Activation activation) {
        return switch (name) {
            case "rnn" -> new SimpleRnn(units, activation);
            case "lstm" -> new Lstm(units).withActivation(activation);
            default -> new Gru(units).withActivation(activation);
        };
    }

    private static <T> T converted(ITypeConverter<T> converter, String what, String item, String text) {
        try {
            return converter.convert(text);
        } catch (Exception e) {
            throw new IllegalArgumentException(what + " of layer '" + item + "' " + e.getMessage(), e);
        }
    }

    /**
     * The network over so many features.
     *
     * @throws UsageException where it is too large, or its last layer does not give {@code horizon * targets} values
     */
    Architecture architecture(int features, int horizon, int targets) {
        Architecture architecture;
        try {
            architecture = Architecture.inputs(features);
            for (Layer layer : layers) {
                architecture = architecture.then(layer);
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException("--layers: " + e.getMessage(), e);
        }
        long needed = (long) horizon * targets;
        if (architecture.outputs() != needed) {
            throw new UsageException("the last layer of --layers has " + architecture.outputs()
                    + " units but must have " + needed + ", horizon " + horizon + " times " + targets
                    + (targets == 1 ? " target" : " targets"));
        }
        if (layers.stream().noneMatch(Layer::isRecurrent)) {
            throw new UsageException("--layers needs a recurrent layer, such as rnn:32 or lstm:32");
        }
        return architecture;
    }

    /** For picocli: what cannot be read is wrong usage. */
    static final class Converter implements ITypeConverter<LayerList> {
        @Override
        public LayerList convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
