package dev.elman.training;

import dev.elman.data.Schema;
import dev.elman.data.Vocabulary;
import dev.elman.engine.Precision;
import dev.elman.format.ArchitectureJson;
import dev.elman.format.Dtype;
import dev.elman.format.ElmanFile;
import dev.elman.format.FormatException;
import dev.elman.format.Json;
import dev.elman.format.JsonObject;
import dev.elman.format.Safetensors;
import dev.elman.format.SchemaJson;
import dev.elman.format.Tensor;
import dev.elman.format.VocabularyJson;
import dev.elman.layers.Architecture;
import dev.elman.layers.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A checkpoint as a safetensors file. Every vector over the parameters is one tensor per parameter, such as
 * {@code parameters/0.simpleRnn.kernel}, {@code optimizer.0/..}, {@code average/..}, {@code best/..} and {@code
 * good/..}, in the precision that the engine works in. Doubles of the position and the history, which may be NaN, are
 * tensors too, and the states of lanes; whole numbers and texts are JSON in the metadata.
 */
final class CheckpointFile {

    private static final String ARCHITECTURE = "elman.architecture";
    private static final String SCHEMA = "elman.schema";
    private static final String VOCABULARY = "elman.vocabulary";
    private static final String SETTINGS = "elman.settings";
    private static final String STATE = "elman.state";
    private static final String SUMS = "sums";
    private static final String CARRIED_STATES = "carriedStates";
    private static final String PLATEAU = "plateau";
    private static final String HISTORY = "history";
    private static final String HISTORY_NANOS = "historyNanos";
    private static final int SUM_VALUES = 4;
    private static final int PLATEAU_VALUES = 2;
    private static final int HISTORY_VALUES = 3;

    private CheckpointFile() {}

    static void write(Path file, Checkpoint checkpoint) throws IOException {
        Checkpoint.Facts facts = checkpoint.facts();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(ARCHITECTURE, ArchitectureJson.write(facts.architecture()));
        metadata.put(SCHEMA, SchemaJson.write(facts.schema()));
        if (facts.vocabulary() != null) {
            metadata.put(VOCABULARY, VocabularyJson.write(facts.vocabulary()));
        }
        metadata.put(SETTINGS, Json.write(facts.settings()));
        metadata.put(STATE, Json.write(state(facts, checkpoint.best())));

        List<Tensor> tensors = new ArrayList<>();
        Vectors vectors = new Vectors(facts.architecture(), facts.workingPrecision());
        Checkpoint.Values values = checkpoint.values();
        vectors.write("parameters/", values.parameters(), 0, tensors);
        int count = facts.architecture().parameterCount();
        for (int slot = 0; slot < slots(values.optimizerState(), count); slot++) {
            vectors.write("optimizer." + slot + "/", values.optimizerState(), slot * count, tensors);
        }
        if (values.average().length > 0) {
            vectors.write("average/", values.average(), 0, tensors);
        }
        if (values.carriedStates().length > 0) {
            tensors.add(Tensor.of(CARRIED_STATES, new int[] {values.carriedStates().length}, values.carriedStates()));
        }
        vectors.write("good/", values.good(), 0, tensors);
        Best best = checkpoint.best();
        double bestLoss = Double.NaN;
        double mark = Double.NaN;
        if (best != null) {
            vectors.write("best/", best.weights, 0, tensors);
            bestLoss = best.loss;
            mark = best.mark;
        }
        Position position = facts.position();
        tensors.add(Tensor.of(SUMS, new int[] {SUM_VALUES},
                new double[] {position.lossSum, position.miniBatchLoss, bestLoss, mark}));
        Plateau plateau = facts.plateau();
        if (plateau != null) {
            tensors.add(Tensor.of(PLATEAU, new int[] {PLATEAU_VALUES},
                    new double[] {plateau.rate(), plateau.lowest()}));
        }
        writeHistory(facts.epochs(), tensors);
        ElmanFile.write(file, ElmanFile.CHECKPOINT, metadata, tensors);
    }

