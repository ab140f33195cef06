package dev.elman.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Strict JSON: no duplicate keys, no comments, nothing behind the value, no numbers that are not finite, limited
 * nesting. A value is a {@code Map<String, ?>} (in order), a {@code List<?>}, a {@code String}, a number (whole
 * numbers {@code Long}, others {@code Double}), a {@code Boolean}, or null.
 */
public final class Json {

    private static final int MAX_DEPTH = 32;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Keys of unknown files are not worth keeping for ever.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(1 << 16)
                    .maxStringLength(Safetensors.MAX_HEADER_BYTES)
                    .maxNumberLength(64)
                    .build())
            .build();

    private Json() {}

    /**
     * Reads an object.
     *
     * @param text the JSON
     * @param where what it is and where it stands, for messages, such as {@code model.safetensors: elman.schema}
     * @throws FormatException where it is not one strict JSON object
     */
    public static JsonObject parseObject(String text, String where) throws FormatException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new FormatException(where + " is not a JSON object");
            }
            Map<String, Object> fields = object(parser, where);
            requireEnd(parser, where);
            return new JsonObject(fields, where);
        } catch (JsonProcessingException e) {
            throw invalid(e, where);
        } catch (FormatException e) {
            throw e;
        } catch (IOException e) {
            throw new FormatException(where + " is not valid JSON: " + e.getMessage(), e);
        }
    }

    /**
     * Writes a value on one line.
     *
     * @param value a map, collection, {@code double[]}, string, number, boolean or null, and so on within
     * @throws IllegalArgumentException where it holds anything else, or a number that is not finite
     */
    public static String write(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(generator, value);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + e.getMessage(), e);
        }
        String json = text.toString();
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(json)) {
            throw new IllegalArgumentException("cannot be written as JSON: it holds half a surrogate pair: " + json);
        }
        return json;
    }

    static JsonParser parser(String text) throws IOException {
        return FACTORY.createParser(text);
    }

    static FormatException invalid(JsonProcessingException e, String where) {
        String at = e.getLocation() == null ? "" : " at character " + e.getLocation().getCharOffset();
        return new FormatException(where + " is not valid JSON" + at + ": " + e.getOriginalMessage(), e);
    }

    static void requireEnd(JsonParser parser, String where) throws IOException {
        if (parser.nextToken() != null) {
            throw new FormatException(where + " has something behind its closing brace");
        }
    }

    private static Map<String, Object> object(JsonParser parser, String where) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser, where));
        }
        return fields;
    }

    private static Object value(JsonParser parser, String where) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT:
                return object(parser, where);
            case START_ARRAY:
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser, where));
                }
                return elements;
            case VALUE_STRING:
                return parser.getText();
            case VALUE_NUMBER_INT:
                return parser.getLongValue();
            case VALUE_NUMBER_FLOAT:
                double number = parser.getDoubleValue();
                if (Double.isInfinite(number)) {
                    throw new FormatException(where + " has a number too large for a double: " + parser.getText());
                }
                return number;
            case VALUE_TRUE:
                return true;
            case VALUE_FALSE:
                return false;
            case VALUE_NULL:
                return null;
            default:
                throw new FormatException(where + " has an unexpected " + parser.currentToken());
        }
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName((String) entry.getKey());
                write(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof Iterable<?> elements) {
            generator.writeStartArray();
            for (Object element : elements) {
                write(generator, element);
            }
            generator.writeEndArray();
        } else if (value instanceof double[] numbers) {
            generator.writeStartArray();
            for (double number : numbers) {
                write(generator, number);
            }
            generator.writeEndArray();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Long || value instanceof Integer) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                throw new IllegalArgumentException("JSON has no number " + number);
            }
            generator.writeNumber(number);
        } else {
            throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass().getSimpleName());
        }
    }
}
