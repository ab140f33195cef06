package dev.elman;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Scaler;
import dev.elman.data.Schema;
import dev.elman.data.Vocabulary;
import dev.elman.engine.Precision;
import dev.elman.format.ElmanFile;
import dev.elman.format.FormatException;
import dev.elman.format.Safetensors;
import dev.elman.format.Tensor;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Gru;
import dev.elman.layers.SimpleRnn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelFileTest {

    @TempDir
    Path folder;

    private static Model model(Precision precision) {
        Schema schema = new Schema(List.of("caf\u00e9", "b"), List.of("b"), 4, 2,
                Scaler.of("minmax", List.of(new Scaler.Column("caf\u00e9", 0.1, 1.0 / 3),
                        new Scaler.Column("b", -123.456789012345678, 2.5e-7))));
        Architecture net = Architecture.inputs(2).then(new SimpleRnn(3, Activation.SIGMOID).withBias(false))
                .simpleRnn(2, Activation.RELU).dense(2, Activation.TANH);
        return ModelTest.random(net, precision, 7).withSchema(schema).withProvenance(new Provenance("0.1.0", "native",
                Long.MIN_VALUE + 1, 20, 187, "adam(1e-3)", "meanSquaredError", Instant.parse("2026-01-02T03:04:05Z"),
                Map.of("note", "a \"note\"")));
    }

    private Path saved(Precision precision) throws IOException {
        Path path = folder.resolve("model.safetensors");
        model(precision).save(path);
        return path;
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void everythingSurvives(Precision precision) throws IOException {
        Model model = model(precision);
        Model loaded = Model.load(saved(precision));
        assertEquals(model.architecture(), loaded.architecture());
        assertEquals(precision, loaded.precision());
        assertArrayEquals(model.parameterVector(), loaded.parameterVector());
        assertEquals(model.sha256(), loaded.sha256());
        assertEquals(model.schema(), loaded.schema());
        assertEquals(model.provenance(), loaded.provenance());
        assertEquals("native", loaded.engine());
        double[] inputs = {1, 2, 3, 4, 5, 6, 7, 8};
        assertArrayEquals(model.predict(inputs), loaded.withEngine("reference").predict(inputs));
    }

    @Test
    void gatedLayersSurvive() throws IOException {
        Architecture net = Architecture.inputs(2).lstm(3).gru(3).then(new Gru(2).withResetAfter(false))
                .dense(1, Activation.LINEAR);
        Model model = ModelTest.random(net, Precision.FLOAT, 7);
        Path path = folder.resolve("gated");
        model.save(path);
        Model loaded = Model.load(path).withEngine("reference");
        assertEquals(net, loaded.architecture());
        assertArrayEquals(model.parameter("1.gru.recurrentBias"), loaded.parameter("1.gru.recurrentBias"));
        float[] inputs = {1, 2, 3, 4, 5, 6, 7, 8};
        assertArrayEquals(model.withEngine("reference").predict(inputs), loaded.predict(inputs));
    }

    /** Weights, meaning and outputs of a file that Elman wrote before there were directions, dropout and heads. */
    @Test
    void anOlderFileReadsAsItWasMeant() throws Exception {
        Model model = Model.load(
                Path.of(ModelFileTest.class.getResource("model-before-directions.safetensors").toURI()));
        assertEquals("6d3645ebd8ee07842560c0d944c09d395093bfa04b08485143a0eac6d1eeda88", model.sha256());
        assertEquals(Architecture.inputs(2).simpleRnn(3, Activation.TANH).lstm(2).then(new Gru(2).withResetAfter(false))
                .dense(2, Activation.LINEAR), model.architecture());
        assertEquals(new Schema(List.of("a", "b"), List.of("b"), 3, 2, Scaler.of("minmax",
                List.of(new Scaler.Column("a", 1, 2), new Scaler.Column("b", -1, 4)))), model.schema());
        assertEquals(Head.POINT, model.head());
        assertNull(model.vocabulary());
        assertEquals(187, model.provenance().samples());
        assertArrayEquals(new double[] {0.06541311980733933, -3.240573882029385},
                model.withEngine("reference").predict(new double[] {1, 2, 3, 4, 5, 6}), 1e-12);
    }

    @Test
    void headAndVocabularySurvive() throws IOException {
        Vocabulary vocabulary = Vocabulary.ofCharacters("ab\n\"\u00e9\ud83d\ude00");
        Architecture net = Architecture.inputs(1).embedding(7, 2).dropout(0.5)
                .bidirectional(new Gru(2).withRecurrentDropout(0.25)).layerNormalization().dense(3, Activation.LINEAR);
        Model model = ModelTest.random(net, Precision.FLOAT, 3).withHead(Head.CLASSES).withVocabulary(vocabulary)
                .withSchema(new Schema(List.of("token"), List.of("class"), 0, 1, null));
        Path path = folder.resolve("text");
        model.save(path);
        Model loaded = Model.load(path);
        assertEquals(net, loaded.architecture());
        assertEquals(Head.CLASSES, loaded.head());
        assertEquals(vocabulary, loaded.vocabulary());
        assertEquals(model.schema(), loaded.schema());
        double[] tokens = {0, 6, 2};
        assertArrayEquals(model.predict(tokens), loaded.withEngine("reference").predict(tokens));
        Map<String, String> metadata = Safetensors.read(path).metadata();
        assertEquals("{\"type\":\"classes\"}", metadata.get("elman.head"));
        assertEquals("{\"characters\":\"\\n\\\"ab\u00e9\ud83d\ude00\"}", metadata.get("elman.vocabulary"));
        metadata = new LinkedHashMap<>(metadata);
        metadata.put("elman.vocabulary", "{\"characters\":\"ba\"}");
        rewrite(path, metadata, List.copyOf(Safetensors.read(path).tensors().values()));
        refused(path, "elman.vocabulary: 'characters' must be different ones in the order of their code points");
        metadata.put("elman.vocabulary", "{\"characters\":\"abcdefgh\"}");
        rewrite(path, metadata, List.copyOf(Safetensors.read(path).tensors().values()));
        refused(path, "the vocabulary has 8 symbols but the embedding has 7 tokens");
        metadata.put("elman.vocabulary", "{\"characters\":\"\"}");
        rewrite(path, metadata, List.copyOf(Safetensors.read(path).tensors().values()));
        refused(path, "elman.vocabulary: the text is empty");
        metadata.put("elman.head", "{\"type\":\"gaussian\"}");
        rewrite(path, metadata, List.copyOf(Safetensors.read(path).tensors().values()));
        refused(path, "the head 'gaussian' needs a mean");
    }

    @Test
    void modelOfGivenWeightsSurvives() throws IOException {
        Path path = folder.resolve("plain");
        ModelTest.workedExample(Precision.DOUBLE).save(path);
        Model loaded = Model.load(path).withEngine("reference");
        assertNull(loaded.schema());
        assertNull(loaded.provenance());
        assertEquals(-3.8698118, loaded.predict(new double[] {1, 2, 3})[0], 1e-6);
    }

    @Test
    void fileHasNoClassNamesAndReadsAsDocumented() throws IOException {
        Map<String, String> metadata = Safetensors.read(saved(Precision.FLOAT)).metadata();
        assertEquals(List.of("elman.format", "elman.kind", "elman.precision", "elman.architecture", "elman.schema",
                "elman.provenance", "elman.crc32c"), new ArrayList<>(metadata.keySet()));
        assertFalse(metadata.values().stream().anyMatch(value -> value.contains("dev.elman") || value.contains("java")));
        assertEquals("1", metadata.get("elman.format"));
        assertEquals("float", metadata.get("elman.precision"));
        assertTrue(metadata.get("elman.schema").startsWith(
                "{\"features\":[\"caf\u00e9\",\"b\"],\"targets\":[\"b\"],\"lookBack\":4,\"horizon\":2,\"scaler\":"));
    }

    @Test
    void savingReplacesTheFileOrLeavesItAlone() throws IOException {
        Path path = saved(Precision.FLOAT);
        model(Precision.DOUBLE).save(path);
        assertEquals(Precision.DOUBLE, Model.load(path).precision());
        IOException e = assertThrows(IOException.class,
                () -> model(Precision.FLOAT).save(folder.resolve("missing").resolve("model")));
        assertTrue(e.getMessage().contains("create it first"), e.getMessage());
    }

    @Test
    void damageIsRefused() throws IOException {
        long seed = System.nanoTime();
        System.out.println("ModelFileTest.damageIsRefused: seed " + seed);
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(saved(Precision.FLOAT));
        Path path = folder.resolve("damaged");
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertThrows(FormatException.class, () -> Model.load(path), "length " + length);
        }
        String sha256 = model(Precision.FLOAT).sha256();
        for (int bit = 0; bit < whole.length * 8; bit += 1 + random.nextInt(15)) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(path, flipped);
            try {
                // A flip in the name of the checksum hides the checksum, and damages nothing else.
                Model model = Model.load(path);
                assertEquals(sha256, model.sha256(), "seed " + seed + ", bit " + bit);
                assertEquals(model(Precision.FLOAT).schema(), model.schema(), "seed " + seed + ", bit " + bit);
            } catch (FormatException e) {
                assertTrue(e.getMessage().startsWith(path.toString()), e.getMessage());
            }
        }
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path path = folder.resolve("other");
        assertThrows(NoSuchFileException.class, () -> Model.load(path));
        Files.writeString(path, "");
        refused(path, "not a safetensors file");
        Files.writeString(path, "year,sunspots\n1749,58.0\n");
        refused(path, "not a safetensors file");
        Safetensors.write(path, Map.of(), List.of());
        refused(path, "not one of Elman's");
        ElmanFile.write(path, ElmanFile.CHECKPOINT, Map.of(), List.of());
        refused(path, "is not a model but a checkpoint: resume training from it");
        ElmanFile.write(path, "photograph", Map.of(), List.of());
        refused(path, "is not a model but a photograph");
        ElmanFile.write(path, ElmanFile.MODEL, Map.of(), List.of());
        refused(path, "its metadata have no 'elman.architecture'");
    }

    @Test
    void contentThatDoesNotFitIsRefused() throws IOException {
        changed(metadata -> metadata.put("elman.format", "2"), "format version '2' but this Elman reads version 1");
        changed(metadata -> metadata.put("elman.precision", "half"), "elman.precision must be float or double");
        changed(metadata -> metadata.put("elman.precision", "double"), "must have the element type F64 but has F32");
        changed(metadata -> metadata.merge("elman.architecture", "", (a, b) -> a.replace("relu", "swish")),
                "elman.architecture.layers[1]: unknown activation 'swish'");
        changed(metadata -> metadata.merge("elman.architecture", "", (a, b) -> a.replace("dense", "conv")),
                "unknown layer 'conv'");
        changed(metadata -> metadata.merge("elman.architecture", "", (a, b) -> a.replace("\"units\":3", "\"units\":4")),
                "must have the shape [2, 4] but has [2, 3]");
        changed(metadata -> metadata.merge("elman.architecture", "",
                (a, b) -> a.replace("\"useBias\":false", "\"useBias\":true")), "0.simpleRnn.bias");
        changed(metadata -> metadata.merge("elman.schema", "", (a, b) -> a.replace("\"horizon\":2", "\"horizon\":3")),
                "has 2 units but the schema's horizon * targets = 3 * 1 = 3");
        changed(metadata -> metadata.merge("elman.schema", "", (a, b) -> a.replace("2.5E-7", "0")),
                "elman.schema");
        changed(metadata -> metadata.merge("elman.provenance", "", (a, b) -> a.replace("2026-", "last year ")),
                "ISO-8601");
    }

    @Test
    void weightsThatAreNotFiniteAreRefused() throws IOException {
        Path path = saved(Precision.FLOAT);
        Safetensors file = Safetensors.read(path);
        List<Tensor> tensors = new ArrayList<>(file.tensors().values());
        tensors.set(0, Tensor.of(tensors.get(0).name(), tensors.get(0).shape(), new float[] {1, 2, 3, 4, 5, Float.NaN}));
        rewrite(path, new LinkedHashMap<>(file.metadata()), tensors);
        refused(path, "0.simpleRnn.kernel must be finite in float precision but its element 5 is NaN");
    }

    private void changed(Consumer<Map<String, String>> change, String message) throws IOException {
        Path path = saved(Precision.FLOAT);
        Safetensors file = Safetensors.read(path);
        Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
        change.accept(metadata);
        rewrite(path, metadata, List.copyOf(file.tensors().values()));
        refused(path, message);
    }

    /** Writes a file with the right checksum for what is in it. */
    private static void rewrite(Path path, Map<String, String> metadata, List<Tensor> tensors) throws IOException {
        metadata.remove("elman.crc32c");
        ElmanFile.write(path, ElmanFile.MODEL, metadata, tensors);
    }

    private static void refused(Path path, String message) {
        FormatException e = assertThrows(FormatException.class, () -> Model.load(path));
        assertTrue(e.getMessage().contains(message), e.getMessage());
        assertTrue(e.getMessage().startsWith(path.toString()), e.getMessage());
    }
}
