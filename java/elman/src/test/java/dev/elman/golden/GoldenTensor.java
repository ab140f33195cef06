package dev.elman.golden;

import dev.elman.format.FormatException;
import dev.elman.format.JsonObject;
import java.util.Arrays;

/** A tensor of a golden file: its shape, and its values in row-major order. */
record GoldenTensor(int[] shape, double[] values) {

    static GoldenTensor read(JsonObject json) throws FormatException {
        int[] shape = Arrays.stream(json.numbers("shape")).mapToInt(extent -> (int) extent).toArray();
        double[] values = json.numbers("values");
        if (values.length != Arrays.stream(shape).reduce(1, Math::multiplyExact)) {
            throw json.invalid("has " + values.length + " values of shape " + Arrays.toString(shape));
        }
        return new GoldenTensor(shape, values);
    }

    /** The part of a given index of the first dimension. */
    GoldenTensor part(int index) {
        int size = values.length / shape[0];
        return new GoldenTensor(
                Arrays.copyOfRange(shape, 1, shape.length),
                Arrays.copyOfRange(values, index * size, (index + 1) * size));
    }

    /** Another tensor of the same shape. */
    GoldenTensor with(double[] values) {
        if (values.length != this.values.length) {
            throw new IllegalArgumentException(values.length + " values of shape " + Arrays.toString(shape));
        }
        return new GoldenTensor(shape, values);
    }
}