    private static Map<String, Object> state(Checkpoint.Facts facts, Best best) {
        Position position = facts.position();
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("seed", facts.seed());
        state.put("precision", facts.precision().id());
        state.put("workingPrecision", facts.workingPrecision().id());
        state.put("engine", facts.engine());
        state.put("trainFingerprint", facts.trainFingerprint());
        state.put("validationFingerprint", facts.validationFingerprint());
        state.put("epoch", position.epoch);
        state.put("ended", position.ended);
        state.put("miniBatch", position.miniBatch);
        state.put("samples", position.samples);
        state.put("step", position.step);
        state.put("nanos", position.nanos);
        state.put("epochNanos", position.epochNanos);
        state.put("bestEpoch", best == null ? null : best.epoch);
        state.put("waited", best == null ? null : best.waited);
        state.put("plateauWaited", facts.plateau() == null ? null : facts.plateau().waited());
        return state;
    }

    static Checkpoint read(Path path) throws IOException {
        Safetensors file = ElmanFile.read(path, ElmanFile.CHECKPOINT);
        Architecture architecture = ArchitectureJson.read(
                ElmanFile.require(file, ARCHITECTURE), path + ": " + ARCHITECTURE);
        Schema schema = SchemaJson.read(ElmanFile.require(file, SCHEMA), path + ": " + SCHEMA);
        JsonObject settings = Json.parseObject(ElmanFile.require(file, SETTINGS), path + ": " + SETTINGS);
        Map<String, String> settingTexts = new LinkedHashMap<>();
        for (String name : settings.names()) {
            settingTexts.put(name, settings.text(name));
        }
        JsonObject state = Json.parseObject(ElmanFile.require(file, STATE), path + ": " + STATE);
        Tensor sums = file.tensor(SUMS);
        sums.require(Dtype.F64, SUM_VALUES);
        double[] doubles = sums.doubles();

        Position position = new Position();
        position.epoch = state.integer("epoch", 0, Integer.MAX_VALUE);
        position.ended = state.flag("ended");
        position.miniBatch = state.integer("miniBatch", 0, Integer.MAX_VALUE);
        position.samples = state.integer("samples");
        position.step = state.integer("step");
        position.nanos = state.integer("nanos");
        position.epochNanos = state.integer("epochNanos");
        position.lossSum = doubles[0];
        position.miniBatchLoss = doubles[1];

        Precision working = precision(state, "workingPrecision");
        Vectors vectors = new Vectors(architecture, working);
        int count = architecture.parameterCount();
        double[] parameters = vectors.read(file, "parameters/");
        double[] good = vectors.read(file, "good/");
        List<double[]> slots = new ArrayList<>();
        while (!architecture.parameters().isEmpty()
                && file.tensors().containsKey("optimizer." + slots.size() + "/"
                        + architecture.parameters().get(0).name())) {
            slots.add(vectors.read(file, "optimizer." + slots.size() + "/"));
        }
        double[] optimizerState = new double[Math.multiplyExact(slots.size(), count)];
        for (int slot = 0; slot < slots.size(); slot++) {
            System.arraycopy(slots.get(slot), 0, optimizerState, slot * count, count);
        }
        boolean hasAverage = !architecture.parameters().isEmpty()
                && file.tensors().containsKey("average/" + architecture.parameters().get(0).name());
        Best best = null;
        if (state.has("bestEpoch")) {
            best = new Best(count);
            best.epoch = state.integer("bestEpoch", 0, Integer.MAX_VALUE);
            best.waited = state.integer("waited", 0, Integer.MAX_VALUE);
            best.loss = doubles[2];
            best.mark = doubles[3];
            System.arraycopy(vectors.read(file, "best/"), 0, best.weights, 0, count);
        }
        if ((best == null) != "none".equals(settingTexts.get("earlyStopping"))) {
            throw state.invalid("the best weights do not fit the settings of early stopping");
        }
        List<History.Epoch> epochs = readHistory(file);
        if (epochs.size() != position.epoch - (position.ended ? 0 : 1)) {
            throw state.invalid("the history has " + epochs.size() + " epochs, which does not fit epoch "
                    + position.epoch);
        }
        return new Checkpoint(
                new Checkpoint.Facts(architecture, schema, vocabulary(file, path), settingTexts, state.integer("seed"),
                        precision(state, "precision"), working, state.text("engine"), state.text("trainFingerprint"),
                        state.has("validationFingerprint") ? state.text("validationFingerprint") : null,
                        position, plateau(file, state), epochs),
                new Checkpoint.Values(parameters, optimizerState,
                        hasAverage ? vectors.read(file, "average/") : new double[0], carriedStates(file), good),
                best);
    }

