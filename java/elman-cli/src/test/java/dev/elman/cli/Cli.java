package dev.elman.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.elman.data.Examples;
import dev.elman.data.TimeSeries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the command in this process, and reads what it says. */
final class Cli {

    private Cli() {}

    /** What came of a call. */
    record Result(int code, String out, String err) {

        /** This result, which must be a success. */
        Result ok() {
            assertEquals(0, code, "exit code; standard error: " + err);
            return this;
        }

        /** The lines of standard output. */
        List<String> lines() {
            return out.lines().toList();
        }

        /** The objects of standard output, which has nothing else: one a line. */
        List<Map<String, Object>> json() {
            return out.lines().map(Cli::parse).toList();
        }

        /** The last line of standard error. */
        String error() {
            List<String> lines = err.lines().toList();
            return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        }
    }

    static Result run(Object... arguments) {
        return runOn(false, arguments);
    }

    static Result runOn(boolean interactive, Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        int code;
        try (PrintStream outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
                PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            code = Main.run(new Console(outStream, errStream, interactive, Optional.empty()), texts);
        }
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Parses one JSON object, strictly. */
    static Map<String, Object> parse(String line) {
        JsonFactory factory =
                JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        try (JsonParser parser = factory.createParser(line)) {
            assertEquals(JsonToken.START_OBJECT, parser.nextToken(), line);
            @SuppressWarnings("unchecked")
            Map<String, Object> object = (Map<String, Object>) value(parser);
            assertEquals(null, parser.nextToken(), "more on the line: " + line);
            return object;
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                return object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                return array;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                return parser.getDoubleValue();
            }
            case VALUE_NULL -> {
                return null;
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return parser.getBooleanValue();
            }
            default -> {
                return parser.getText();
            }
        }
    }

    /** A number in an object, such as {@code test_rmse.median}. */
    static double number(Map<String, Object> object, String path) {
        Object value = object;
        for (String name : path.split("\\.")) {
            value = ((Map<?, ?>) value).get(name);
        }
        return (Double) value;
    }

    /** The sunspots of the demonstration as a file with months. */
    static Path sunspots(Path folder) throws IOException {
        TimeSeries series = Examples.sunspots();
        StringBuilder csv = new StringBuilder("Month,Sunspots\n");
        for (int row = 0; row < series.length(); row++) {
            csv.append(series.label(row)).append(',').append(series.value(row, 0)).append('\n');
        }
        return Files.writeString(folder.resolve("sunspots.csv"), csv);
    }

    /** Two columns, one the sine and the other the cosine of the row's number, without times. */
    static Path waves(Path folder, int rows) throws IOException {
        StringBuilder csv = new StringBuilder("sine,cosine\n");
        for (int row = 0; row < rows; row++) {
            csv.append(StrictMath.sin(row * 0.3)).append(',').append(StrictMath.cos(row * 0.3)).append('\n');
        }
        return Files.writeString(folder.resolve("waves.csv"), csv);
    }
}
