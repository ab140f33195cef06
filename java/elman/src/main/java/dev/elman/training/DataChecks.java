package dev.elman.training;

import dev.elman.data.DataException;
import dev.elman.data.Dataset;
import dev.elman.data.Samples;
import dev.elman.data.Scaler;
import dev.elman.data.Schema;
import dev.elman.data.ValueChecks;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.layers.Layer;
import dev.elman.optim.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks that architecture, data and model fit together, with messages that name both sides. */
final class DataChecks {

    private DataChecks() {}

    /** That data can be learnt from by an architecture with these settings, and validated with. */
    static void require(
            Settings settings, Precision precision, Architecture architecture, Dataset train, Dataset validation) {
        if (architecture.layers().isEmpty()) {
            throw new IllegalArgumentException("the architecture has no layers; add at least one");
        }
        requireFit(settings, precision, architecture, train, "training");
        requireLanes(settings, train.samples().lanes());
        if (validation != null) {
            requireFit(settings, precision, architecture, validation, "validation");
            requireSame("the validation data", validation.schema(), "the training data", train.schema(), "");
        }
    }

    private static void requireLanes(Settings settings, int lanes) {
        if (lanes > 0 && settings.batchSize() != null && settings.batchSize() != lanes) {
            throw new IllegalArgumentException("a mini-batch is one sample of each of the " + lanes + " lanes of the"
                    + " training data but the batch size was " + settings.batchSize()
                    + "; leave it out, or cut the data into as many lanes");
        }
        if (lanes > 0 && settings.accumulation() > Network.MAX_SHARDS) {
            throw new IllegalArgumentException("with data that have lanes accumulation must be at most "
                    + Network.MAX_SHARDS + " mini-batches but was " + settings.accumulation()
                    + "; cut the data into longer chunks");
        }
    }

    /** How many time steps of all samples' targets count. */
    static long lossSteps(Samples samples) {
        long steps = 0;
        for (int sample = 0; sample < samples.count(); sample++) {
            steps += samples.lossSteps(sample);
        }
        return steps;
    }

    /** That data mean what a model's inputs and outputs mean. */
    static void requireSame(Schema model, Schema data) {
        requireSame("the training data", data, "the model", model, "; give data that were made like those the model"
                + " was trained on, or say what arrays mean with dataset.withSchema(model.schema())");
    }

    private static void requireFit(
            Settings settings, Precision precision, Architecture architecture, Dataset data, String what) {
        if (data.features() != architecture.features()) {
            throw new IllegalArgumentException("the architecture takes " + architecture.features()
                    + " features per time step but the " + what + " data have " + data.features());
        }
        if (!data.hasTargets()) {
            throw new IllegalArgumentException("the " + what + " data have no targets to learn from");
        }
        requireTargets(settings.loss(), architecture, data, what);
        requireParts(architecture, data.samples(), what);
        ValueChecks.requireInputs(data, architecture, precision == Precision.FLOAT);
        ValueChecks.requireTargets(data, settings.loss(), architecture.outputs());
        if (lossSteps(data.samples()) == 0) {
            throw new DataException("the weight of every target of the " + what + " data is zero, so that nothing"
                    + " counts; give at least one a weight above zero");
        }
    }

    private static void requireTargets(Loss loss, Architecture architecture, Dataset data, String what) {
        int last = architecture.layers().size() - 1;
        Layer layer = architecture.layers().get(last);
        int targets = loss.targets(architecture.outputs());
        if (data.outputs() != targets) {
            Schema schema = data.schema();
            String parts = schema.horizon() > 1 || schema.targets().size() > 1
                    ? " (horizon " + schema.horizon() + " * " + schema.targets().size() + " targets)"
                    : "";
            String units = "the last layer (layer " + last + ", " + layer.type() + ") has " + architecture.outputs()
                    + " units";
            throw new IllegalArgumentException(targets == architecture.outputs()
                    ? units + " but the targets of the " + what + " data have " + data.outputs() + " values" + parts
                            + "; give it " + data.outputs() + " units"
                    : units + ", to which the loss " + loss.id() + " takes targets of " + targets + " values, but those"
                            + " of the " + what + " data have " + data.outputs() + parts);
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

    private static void requireParts(Architecture architecture, Samples samples, String what) {
        if (samples.staticFeatures() != architecture.staticFeatures()) {
            throw new IllegalArgumentException("the architecture takes " + architecture.staticFeatures()
                    + " static features per sequence but the " + what + " data have " + samples.staticFeatures());
        }
        if (samples.stateSize() != 0 && samples.stateSize() != architecture.stateSize()) {
            throw new IllegalArgumentException("the state of the architecture " + architecture + " has "
                    + architecture.stateSize() + " values but the initial states of the " + what + " data have "
                    + samples.stateSize());
        }
        if (samples.hasLanes() && architecture.goesBackwards()) {
            throw new IllegalArgumentException("the samples of the " + what + " data go on from the states that those"
                    + " before them leave behind, but a layer of " + architecture + " reads them from their ends; use"
                    + " layers that go forwards, or samples that stand for themselves");
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
