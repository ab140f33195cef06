package dev.elman.format;

import dev.elman.layers.Activation;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.Dense;
import dev.elman.layers.Dropout;
import dev.elman.layers.Embedding;
import dev.elman.layers.Gru;
import dev.elman.layers.Layer;
import dev.elman.layers.LayerNormalization;
import dev.elman.layers.Lstm;
import dev.elman.layers.Recurrence;
import dev.elman.layers.RecurrentLayer;
import dev.elman.layers.SimpleRnn;
import dev.elman.layers.Softmax;
import dev.elman.layers.StaticFeatures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One layer as a JSON object with its type and every option by name. */
final class LayerJson {

    /** Of every recurrent layer. The last three are not in files of versions that did not know them. */
    private static final List<String> RECURRENT =
            List.of("type", "units", "activation", "useBias", "allSteps", "goBackwards", "dropout", "recurrentDropout");

    private LayerJson() {}

    static Map<String, Object> write(Layer layer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", layer.type());
        if (layer instanceof RecurrentLayer recurrent) {
            writeRecurrent(recurrent, fields);
        } else if (layer instanceof Bidirectional both) {
            fields.put("merge", both.merge().id());
            fields.put("layer", write(both.layer()));
        } else if (layer instanceof Dense dense) {
            fields.put("units", dense.units());
            fields.put("activation", dense.activation().id());
            fields.put("useBias", dense.useBias());
        } else if (layer instanceof Embedding embedding) {
            fields.put("vocabulary", embedding.vocabulary());
            fields.put("units", embedding.units());
            fields.put("paddingIndex", embedding.paddingIndex());
        } else if (layer instanceof Dropout dropout) {
            fields.put("rate", dropout.rate());
        } else if (layer instanceof LayerNormalization normalization) {
            fields.put("epsilon", normalization.epsilon());
        } else if (layer instanceof StaticFeatures joined) {
            fields.put("count", joined.count());
        }
        return fields;
    }

    private static void writeRecurrent(RecurrentLayer layer, Map<String, Object> fields) {
        fields.put("units", layer.units());
        fields.put("activation", layer.activation().id());
        if (layer instanceof Lstm lstm) {
            fields.put("recurrentActivation", lstm.recurrentActivation().id());
        } else if (layer instanceof Gru gru) {
            fields.put("recurrentActivation", gru.recurrentActivation().id());
            fields.put("resetAfter", gru.resetAfter());
        }
        fields.put("useBias", layer.useBias());
        fields.put("allSteps", layer.allSteps());
        fields.put("goBackwards", layer.goBackwards());
        fields.put("dropout", layer.dropout());
        fields.put("recurrentDropout", layer.recurrentDropout());
    }

    static Layer read(JsonObject layer) throws FormatException {
        try {
            return layer(layer);
        } catch (IllegalArgumentException e) {
            throw layer.invalid(e.getMessage());
        }
    }

    private static Layer layer(JsonObject layer) throws FormatException {
        String type = layer.text("type");
        switch (type) {
            case "simpleRnn", "lstm", "gru":
                return recurrent(layer);
            case "bidirectional":
                layer.requireOnly("type", "merge", "layer");
                if (!(read(layer.object("layer")) instanceof RecurrentLayer cell)) {
                    throw layer.invalid("'layer' must be a simpleRnn, lstm or gru");
                }
                return new Bidirectional(cell, Bidirectional.Merge.of(layer.text("merge")));
            case "dense":
                layer.requireOnly("type", "units", "activation", "useBias");
                return new Dense(units(layer), activation(layer, "activation"), layer.flag("useBias"));
            case "embedding":
                layer.requireOnly("type", "vocabulary", "units", "paddingIndex");
                return new Embedding(layer.integer("vocabulary", 1, Layer.MAX_UNITS), units(layer),
                        layer.integer("paddingIndex", Embedding.NO_PADDING, Layer.MAX_UNITS));
            case "dropout":
                layer.requireOnly("type", "rate");
                return new Dropout(layer.number("rate"));
            case "layerNormalization":
                layer.requireOnly("type", "epsilon");
                return new LayerNormalization(layer.number("epsilon"));
            case "softmax":
                layer.requireOnly("type");
                return new Softmax();
            case "staticFeatures":
                layer.requireOnly("type", "count");
                return new StaticFeatures(layer.integer("count", 1, Layer.MAX_UNITS));
            default:
                throw layer.invalid("unknown layer '" + type + "'; this version knows simpleRnn, lstm, gru,"
                        + " bidirectional, dense, embedding, dropout, layerNormalization, softmax and staticFeatures");
        }
    }

    private static RecurrentLayer recurrent(JsonObject layer) throws FormatException {
        String type = layer.text("type");
        List<String> known = new ArrayList<>(RECURRENT);
        if (!type.equals("simpleRnn")) {
            known.add("recurrentActivation");
        }
        if (type.equals("gru")) {
            known.add("resetAfter");
        }
        layer.requireOnly(known.toArray(new String[0]));
        int units = units(layer);
        Activation activation = activation(layer, "activation");
        boolean useBias = layer.flag("useBias");
        Recurrence recurrence = recurrence(layer);
        return switch (type) {
            case "lstm" -> new Lstm(units, activation, activation(layer, "recurrentActivation"), useBias, recurrence);
            case "gru" -> new Gru(units, activation, activation(layer, "recurrentActivation"), useBias,
                    layer.flag("resetAfter"), recurrence);
            default -> new SimpleRnn(units, activation, useBias, recurrence);
        };
    }

    /** Where a file has no such option there was none: forwards, without dropout. */
    private static Recurrence recurrence(JsonObject layer) throws FormatException {
        return new Recurrence(
                layer.flag("allSteps"),
                layer.has("goBackwards") && layer.flag("goBackwards"),
                layer.has("dropout") ? layer.number("dropout") : 0,
                layer.has("recurrentDropout") ? layer.number("recurrentDropout") : 0);
    }

    private static int units(JsonObject layer) throws FormatException {
        return layer.integer("units", 1, Layer.MAX_UNITS);
    }

    private static Activation activation(JsonObject layer, String field) throws FormatException {
        return Activation.of(layer.text(field));
    }
}
