package dev.elman.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A JSON object that was read, with fields taken by name and type; every mismatch is a {@link FormatException}. */
public final class JsonObject {

    private final Map<String, Object> fields;
    private final String where;

    JsonObject(Map<String, Object> fields, String where) {
        this.fields = fields;
        this.where = where;
    }

    /** The names of the fields in the order of the text. */
    public Set<String> names() {
        return Collections.unmodifiableSet(fields.keySet());
    }

    /** What the object is and where it stands, for messages. */
    public String where() {
        return where;
    }

    /** The fields as plain values, see {@link Json}. */
    public Map<String, Object> asMap() {
        return Collections.unmodifiableMap(fields);
    }

    /** Whether there is a field of that name with a value other than null. */
    public boolean has(String name) {
        return fields.get(name) != null;
    }

    /** Checks that there are no fields but these, so that an option this version does not know is not passed over. */
    public void requireOnly(String... known) throws FormatException {
        for (String name : fields.keySet()) {
            if (!List.of(known).contains(name)) {
                throw new FormatException(where + " has an unknown field '" + name + "'; it may have "
                        + String.join(", ", known));
            }
        }
    }

    /** The field's text. */
    public String text(String name) throws FormatException {
        return get(name, String.class, "a string");
    }

    /** The field's truth value. */
    public boolean flag(String name) throws FormatException {
        return get(name, Boolean.class, "true or false");
    }

    /** The field's whole number, which must be within the limits. */
    public int integer(String name, int min, int max) throws FormatException {
        long value = integer(name);
        if (value < min || value > max) {
            throw new FormatException(where + ": '" + name + "' must be from " + min + " to " + max + " but is " + value);
        }
        return (int) value;
    }

    /** The field's whole number. */
    public long integer(String name) throws FormatException {
        return get(name, Long.class, "a whole number");
    }

    /** The field's number, always finite. */
    public double number(String name) throws FormatException {
        return get(name, Number.class, "a number").doubleValue();
    }

    /** The field's object. */
    public JsonObject object(String name) throws FormatException {
        return wrap(get(name, Map.class, "an object"), where + "." + name);
    }

    /** The field's array of objects. */
    public List<JsonObject> objects(String name) throws FormatException {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : get(name, List.class, "an array")) {
            String at = where + "." + name + "[" + objects.size() + "]";
            if (!(element instanceof Map<?, ?> map)) {
                throw new FormatException(at + " must be an object");
            }
            objects.add(wrap(map, at));
        }
        return objects;
    }

    /** The field's array of strings. */
    public List<String> texts(String name) throws FormatException {
        List<String> texts = new ArrayList<>();
        for (Object element : get(name, List.class, "an array")) {
            if (!(element instanceof String text)) {
                throw new FormatException(where + "." + name + "[" + texts.size() + "] must be a string");
            }
            texts.add(text);
        }
        return texts;
    }

    /** The field's array of numbers. */
    public double[] numbers(String name) throws FormatException {
        List<?> elements = get(name, List.class, "an array");
        double[] numbers = new double[elements.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(elements.get(i) instanceof Number number)) {
                throw new FormatException(where + "." + name + "[" + i + "] must be a number");
            }
            numbers[i] = number.doubleValue();
        }
        return numbers;
    }

    /** A new exception about this object: {@code <where>: <problem>}. */
    public FormatException invalid(String problem) {
        return new FormatException(where + ": " + problem);
    }

    private <T> T get(String name, Class<T> type, String what) throws FormatException {
        Object value = fields.get(name);
        if (value == null) {
            throw new FormatException(where + " has no '" + name + "'");
        }
        if (!type.isInstance(value)) {
            throw new FormatException(where + ": '" + name + "' must be " + what);
        }
        return type.cast(value);
    }

    @SuppressWarnings("unchecked")
    private static JsonObject wrap(Map<?, ?> map, String where) {
        // Only the parser makes these maps, and its keys are strings.
        return new JsonObject((Map<String, Object>) map, where);
    }
}
