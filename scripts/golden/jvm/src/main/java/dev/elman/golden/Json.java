package dev.elman.golden;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON whose lines are full but no wider than 120 columns; those of numbers alone, which are many, have no indent. A
 * value is a map, a list, an array of numbers, a string, a number or a boolean. Numbers that are not whole have at most
 * nine digits, which restore a float.
 */
public final class Json {

    private static final int COLUMNS = 120;
    private static final int DIGITS = 9;

    private Json() {}

    /** Writes a golden file: what every file begins with, then the cases. */
    public static void write(
            Path file, String system, String version, String precision, List<Map<String, Object>> cases)
            throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("format", "elman-golden 1");
        content.put("system", system);
        content.put("version", version);
        content.put("precision", precision);
        content.put("cases", cases);
        Files.writeString(file, text(content, "", "") + "\n");
        System.out.println(file + ": " + cases.size() + " cases");
    }

    private static String text(Object value, String indent, String key) {
        String line = line(value);
        if (indent.length() + key.length() + line.length() < COLUMNS) {
            return line;
        }
        String inner = indent + " ";
        if (value instanceof Map<?, ?> fields) {
            List<String> lines = new ArrayList<>();
            fields.forEach((name, field) -> {
                String start = line(name) + ": ";
                lines.add(inner + start + text(field, inner, start));
            });
            return "{\n" + String.join(",\n", lines) + "\n" + indent + "}";
        }
        List<?> elements = elements(value);
        if (elements.get(0) instanceof Number) {
            return filled(elements) + "\n" + indent + "]";
        }
        List<String> lines = elements.stream().map(element -> inner + text(element, inner, "")).toList();
        return "[\n" + String.join(",\n", lines) + "\n" + indent + "]";
    }

    private static String filled(List<?> numbers) {
        StringBuilder all = new StringBuilder("[");
        int column = COLUMNS;
        for (int i = 0; i < numbers.size(); i++) {
            String number = line(numbers.get(i)) + (i + 1 < numbers.size() ? "," : "");
            if (column + number.length() > COLUMNS) {
                all.append('\n');
                column = 0;
            }
            all.append(number);
            column += number.length();
        }
        return all.toString();
    }

    private static String line(Object value) {
        if (value instanceof Map<?, ?> fields) {
            List<String> parts = new ArrayList<>();
            fields.forEach((name, field) -> parts.add(line(name) + ":" + line(field)));
            return "{" + String.join(",", parts) + "}";
        }
        if (value instanceof String string) {
            return '"' + string + '"';
        }
        if (value instanceof Float || value instanceof Double) {
            return number(((Number) value).doubleValue());
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        return "[" + String.join(",", elements(value).stream().map(Json::line).toList()) + "]";
    }

    private static List<?> elements(Object value) {
        if (value instanceof double[] doubles) {
            return Arrays.stream(doubles).boxed().toList();
        }
        if (value instanceof long[] longs) {
            return Arrays.stream(longs).boxed().toList();
        }
        return (List<?>) value;
    }

    private static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return Long.toString((long) value);
        }
        BigDecimal decimal = rounded(value, DIGITS);
        // A float takes no more digits than restore it.
        for (int digits = 1; digits < DIGITS && value == (float) value; digits++) {
            if (rounded(value, digits).floatValue() == (float) value) {
                decimal = rounded(value, digits);
                break;
            }
        }
        return Math.abs(value) < 1e-3 ? decimal.toString().replace("E", "e") : decimal.toPlainString();
    }

    private static BigDecimal rounded(double value, int digits) {
        return new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    }
}
