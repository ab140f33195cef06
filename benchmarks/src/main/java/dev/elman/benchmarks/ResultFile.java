package dev.elman.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.elman.format.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of results: one JSON array of one object per workload and engine. */
final class ResultFile {

    private static final String LOWER = "_lower_quartile";
    private static final String UPPER = "_upper_quartile";

    private ResultFile() {}

    /** Writes it, in place of what was there. */
    static void write(Path file, List<Result> results) throws IOException {
        AtomicFile.write(file, out -> {
            JsonGenerator json = new JsonFactory().createGenerator(out);
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.useDefaultPrettyPrinter();
            json.writeStartArray();
            for (Result result : results) {
                write(json, result);
            }
            json.writeEndArray();
            json.writeRaw('\n');
            json.close();
        });
    }

    private static void write(JsonGenerator json, Result result) throws IOException {
        json.writeStartObject();
        json.writeStringField("workload", result.workload());
        json.writeStringField("engine", result.engine());
        json.writeNumberField("threads", result.threads());
        json.writeNumberField("median_us", result.time().median());
        json.writeNumberField("gflops", result.gflops());
        json.writeNumberField("sgemm_gflops", result.sgemm());
        if (result.ratio() == null) {
            json.writeNullField("ratio");
        }
        write(json, "ratio", result.ratio());
        write(json, "speed_up", result.speedUp());
        json.writeNumberField("lower_quartile_us", result.time().lower());
        json.writeNumberField("upper_quartile_us", result.time().upper());
        json.writeNumberField("fma_gflops", result.peak());
        json.writeStringField("note", result.note());
        json.writeStringField("openblas_core", result.openBlasCore());
        json.writeStringField("machine", result.machine().name());
        json.writeStringField("cores", result.machine().cores());
        json.writeStringField("date", result.machine().date());
        json.writeStringField("commit", result.machine().commit());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Quantiles quantiles) throws IOException {
        if (quantiles != null) {
            json.writeNumberField(name, quantiles.median());
            json.writeNumberField(name + LOWER, quantiles.lower());
            json.writeNumberField(name + UPPER, quantiles.upper());
        }
    }

    /**
     * Reads it.
     *
     * @throws IOException where it cannot be read or is no such file; the message names it
     */
    static List<Result> read(Path file) throws IOException {
        List<Result> results = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(Files.readAllBytes(file))) {
            require(json.nextToken() == JsonToken.START_ARRAY, "it is no array");
            while (json.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> fields = new LinkedHashMap<>();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    require(json.nextToken().isScalarValue(), name + " is no value");
                    if (json.currentToken() != JsonToken.VALUE_NULL) {
                        fields.put(name, json.getText());
                    }
                }
                results.add(result(fields));
            }
            require(json.currentToken() == JsonToken.END_ARRAY, "it is no array of objects");
        } catch (IOException e) {
            throw new IOException(file + " is no file of results: " + e.getMessage(), e);
        }
        return results;
    }

    private static Result result(Map<String, String> fields) throws IOException {
        Quantiles time = new Quantiles(number(fields, "lower_quartile_us"), number(fields, "median_us"),
                number(fields, "upper_quartile_us"));
        Machine machine = new Machine(text(fields, "machine"), text(fields, "cores"), text(fields, "date"),
                text(fields, "commit"));
        return new Result(text(fields, "workload"), text(fields, "engine"), (int) number(fields, "threads"), time,
                number(fields, "gflops"), number(fields, "sgemm_gflops"), quantiles(fields, "ratio"),
                quantiles(fields, "speed_up"), number(fields, "fma_gflops"), text(fields, "note"),
                text(fields, "openblas_core"), machine);
    }

    private static Quantiles quantiles(Map<String, String> fields, String name) throws IOException {
        return !fields.containsKey(name) ? null : new Quantiles(
                number(fields, name + LOWER), number(fields, name), number(fields, name + UPPER));
    }

    private static String text(Map<String, String> fields, String name) throws IOException {
        require(fields.containsKey(name), "a result has no " + name);
        return fields.get(name);
    }

    private static double number(Map<String, String> fields, String name) throws IOException {
        try {
            return Double.parseDouble(text(fields, name));
        } catch (NumberFormatException e) {
            throw new IOException(name + " is no number: " + fields.get(name), e);
        }
    }

    private static void require(boolean right, String problem) throws IOException {
        if (!right) {
            throw new IOException(problem);
        }
    }
}
