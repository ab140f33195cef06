package dev.elman.golden;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** A tensor: its shape, and its values in row-major order. */
public record Numbers(long[] shape, double[] values) {

    public static int size(long... shape) {
        long size = 1;
        for (long extent : shape) {
            size *= extent;
        }
        return Math.toIntExact(size);
    }

    /** Values of so many digits, for numbers of which there are many and of which less is asked. */
    public double[] rounded(int digits) {
        double[] rounded = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = new BigDecimal(values[i]).round(new MathContext(digits)).doubleValue();
        }
        return rounded;
    }

    /** The values as floats. */
    public float[] floats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** What a golden file says of it. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("shape", shape);
        fields.put("values", values);
        return fields;
    }

    /** The same with a name in front. */
    public Map<String, Object> fields(String name) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.putAll(fields());
        return fields;
    }
}
