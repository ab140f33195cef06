package dev.elman.golden;

import dev.elman.format.FormatException;
import dev.elman.format.JsonObject;
import dev.elman.layers.Activation;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.Dense;
import dev.elman.layers.Embedding;
import dev.elman.layers.Gru;
import dev.elman.layers.Layer;
import dev.elman.layers.LayerNormalization;
import dev.elman.layers.Lstm;
import dev.elman.layers.RecurrentLayer;
import dev.elman.layers.SimpleRnn;
import dev.elman.layers.Softmax;
import dev.elman.optim.LayerRule;
import dev.elman.optim.Penalty;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer of a golden file.
 *
 * @param layer the same layer of Elman's
 * @param type how the file calls it
 * @param weights in the system's order and layout
 * @param initialState the states that it begins with, in Elman's order; empty for zeros
 * @param rule whether training changes its weights, and what large ones cost
 */
record GoldenLayer(
        Layer layer, String type, List<GoldenTensor> weights, List<GoldenTensor> initialState, LayerRule rule) {

    static GoldenLayer read(JsonObject json) throws FormatException {
        List<GoldenTensor> initialState =
                json.has("initialState") ? tensors(json.objects("initialState")) : List.of();
        return new GoldenLayer(
                layer(json), json.text("type"), tensors(json.objects("weights")), initialState, rule(json));
    }

    private static LayerRule rule(JsonObject json) throws FormatException {
        LayerRule rule = LayerRule.DEFAULT.withTrainable(!json.has("trainable") || json.flag("trainable"));
        if (!json.has("penalties")) {
            return rule;
        }
        JsonObject penalties = json.object("penalties");
        penalties.requireOnly("kernel", "recurrent_kernel", "bias");
        return rule.withKernel(penalty(penalties, "kernel"))
                .withRecurrentKernel(penalty(penalties, "recurrent_kernel"))
                .withBias(penalty(penalties, "bias"));
    }

    private static Penalty penalty(JsonObject penalties, String name) throws FormatException {
        if (!penalties.has(name)) {
            return Penalty.NONE;
        }
        JsonObject json = penalties.object(name);
        return new Penalty(json.number("l1"), json.number("l2"));
    }

    static List<GoldenTensor> tensors(List<JsonObject> list) throws FormatException {
        List<GoldenTensor> tensors = new ArrayList<>();
        for (JsonObject json : list) {
            tensors.add(GoldenTensor.read(json));
        }
        return tensors;
    }

    private static Layer layer(JsonObject json) throws FormatException {
        return switch (json.text("type")) {
            case "dense" -> new Dense(units(json), activation(json, "activation"), json.flag("bias"));
            case "embedding" -> new Embedding(
                    json.integer("vocabulary", 1, Layer.MAX_UNITS), units(json), json.integer("padding", 0, 0));
            case "layerNormalization" -> new LayerNormalization(json.number("epsilon"));
            case "softmax" -> new Softmax();
            default -> directed(json, cell(json).withAllSteps(json.text("steps").equals("all")));
        };
    }

    private static RecurrentLayer cell(JsonObject json) throws FormatException {
        Activation activation = activation(json, "activation");
        boolean bias = json.flag("bias");
        switch (json.text("type")) {
            case "rnn" -> {
                return new SimpleRnn(units(json), activation).withBias(bias);
            }
            case "lstm" -> {
                return new Lstm(units(json))
                        .withActivation(activation)
                        .withRecurrentActivation(activation(json, "recurrentActivation"))
                        .withBias(bias);
            }
            case "gru" -> {
                return new Gru(units(json))
                        .withActivation(activation)
                        .withRecurrentActivation(activation(json, "recurrentActivation"))
                        .withResetAfter(json.text("reset").equals("after"))
                        .withBias(bias);
            }
            default -> throw json.invalid("has a type that no layer of Elman's is");
        }
    }

    private static Layer directed(JsonObject json, RecurrentLayer cell) throws FormatException {
        switch (json.text("direction")) {
            case "forward" -> {
                return cell;
            }
            case "backward" -> {
                return cell.withGoBackwards(true);
            }
            case "both" -> {
                return new Bidirectional(cell, merge(json));
            }
            default -> throw json.invalid("has no direction that Elman knows");
        }
    }

    private static Bidirectional.Merge merge(JsonObject json) throws FormatException {
        return switch (json.text("merge")) {
            case "concat" -> Bidirectional.Merge.CONCAT;
            case "sum" -> Bidirectional.Merge.SUM;
            case "mul" -> Bidirectional.Merge.MULTIPLY;
            case "ave" -> Bidirectional.Merge.AVERAGE;
            default -> throw json.invalid("has no merge that Elman knows");
        };
    }

    private static int units(JsonObject json) throws FormatException {
        return json.integer("units", 1, Layer.MAX_UNITS);
    }

    private static Activation activation(JsonObject json, String name) throws FormatException {
        return Activation.of(json.text(name));
    }
}
