package dev.elman.format;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Dense;
import dev.elman.layers.Gru;
import dev.elman.layers.Layer;
import dev.elman.layers.Lstm;
import dev.elman.layers.Recurrence;
import dev.elman.layers.RecurrentLayer;
import dev.elman.layers.SimpleRnn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An architecture as JSON: {@code {"features":1,"layers":[{"type":"simpleRnn","units":3,"activation":"tanh",
 * "useBias":true,"allSteps":false}, ..]}}. Every option of a layer is there by name, so that a default that changes
 * never changes what a file means.
 */
public final class ArchitectureJson {

    private ArchitectureJson() {}

    /** The architecture as one line of JSON. */
    public static String write(Architecture architecture) {
        List<Map<String, Object>> layers = new ArrayList<>();
        for (Layer layer : architecture.layers()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("type", layer.type());
            if (layer instanceof Dense dense) {
                fields.put("units", dense.units());
                fields.put("activation", dense.activation().id());
                fields.put("useBias", dense.useBias());
            } else if (layer instanceof RecurrentLayer recurrent) {
                fields.put("units", recurrent.units());
                fields.put("activation", recurrent.activation().id());
                fields.put("useBias", recurrent.useBias());
            }
            if (layer instanceof Lstm lstm) {
                fields.put("recurrentActivation", lstm.recurrentActivation().id());
            } else if (layer instanceof Gru gru) {
                fields.put("recurrentActivation", gru.recurrentActivation().id());
                fields.put("resetAfter", gru.resetAfter());
            }
            if (layer instanceof RecurrentLayer recurrent) {
                fields.put("allSteps", recurrent.allSteps());
            }
            layers.add(fields);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("features", architecture.features());
        fields.put("layers", layers);
        return Json.write(fields);
    }

    /**
     * The architecture that {@link #write} wrote.
     *
     * @param where what it is and where it stands, for messages
     * @throws FormatException where it is none, or has a layer, activation or option that this version does not know
     */
    public static Architecture read(String json, String where) throws FormatException {
        JsonObject fields = Json.parseObject(json, where);
        fields.requireOnly("features", "layers");
        int features = fields.integer("features", 1, Layer.MAX_UNITS);
        List<Layer> layers = new ArrayList<>();
        for (JsonObject layer : fields.objects("layers")) {
            layers.add(layer(layer));
        }
        try {
            return Architecture.of(features, layers);
        } catch (IllegalArgumentException e) {
            throw new FormatException(where + ": " + e.getMessage(), e);
        }
    }

    private static Layer layer(JsonObject layer) throws FormatException {
        String type = layer.text("type");
        switch (type) {
            case "simpleRnn":
                layer.requireOnly("type", "units", "activation", "useBias", "allSteps");
                return new SimpleRnn(
                        units(layer),
                        activation(layer, "activation"),
                        layer.flag("useBias"),
                        Recurrence.DEFAULT.withAllSteps(layer.flag("allSteps")));
            case "lstm":
                layer.requireOnly("type", "units", "activation", "recurrentActivation", "useBias", "allSteps");
                return new Lstm(
                        units(layer),
                        activation(layer, "activation"),
                        activation(layer, "recurrentActivation"),
                        layer.flag("useBias"),
                        Recurrence.DEFAULT.withAllSteps(layer.flag("allSteps")));
            case "gru":
                layer.requireOnly(
                        "type", "units", "activation", "recurrentActivation", "resetAfter", "useBias", "allSteps");
                return new Gru(
                        units(layer),
                        activation(layer, "activation"),
                        activation(layer, "recurrentActivation"),
                        layer.flag("useBias"),
                        layer.flag("resetAfter"),
                        Recurrence.DEFAULT.withAllSteps(layer.flag("allSteps")));
            case "dense":
                layer.requireOnly("type", "units", "activation", "useBias");
                return new Dense(units(layer), activation(layer, "activation"), layer.flag("useBias"));
            default:
                throw layer.invalid("unknown layer '" + type + "'; this version knows simpleRnn, lstm, gru and dense");
        }
    }

    private static int units(JsonObject layer) throws FormatException {
        return layer.integer("units", 1, Layer.MAX_UNITS);
    }

    private static Activation activation(JsonObject layer, String field) throws FormatException {
        try {
            return Activation.of(layer.text(field));
        } catch (IllegalArgumentException e) {
            throw layer.invalid(e.getMessage());
        }
    }
}