    private static Vocabulary vocabulary(Safetensors file, Path path) throws FormatException {
        String json = file.metadata().get(VOCABULARY);
        return json == null ? null : VocabularyJson.read(json, path + ": " + VOCABULARY);
    }

    private static Plateau plateau(Safetensors file, JsonObject state) throws FormatException {
        if (!file.tensors().containsKey(PLATEAU)) {
            return null;
        }
        Tensor tensor = file.tensor(PLATEAU);
        tensor.require(Dtype.F64, PLATEAU_VALUES);
        double[] values = tensor.doubles();
        return new Plateau(values[0], values[1], state.integer("plateauWaited", 0, Integer.MAX_VALUE));
    }

    private static double[] carriedStates(Safetensors file) throws FormatException {
        return file.tensors().containsKey(CARRIED_STATES) ? file.tensor(CARRIED_STATES).doubles() : new double[0];
    }

    private static Precision precision(JsonObject state, String name) throws FormatException {
        String id = state.text(name);
        for (Precision precision : Precision.values()) {
            if (precision.id().equals(id)) {
                return precision;
            }
        }
        throw state.invalid("'" + name + "' must be float or double but is " + id);
    }

    private static int slots(double[] optimizerState, int count) {
        return count == 0 ? 0 : optimizerState.length / count;
    }

    private static void writeHistory(List<History.Epoch> epochs, List<Tensor> tensors) {
        double[] values = new double[epochs.size() * HISTORY_VALUES];
        long[] nanos = new long[epochs.size()];
        for (int i = 0; i < nanos.length; i++) {
            History.Epoch epoch = epochs.get(i);
            values[i * HISTORY_VALUES] = epoch.loss();
            values[i * HISTORY_VALUES + 1] = epoch.validationLoss().orElse(Double.NaN);
            values[i * HISTORY_VALUES + 2] = epoch.learningRate();
            nanos[i] = epoch.nanos();
        }
        tensors.add(Tensor.of(HISTORY, new int[] {nanos.length, HISTORY_VALUES}, values));
        tensors.add(Tensor.of(HISTORY_NANOS, new int[] {nanos.length}, nanos));
    }

    private static List<History.Epoch> readHistory(Safetensors file) throws FormatException {
        long[] nanos = file.tensor(HISTORY_NANOS).longs();
        Tensor history = file.tensor(HISTORY);
        history.require(Dtype.F64, nanos.length, HISTORY_VALUES);
        double[] values = history.doubles();
        List<History.Epoch> epochs = new ArrayList<>(nanos.length);
        for (int i = 0; i < nanos.length; i++) {
            double validation = values[i * HISTORY_VALUES + 1];
            // A run whose validation loss is NaN ends there, so that NaN can stand for none.
            epochs.add(new History.Epoch(i + 1, values[i * HISTORY_VALUES],
                    Double.isNaN(validation) ? OptionalDouble.empty() : OptionalDouble.of(validation),
                    values[i * HISTORY_VALUES + 2], nanos[i]));
        }
        return epochs;
    }

    /** Vectors over the parameters as one tensor per parameter. */
    private record Vectors(Architecture architecture, Precision precision) {

        void write(String prefix, double[] vector, int offset, List<Tensor> tensors) {
            float[] floats = precision == Precision.FLOAT ? new float[architecture.parameterCount()] : null;
            for (int i = 0; floats != null && i < floats.length; i++) {
                floats[i] = (float) vector[offset + i];
            }
            for (Parameter parameter : architecture.parameters()) {
                String name = prefix + parameter.name();
                tensors.add(floats != null
                        ? Tensor.of(name, parameter.shape(), floats, parameter.offset())
                        : Tensor.of(name, parameter.shape(), vector, offset + parameter.offset()));
            }
        }

        double[] read(Safetensors file, String prefix) throws FormatException {
            double[] vector = new double[architecture.parameterCount()];
            for (Parameter parameter : architecture.parameters()) {
                Tensor tensor = file.tensor(prefix + parameter.name());
                tensor.require(precision == Precision.FLOAT ? Dtype.F32 : Dtype.F64, parameter.shape());
                if (precision == Precision.FLOAT) {
                    float[] floats = tensor.floats();
                    for (int i = 0; i < floats.length; i++) {
                        vector[parameter.offset() + i] = floats[i];
                    }
                } else {
                    tensor.copyTo(vector, parameter.offset());
                }
            }
            return vector;
        }
    }
}
