package dev.elman.training;

import dev.elman.Head;
import dev.elman.Model;
import dev.elman.Provenance;
import dev.elman.data.Dataset;
import dev.elman.data.Schema;
import dev.elman.data.Vocabulary;
import dev.elman.engine.Precision;
import dev.elman.engine.Version;
import dev.elman.layers.Architecture;
import java.time.Instant;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Where a run begins.
 *
 * @param architecture what is trained
 * @param schema what inputs and outputs mean
 * @param vocabulary the symbols of tokens; null where none is known
 * @param settings all settings, seed and precision among them
 * @param weights the parameter vector to begin with
 * @param checkpoint what is resumed; null for a new run
 * @param nanos when the beginning began, by {@link System#nanoTime()}
 */
record Start(
        Architecture architecture,
        Schema schema,
        Vocabulary vocabulary,
        Settings settings,
        double[] weights,
        Checkpoint checkpoint,
        long nanos) {

    /** A run from new weights. */
    static Start fresh(Settings settings, Architecture architecture, Dataset train, Dataset validation) {
        long began = System.nanoTime();
        Objects.requireNonNull(architecture, "architecture");
        Precision precision = settings.precision() == null ? Precision.FLOAT : settings.precision();
        require(settings, precision, architecture, train, validation);
        Settings resolved = settings.resolved(seed(settings), precision, train);
        double[] weights = settings.initialization().values(architecture, resolved.seed(), precision);
        return new Start(architecture, train.schema(), null, resolved, weights, null, began).checked();
    }

    /** A run from a model's weights. */
    static Start from(Settings settings, Model model, Dataset train, Dataset validation) {
        long began = System.nanoTime();
        Architecture architecture = model.architecture();
        Precision precision = settings.precision() == null ? model.precision() : settings.precision();
        require(settings, precision, architecture, train, validation);
        Schema schema = model.schema();
        if (schema != null) {
            DataChecks.requireSame(schema, train.schema());
        }
        double[] weights = model.parameterVector();
        Weights.round(weights, precision);
        int bad = Weights.firstNotFinite(weights);
        if (bad >= 0) {
            throw new IllegalArgumentException("the model has a weight that is beyond the range of "
                    + precision.id() + ": value " + bad + " of its parameter vector; train in double");
        }
        return new Start(architecture, schema == null ? train.schema() : schema, model.vocabulary(),
                settings.resolved(seed(settings), precision, train), weights, null, began).checked();
    }

    /** A run from a checkpoint. */
    static Start resumed(Settings settings, Checkpoint checkpoint, Dataset train, Dataset validation) {
        long began = System.nanoTime();
        Precision precision = settings.precision() == null ? checkpoint.precision() : settings.precision();
        require(settings, precision, checkpoint.architecture(), train, validation);
        Settings resolved = settings.resolved(
                settings.seed() == null ? checkpoint.seed() : settings.seed(), precision, train);
        checkpoint.requireSame(resolved, train, validation);
        checkpoint.requireWhole(resolved, train);
        return new Start(checkpoint.architecture(), checkpoint.schema(), checkpoint.facts().vocabulary(), resolved,
                checkpoint.parameters(), checkpoint, began).checked();
    }

    /** What no model can mean must not show itself only when the training is done. */
    private Start checked() {
        model(weights, 0, 0);
        return this;
    }

    /** A model of weights that are finite. */
    Model model(double[] values, int epochs, int samples) {
        Provenance provenance = new Provenance(Version.NUMBER, settings.engine(), settings.seed(), epochs, samples,
                settings.optimizer().id(), settings.loss().id(), Instant.now(), settings.describe());
        return Model.of(architecture, settings.precision(), values).withHead(Head.of(settings.loss()))
                .withSchema(schema).withVocabulary(vocabulary).withProvenance(provenance)
                .withEngine(settings.engine());
    }

    private static void require(
            Settings settings, Precision precision, Architecture architecture, Dataset train, Dataset validation) {
        Objects.requireNonNull(train, "train");
        if (settings.earlyStopping() != null && validation == null) {
            throw needsValidation("early stopping needs validation data, by which it decides when to stop");
        }
        if (settings.schedule().needsValidation() && validation == null) {
            throw needsValidation("the schedule '" + settings.schedule().id()
                    + "' needs validation data, by which it decides when the learning rate falls");
        }
        if (!settings.truncation().isFull() && architecture.goesBackwards()) {
            throw new IllegalArgumentException("the gradients of a layer that goes backwards cannot be truncated, but"
                    + " the truncation length was " + settings.truncation().length() + " and the architecture "
                    + architecture + "; use Truncation.full()");
        }
        settings.layerRules().of(architecture);
        DataChecks.require(settings, precision, architecture, train, validation);
    }

    private static IllegalArgumentException needsValidation(String what) {
        return new IllegalArgumentException(what + ": split the series into train, validation and test and pass the"
                + " validation part as the third argument (never the test part)");
    }

    /** The seed that was set, or a new one below 2^53, so that every JSON reader holds it. */
    private static long seed(Settings settings) {
        return settings.seed() == null ? new SplittableRandom().nextLong() >>> 11 : settings.seed();
    }
}
