package dev.elman;

import dev.elman.engine.Precision;
import dev.elman.format.ArchitectureJson;
import dev.elman.format.ElmanFile;
import dev.elman.format.FormatException;
import dev.elman.format.Safetensors;
import dev.elman.format.SchemaJson;
import dev.elman.format.VocabularyJson;
import dev.elman.layers.Architecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A model as a safetensors file: its parameters by name and shape, F32 or F64 as its precision says, and in the
 * metadata {@code elman.precision}, {@code elman.architecture}, {@code elman.schema}, {@code elman.head},
 * {@code elman.vocabulary} and {@code elman.provenance}; all but the first two only where there are any (the head,
 * where outputs are not the targets' values themselves).
 */
final class ModelFile {

    private static final String PRECISION = "elman.precision";
    private static final String ARCHITECTURE = "elman.architecture";
    private static final String SCHEMA = "elman.schema";
    private static final String HEAD = "elman.head";
    private static final String VOCABULARY = "elman.vocabulary";
    private static final String PROVENANCE = "elman.provenance";

    private ModelFile() {}

    static void write(Path path, Weights weights, Meaning meaning, Provenance provenance) throws IOException {
        Objects.requireNonNull(path, "path");
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(PRECISION, weights.precision().id());
        metadata.put(ARCHITECTURE, ArchitectureJson.write(weights.architecture()));
        if (meaning.schema() != null) {
            metadata.put(SCHEMA, SchemaJson.write(meaning.schema()));
        }
        if (!(meaning.head() instanceof Head.Point)) {
            metadata.put(HEAD, Head.toJson(meaning.head()));
        }
        if (meaning.vocabulary() != null) {
            metadata.put(VOCABULARY, VocabularyJson.write(meaning.vocabulary()));
        }
        if (provenance != null) {
            metadata.put(PROVENANCE, provenance.toJson());
        }
        ElmanFile.write(path, ElmanFile.MODEL, metadata, weights.tensors());
    }

    static Model read(Path path) throws IOException {
        Safetensors file = ElmanFile.read(Objects.requireNonNull(path, "path"), ElmanFile.MODEL);
        Map<String, String> metadata = file.metadata();
        Architecture architecture =
                ArchitectureJson.read(ElmanFile.require(file, ARCHITECTURE), path + ": " + ARCHITECTURE);
        String id = ElmanFile.require(file, PRECISION);
        if (!id.equals(Precision.FLOAT.id()) && !id.equals(Precision.DOUBLE.id())) {
            throw new FormatException(path + ": " + PRECISION + " must be float or double but is '" + id + "'");
        }
        Precision precision = id.equals(Precision.FLOAT.id()) ? Precision.FLOAT : Precision.DOUBLE;
        try {
            Model model = new Model(Weights.read(file, architecture, precision));
            // Before the schema, whose targets go with it.
            if (metadata.containsKey(HEAD)) {
                model = model.withHead(Head.fromJson(metadata.get(HEAD), path + ": " + HEAD));
            }
            if (metadata.containsKey(SCHEMA)) {
                model = model.withSchema(SchemaJson.read(metadata.get(SCHEMA), path + ": " + SCHEMA));
            }
            if (metadata.containsKey(VOCABULARY)) {
                model = model.withVocabulary(
                        VocabularyJson.read(metadata.get(VOCABULARY), path + ": " + VOCABULARY));
            }
            if (metadata.containsKey(PROVENANCE)) {
                model = model.withProvenance(
                        Provenance.fromJson(metadata.get(PROVENANCE), path + ": " + PROVENANCE));
            }
            return model;
        } catch (IllegalArgumentException e) {
            throw new FormatException(path + ": " + e.getMessage(), e);
        }
    }
}
