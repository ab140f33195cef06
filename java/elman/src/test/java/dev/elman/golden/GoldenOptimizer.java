package dev.elman.golden;

import dev.elman.format.FormatException;
import dev.elman.format.JsonObject;
import dev.elman.optim.Adagrad;
import dev.elman.optim.Adam;
import dev.elman.optim.AdamW;
import dev.elman.optim.Clipping;
import dev.elman.optim.Form;
import dev.elman.optim.Optimizer;
import dev.elman.optim.RmsProp;
import dev.elman.optim.Sgd;

/** Finds the optimizer and clipping of Elman's whose equations are those of a system's. */
final class GoldenOptimizer {

    private GoldenOptimizer() {}

    static Optimizer read(String system, JsonObject json) throws FormatException {
        Form form = system.equals("PyTorch") ? Form.TORCH : Form.KERAS;
        double rate = json.number("learningRate");
        return switch (json.text("type")) {
            case "sgd" -> json.has("momentum")
                    ? new Sgd(rate, json.number("momentum"), json.flag("nesterov"), form)
                    : new Sgd(rate, 0, false, form);
            // TensorFlow.js has Keras's constants, but PyTorch's form.
            case "adam" -> new Adam(
                    rate, json.number("beta1"), json.number("beta2"), json.number("epsilon"), Form.TORCH);
            case "adamw" -> new AdamW(rate, json.number("beta1"), json.number("beta2"), json.number("epsilon"),
                    json.number("weightDecay"), Form.TORCH);
            case "rmsprop" -> new RmsProp(rate, json.number("rho"), json.number("epsilon"), form);
            case "adagrad" -> new Adagrad(
                    rate, json.number("initialAccumulator"), json.number("epsilon"), form);
            default -> throw json.invalid("is of a type that no optimizer of Elman's is");
        };
    }

    static Clipping clipping(JsonObject training) throws FormatException {
        if (!training.has("clipping")) {
            return Clipping.none();
        }
        JsonObject json = training.object("clipping");
        return json.has("globalNorm")
                ? Clipping.byGlobalNorm(json.number("globalNorm"), Form.TORCH)
                : Clipping.byValue(json.number("value"));
    }
}
