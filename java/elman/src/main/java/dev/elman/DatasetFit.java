package dev.elman;

import dev.elman.data.Dataset;
import dev.elman.data.Samples;
import dev.elman.data.Schema;
import dev.elman.layers.Architecture;
import dev.elman.layers.Layer;
import java.util.ArrayList;
import java.util.List;

/** Checks that a data set is what a model takes and gives, with messages that name both sides. */
final class DatasetFit {

    private DatasetFit() {}

    /** That outputs have the meaning that a schema gives them. */
    static void requireOutputs(Architecture architecture, Head head, Schema schema) {
        if (schema.features().size() != architecture.features()) {
            throw new IllegalArgumentException("the architecture takes " + architecture.features()
                    + " features per time step but the schema has " + schema.features().size() + ": "
                    + schema.features());
        }
        if (!head.fits(architecture.outputs(), schema.outputs())) {
            throw new IllegalArgumentException(lastLayer(architecture) + " but the schema's horizon * targets = "
                    + schema.horizon() + " * " + schema.targets().size() + " = " + schema.outputs() + mustFit(head));
        }
    }

    private static String mustFit(Head head) {
        if (head instanceof Head.Classes) {
            return "; targets are one class, or a probability for every unit";
        }
        if (head instanceof Head.Quantiles quantiles) {
            return "; for every target there must be " + quantiles.levels().size() + " units, its quantiles";
        }
        return head instanceof Head.Gaussian
                ? "; for every target there must be 2 units, of its mean and its variance"
                : "; the two must be the same";
    }

    /** That a model can predict a data set. */
    static void require(Architecture architecture, Head head, Schema schema, Dataset data) {
        if (data.features() != architecture.features()) {
            throw new IllegalArgumentException("the model takes " + architecture.features()
                    + " features per time step" + names(schema == null ? null : schema.features())
                    + " but the data have " + data.features() + names(data.schema().features()));
        }
        if (data.hasTargets()) {
            if (!head.fits(architecture.outputs(), data.outputs())) {
                throw new IllegalArgumentException(lastLayer(architecture) + " but the data's horizon * targets = "
                        + data.schema().horizon() + " * " + data.schema().targets().size() + " = " + data.outputs()
                        + mustFit(head));
            }
            int outputSteps = architecture.outputSteps(data.timeSteps());
            if (data.targetSteps() != outputSteps) {
                throw new IllegalArgumentException("the model gives outputs for " + outputSteps + " of "
                        + data.timeSteps() + " time steps but the data have targets for " + data.targetSteps());
            }
        }
        requireParts(architecture, data.samples());
        if (schema != null) {
            // Of classes it is the number or the probability that counts, whatever the column is called.
            requireSchema(schema, data, data.hasTargets() && !(head instanceof Head.Classes));
        }
    }

    /** What samples have besides inputs and targets. */
    private static void requireParts(Architecture architecture, Samples samples) {
        if (samples.staticFeatures() != architecture.staticFeatures()) {
            throw new IllegalArgumentException("the model takes " + architecture.staticFeatures()
                    + " static features of every sequence but the data have " + samples.staticFeatures()
                    + "; give data.withStaticFeatures(..) as many");
        }
        if (samples.stateSize() != 0 && samples.stateSize() != architecture.stateSize()) {
            throw new IllegalArgumentException("a state of the model has " + architecture.stateSize()
                    + " values but the initial states of the data have " + samples.stateSize());
        }
    }

    private static void requireSchema(Schema model, Dataset dataset, boolean targets) {
        Schema data = dataset.schema();
        List<String> differences = new ArrayList<>();
        compare(differences, "features", model.features(), data.features());
        if (targets) {
            compare(differences, "targets", model.targets(), data.targets());
            compare(differences, "a horizon of", model.horizon(), data.horizon());
        }
        if (!model.hasAnyLength()) {
            compare(differences, "a look-back of", model.lookBack(),
                    data.hasAnyLength() ? "sequences of any length" : data.lookBack());
        }
        if (differences.isEmpty() && !sameScales(model, data, targets)) {
            differences.add("the scaler " + name(model) + " but the data were scaled by " + name(data));
        }
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException("the model has " + String.join("; it has ", differences)
                    + "; make the data with model.dataset(series), or say what arrays mean with"
                    + " dataset.withSchema(model.schema())");
        }
    }

    /** Whether every column that counts is scaled by the same numbers, whatever else the scalers have. */
    private static boolean sameScales(Schema a, Schema b, boolean targets) {
        if (!a.isScaled() || !b.isScaled()) {
            return a.isScaled() == b.isScaled();
        }
        List<String> columns = new ArrayList<>(a.features());
        if (targets) {
            columns.addAll(a.targets());
        }
        return columns.stream().allMatch(name -> a.scaler().column(name).equals(b.scaler().column(name)));
    }

    private static String name(Schema schema) {
        return schema.isScaled() ? schema.scaler().toString() : "none";
    }

    private static void compare(List<String> differences, String what, Object model, Object data) {
        if (!model.equals(data)) {
            differences.add(what + " " + model + " but the data have " + data);
        }
    }

    private static String lastLayer(Architecture architecture) {
        int last = architecture.layers().size() - 1;
        Layer layer = architecture.layers().get(last);
        return "the last layer (" + last + ", " + layer.type() + ") has " + architecture.outputs() + " units";
    }

    private static String names(List<String> names) {
        return names == null ? "" : " " + names;
    }
}
