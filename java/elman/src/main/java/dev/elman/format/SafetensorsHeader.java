package dev.elman.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file, read as a stream, so that an evil one takes no more memory than its own size.
 *
 * @param metadata the entries of {@code __metadata__}
 * @param entries the tensors, checked, in the order of their values
 */
record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries) {

    static final String METADATA = "__metadata__";

    private static final int MAX_RANK = 16;

    /** A tensor: {@code size} is the product of {@code shape}, and {@code end - begin} its bytes. */
    record Entry(String name, Dtype dtype, int[] shape, int size, long begin, long end) implements Comparable<Entry> {

        @Override
        public int compareTo(Entry other) {
            return begin != other.begin ? Long.compare(begin, other.begin) : Long.compare(end, other.end);
        }
    }

    /**
     * Parses and checks a header.
     *
     * @param json the header
     * @param file the file's name, for messages
     * @param dataBytes how many bytes follow the header
     */
    static SafetensorsHeader parse(String json, String file, long dataBytes) throws FormatException {
        String where = file + ": header";
        try (JsonParser parser = Json.parser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new FormatException(where + " is not a JSON object");
            }
            Map<String, String> metadata = new LinkedHashMap<>();
            List<Entry> entries = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals(METADATA)) {
                    readMetadata(parser, metadata, where);
                } else {
                    entries.add(readEntry(parser, name, file));
                }
            }
            Json.requireEnd(parser, where);
            Collections.sort(entries);
            checkLayout(entries, file, dataBytes);
            return new SafetensorsHeader(metadata, entries);
        } catch (JsonProcessingException e) {
            throw Json.invalid(e, where);
        } catch (FormatException e) {
            throw e;
        } catch (IOException e) {
            throw new FormatException(where + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void readMetadata(JsonParser parser, Map<String, String> metadata, String where) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new FormatException(where + ": " + METADATA + " must be an object of strings");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw new FormatException(where + ": " + METADATA + " entry '" + key + "' must be a string");
            }
            metadata.put(key, parser.getText());
        }
    }

    private static Entry readEntry(JsonParser parser, String name, String file) throws IOException {
        String where = file + ": tensor '" + name + "'";
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new FormatException(where + " must be an object");
        }
        Dtype dtype = null;
        long[] shape = null;
        long[] offsets = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "dtype" -> dtype = readDtype(parser, where);
                case "shape" -> shape = readWholeNumbers(parser, where + ": shape", MAX_RANK);
                case "data_offsets" -> offsets = readWholeNumbers(parser, where + ": data_offsets", 2);
                default -> throw new FormatException(where + " has an unknown field '" + field + "'");
            }
        }
        if (dtype == null || shape == null || offsets == null) {
            throw new FormatException(where + " must have dtype, shape and data_offsets");
        }
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw new FormatException(where + ": data_offsets must be [begin, end] with begin <= end but are "
                    + Arrays.toString(offsets));
        }
        int size = size(shape, where);
        if (offsets[1] - offsets[0] != (long) size * dtype.bytes()) {
            throw new FormatException(where + " of shape " + Arrays.toString(shape) + " and element type " + dtype
                    + " needs " + (long) size * dtype.bytes() + " bytes but its data_offsets "
                    + Arrays.toString(offsets) + " hold " + (offsets[1] - offsets[0]));
        }
        int[] extents = new int[shape.length];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = Math.toIntExact(shape[i]);
        }
        return new Entry(name, dtype, extents, size, offsets[0], offsets[1]);
    }

    private static Dtype readDtype(JsonParser parser, String where) throws IOException {
        String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
        for (Dtype dtype : Dtype.values()) {
            if (dtype.name().equals(text)) {
                return dtype;
            }
        }
        throw new FormatException(where + " has the element type '" + text + "'; Elman reads "
                + Arrays.toString(Dtype.values()));
    }

    private static long[] readWholeNumbers(JsonParser parser, String where, int max) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new FormatException(where + " must be an array of whole numbers");
        }
        long[] numbers = new long[max];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw new FormatException(where + " must be an array of whole numbers");
            }
            if (count == max) {
                throw new FormatException(where + " has more than " + max + " elements");
            }
            numbers[count] = parser.getLongValue();
            if (numbers[count] < 0) {
                throw new FormatException(where + " has a negative number, " + numbers[count]);
            }
            count++;
        }
        return Arrays.copyOf(numbers, count);
    }

    private static int size(long[] shape, String where) throws FormatException {
        long size = 1;
        for (long extent : shape) {
            // Both factors are below 2^31, so the product cannot overflow.
            if (extent > Integer.MAX_VALUE - 8 || (size *= extent) > Integer.MAX_VALUE - 8) {
                throw new FormatException(where + " of shape " + Arrays.toString(shape) + " has too many elements: at"
                        + " most " + (Integer.MAX_VALUE - 8));
            }
        }
        return (int) size;
    }

    private static void checkLayout(List<Entry> entries, String file, long dataBytes) throws FormatException {
        long at = 0;
        for (Entry entry : entries) {
            if (entry.begin() != at) {
                throw new FormatException(file + ": tensor '" + entry.name() + "' begins at byte " + entry.begin()
                        + " of the data but the one before it ends at " + at
                        + (entry.begin() < at ? ": they overlap" : ": there is a hole"));
            }
            at = entry.end();
        }
        if (at > dataBytes) {
            throw new FormatException(file + " is cut off: the header tells of " + at + " bytes of data but there are "
                    + dataBytes);
        }
        if (at < dataBytes) {
            throw new FormatException(file + " has " + (dataBytes - at) + " bytes behind its last tensor");
        }
    }
}
