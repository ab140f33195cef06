package dev.elman.golden;

import dev.elman.format.FormatException;
import dev.elman.format.Json;
import dev.elman.format.JsonObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads golden files, whose format {@code scripts/golden/README.md} describes. */
final class GoldenFile {

    /** All of them: a folder inside a jar is not easily listed. */
    static final List<String> NAMES = List.of(
            "tfjs-rnn", "tfjs-lstm", "tfjs-gru", "tfjs-layers",
            "pytorch-rnn", "pytorch-lstm", "pytorch-gru", "pytorch-layers",
            "onnx-rnn", "onnx-lstm", "onnx-gru");

    private static final String FORMAT = "elman-golden 1";

    private GoldenFile() {}

    /** The cases of a file. */
    static List<GoldenCase> read(String name) {
        String path = "/golden/" + name + ".json";
        try (InputStream stream = GoldenFile.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new FileNotFoundException(path);
            }
            JsonObject file = Json.parseObject(new String(stream.readAllBytes(), StandardCharsets.UTF_8), path);
            if (!file.text("format").equals(FORMAT)) {
                throw file.invalid("is of format " + file.text("format") + ", not " + FORMAT);
            }
            List<GoldenCase> cases = new ArrayList<>();
            for (JsonObject one : file.objects("cases")) {
                cases.add(GoldenReader.read(file.text("system"), one));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A field that is a list of lists of numbers. */
    static List<double[]> lists(JsonObject json, String name) throws FormatException {
        if (!(json.asMap().get(name) instanceof List<?> lists)) {
            throw json.invalid("has no list " + name);
        }
        return lists.stream().map(list -> ((List<?>) list).stream()
                .mapToDouble(value -> ((Number) value).doubleValue()).toArray()).toList();
    }
}
