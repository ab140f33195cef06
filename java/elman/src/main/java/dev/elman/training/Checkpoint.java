package dev.elman.training;

import dev.elman.data.Dataset;
import dev.elman.data.Schema;
import dev.elman.data.Vocabulary;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that a training run needs to go on bit for bit: weights and optimizer state in the precision that the engine
 * works in, the best weights so far, the history, the position, up to sums within an epoch, the seed and all
 * settings; the average of the weights where one is kept, and
 * within an epoch the states of lanes; and fingerprints of the data, which are not in it. All randomness is a pure
 * function of seed and position, so that there is no random state.
 *
 * <p>One safetensors file, written atomically by {@link TrainingSession#checkpoint} or
 * {@link Trainer.Builder#checkpoints(Path)} and continued by {@link Trainer#resume(Path, Dataset)}.
 */
public final class Checkpoint {

    /**
     * What a checkpoint holds beside what the network does. The vocabulary is null where none is known, and plateau
     * where the schedule has no use for it.
     */
    record Facts(
            Architecture architecture,
            Schema schema,
            Vocabulary vocabulary,
            Map<String, String> settings,
            long seed,
            Precision precision,
            Precision workingPrecision,
            String engine,
            String trainFingerprint,
            String validationFingerprint,
            Position position,
            Plateau plateau,
            List<History.Epoch> epochs) {}

    /**
     * What the network holds, and the last good weights.
     *
     * @param parameters the weights
     * @param optimizerState the optimizer's vectors
     * @param average the average of the weights; empty where none is kept
     * @param carriedStates the states of the lanes {@code [lanes, stateSize]} within an epoch; empty without lanes and
     *     between epochs
     * @param good the last weights that gave a finite validation loss, or those at the start
     */
    record Values(
            double[] parameters, double[] optimizerState, double[] average, double[] carriedStates, double[] good) {}

    private final Facts facts;
    private final Values values;
    private final Best best;

    /**
     * A checkpoint, which owns the arrays.
     *
     * @param best null without early stopping
     */
    Checkpoint(Facts facts, Values values, Best best) {
        this.facts = facts;
        this.values = values;
        this.best = best;
    }

    /**
     * Reads a checkpoint, to look into it.
     *
     * @throws dev.elman.format.FormatException where the file is damaged or is no checkpoint, but a model for example
     * @throws IOException where it cannot be read
     */
    public static Checkpoint read(Path file) throws IOException {
        return CheckpointFile.read(file);
    }

    /** What is trained. */
    public Architecture architecture() {
        return facts.architecture();
    }

    /** What inputs and outputs mean. */
    public Schema schema() {
        return facts.schema();
    }

    /** The seed of the run. */
    public long seed() {
        return facts.seed();
    }

    /** The element type of the model that is trained. */
    public Precision precision() {
        return facts.precision();
    }

    /** Every setting of the run by name; see {@link Settings#describe()}. */
    public Map<String, String> settings() {
        return new LinkedHashMap<>(facts.settings());
    }

    /** One line on the engine that the run had until here. */
    public String engine() {
        return facts.engine();
    }

    /** The number of the epoch that runs or has just ended, from 1; 0 before the first. */
    public int epoch() {
        return facts.position().epoch;
    }

    /** How many mini-batches of that epoch are done. */
    public int miniBatch() {
        return facts.position().miniBatch;
    }

    /** How many training steps are done since the beginning of the run. */
    public long step() {
        return facts.position().step;
    }

    /** The epochs that are done. */
    public History history() {
        return new History(facts.epochs());
    }

    /** A copy of the weights, in the layout of {@link Architecture#parameters()}. */
    public double[] parameters() {
        return values.parameters().clone();
    }

    Facts facts() {
        return facts;
    }

    Values values() {
        return values;
    }

    Best best() {
        return best;
    }

    /** Checks that a run with these settings and data is the one that was interrupted. */
    void requireSame(Settings settings, Dataset train, Dataset validation) {
        List<String> differences = new ArrayList<>();
        Map<String, String> here = settings.describe();
        Set<String> names = new TreeSet<>(facts.settings().keySet());
        names.addAll(here.keySet());
        for (String name : names) {
            compare(differences, name, facts.settings().get(name), here.get(name));
        }
        for (String difference : DataChecks.differences(facts.schema(), train.schema())) {
            differences.add("the data had " + difference + " here");
        }
        compare(differences, "training data (SHA-256)", facts.trainFingerprint(), train.fingerprint());
        compare(differences, "validation data (SHA-256)", facts.validationFingerprint(),
                validation == null ? null : validation.fingerprint());
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException("this is not the run of the checkpoint: "
                    + String.join("; ", differences)
                    + ". Resume with the same settings and data, or train on from the model");
        }
    }

    /** Checks that a run with these settings and data, which are the checkpoint's, can go on from it. */
    void requireWhole(Settings settings, Dataset train) {
        Position position = facts.position();
        int miniBatches = Stepper.steps(train.count(), settings.samplesPerStep());
        if (position.epoch > settings.epochs() || position.miniBatch > miniBatches || position.step < 0) {
            throw damaged("it is at epoch " + position.epoch + " of " + settings.epochs() + ", mini-batch "
                    + position.miniBatch + " of " + miniBatches + ", step " + position.step);
        }
        if (settings.schedule().needsValidation() != (facts.plateau() != null)) {
            throw damaged("what the validation losses made of the learning rate is missing or too much");
        }
        if (values.average().length != (settings.averages() ? values.parameters().length : 0)) {
            throw damaged("the average of the weights has " + values.average().length + " values");
        }
        long carried = position.carries() ? (long) train.samples().lanes() * facts.architecture().stateSize() : 0;
        if (values.carriedStates().length != carried) {
            throw damaged("the states of lanes have " + values.carriedStates().length + " values, not " + carried);
        }
    }

    private static IllegalArgumentException damaged(String how) {
        return new IllegalArgumentException("the checkpoint is damaged: " + how);
    }

    private static void compare(List<String> differences, String name, String checkpoint, String here) {
        if (checkpoint == null ? here != null : !checkpoint.equals(here)) {
            differences.add(name + " was " + (checkpoint == null ? "not there" : checkpoint) + " but here is "
                    + (here == null ? "not there" : here));
        }
    }
}
