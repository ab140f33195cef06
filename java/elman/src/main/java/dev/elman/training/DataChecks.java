package dev.elman.training;

import dev.elman.data.Dataset;
import dev.elman.data.Scaler;
import dev.elman.data.Schema;
import dev.elman.layers.Architecture;
import dev.elman.layers.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks that architecture, data and model fit together, with messages that name both sides. */
final class DataChecks {

    private DataChecks() {}

    /** That data can be learnt from by an architecture, and validated with. */
    static void require(Architecture architecture, Dataset train, Dataset validation) {
        if (architecture.layers().isEmpty()) {
            throw new IllegalArgumentException("the architecture has no layers; add at least one");
        }
        requireFit(architecture, train, "training");
        if (validation != null) {
            requireFit(architecture, validation, "validation");
            requireSame("the validation data", validation.schema(), "the training data", train.schema(), "");
        }
    }

    /** That data mean what a model's inputs and outputs mean. */
    static void requireSame(Schema model, Schema data) {
        requireSame("the training data", data, "the model", model, "; give data that were made like those the model"
                + " was trained on, or say what arrays mean with dataset.withSchema(model.schema())");
    }

    private static void requireFit(Architecture architecture, Dataset data, String what) {
        if (data.features() != architecture.features()) {
            throw new IllegalArgumentException("the architecture takes " + architecture.features()
                    + " features per time step but the " + what + " data have " + data.features());
        }
        if (!data.hasTargets()) {
            throw new IllegalArgumentException("the " + what + " data have no targets to learn from");
        }
        int last = architecture.layers().size() - 1;
        Layer layer = architecture.layers().get(last);
        String named = "the last layer (layer " + last + ", " + layer.type() + ")";
        if (data.outputs() != architecture.outputs()) {
            Schema schema = data.schema();
            String parts = schema.horizon() > 1 || schema.targets().size() > 1
                    ? " (horizon " + schema.horizon() + " * " + schema.targets().size() + " targets)"
                    : "";
            throw new IllegalArgumentException(named + " has " + architecture.outputs() + " units but the targets of"
                    + " the " + what + " data have " + data.outputs() + " values" + parts + "; give it "
                    + data.outputs() + " units");
        }
        if (data.targetSteps() != architecture.outputSteps(data.timeSteps())) {
            String advice = architecture.givesSequence()
                    ? "; give targets for every time step, or let the last recurrent layer give its last step"
                    : "; give one target per sample, or call allSteps() on the architecture";
            throw new IllegalArgumentException("the architecture gives "
                    + architecture.outputSteps(data.timeSteps()) + " output steps for " + data.timeSteps()
                    + " time steps but the " + what + " data have targets for " + data.targetSteps() + advice);
        }
    }

    private static void requireSame(String nameA, Schema a, String nameB, Schema b, String advice) {
        List<String> differences = differences(a, b);
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(nameA + " do not fit " + nameB + ": " + String.join(", ", differences)
                    + advice);
        }
    }

    /** In what two meanings of data differ; empty where they are the same. */
    static List<String> differences(Schema a, Schema b) {
        List<String> differences = new ArrayList<>();
        compare(differences, "features", a.features(), b.features());
        compare(differences, "targets", a.targets(), b.targets());
        compare(differences, "look-back", a.lookBack(), b.lookBack());
        compare(differences, "horizon", a.horizon(), b.horizon());
        if (differences.isEmpty()) {
            compare(differences, "scaler", scales(a), scales(b));
        }
        return differences;
    }

    private static void compare(List<String> differences, String name, Object a, Object b) {
        if (!a.equals(b)) {
            differences.add(name + " " + a + " instead of " + b);
        }
    }

    /** The scales of the columns that count, whatever else the scaler has. */
    private static Object scales(Schema schema) {
        Scaler scaler = schema.scaler();
        if (scaler == null) {
            return "none";
        }
        return Stream.concat(schema.features().stream(), schema.targets().stream()).distinct()
                .map(scaler::column).toList();
    }
}
