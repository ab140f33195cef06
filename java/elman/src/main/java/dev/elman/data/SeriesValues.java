package dev.elman.data;

import java.util.BitSet;
import java.util.List;

/**
 * The columns of a series as samples take them, scaled: the features block {@code [rows, features]}, then the targets
 * block {@code [rows, targets]}, which is the same one where the columns are the same.
 *
 * @param values both blocks; 0 where a value is missing
 * @param outputBlock where the targets block begins
 * @param missing the places in the values that are missing
 */
record SeriesValues(double[] values, int outputBlock, BitSet missing) {

    static SeriesValues of(TimeSeries series, List<String> inputs, List<String> outputs, Scaler scaler) {
        int[] inputColumns = inputs.stream().mapToInt(series::columnIndex).toArray();
        int[] outputColumns = outputs.stream().mapToInt(series::columnIndex).toArray();
        boolean shared = inputs.equals(outputs);
        int rows = series.length();
        int inputValues = Sizes.product("values (rows * features)", rows, inputs.size());
        int outputValues = shared ? 0 : Sizes.product("values (rows * targets)", rows, outputs.size());
        double[] values = new double[Sizes.sum("values of features and targets", inputValues, outputValues)];
        BitSet missing = new BitSet();
        copyScaled(series, inputs, inputColumns, scaler, values, 0, missing);
        if (!shared) {
            copyScaled(series, outputs, outputColumns, scaler, values, inputValues, missing);
        }
        return new SeriesValues(values, shared ? 0 : inputValues, missing);
    }

    /** Copies columns into a block [rows, columns], scaled; a missing value becomes 0 and is marked. */
    private static void copyScaled(TimeSeries series, List<String> names, int[] columns, Scaler scaler, double[] values,
            int block, BitSet missing) {
        for (int column = 0; column < columns.length; column++) {
            String name = names.get(column);
            Scaler.Column numbers = scaler == null ? null : scaler.column(name);
            for (int row = 0; row < series.length(); row++) {
                int at = block + row * columns.length + column;
                double value = series.value(row, columns[column]);
                if (Double.isNaN(value)) {
                    missing.set(at);
                    continue;
                }
                values[at] = numbers == null ? value : (value - numbers.offset()) / numbers.scale();
                if (!Double.isFinite(values[at])) {
                    throw new DataException("column \"" + name + "\", row " + series.label(row) + ": " + value
                            + " is " + values[at] + " when scaled by " + numbers);
                }
            }
        }
    }
}
