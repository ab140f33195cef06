package dev.elman;

import dev.elman.data.DataException;
import dev.elman.data.Schema;
import dev.elman.data.TimeSeries;
import java.util.Objects;

/** Forecasts beyond the end of a series: a horizon at once, then with outputs fed back as inputs. */
final class Forecast {

    /** The longest array that common JVMs allocate. */
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private Forecast() {}

    static double[] of(Model model, TimeSeries history, int steps) {
        Schema schema = model.schema();
        require(model, schema, history, steps);
        int[] columns = columns(schema, history);
        int features = columns.length;
        int targets = schema.targets().size();
        double[] window = window(schema, history, columns);
        double[] forecast = new double[steps * targets];
        double[] outputs = new double[model.architecture().outputs()];
        double[] next = new double[schema.outputs()];
        int[] points = model.head().points(next.length);
        // Where in a row of outputs the value of each feature stands.
        int[] sources = schema.features().stream().mapToInt(schema.targets()::indexOf).toArray();
        for (int done = 0, rows; done < steps; done += rows) {
            model.predict(window, outputs);
            for (int i = 0; i < next.length; i++) {
                next[i] = outputs[points[i]];
            }
            rows = Math.min(schema.horizon(), steps - done);
            System.arraycopy(next, 0, forecast, done * targets, rows * targets);
            for (int i = 0; i < rows * targets; i++) {
                if (!Double.isFinite(next[i])) {
                    throw new ArithmeticException("the forecast leaves the range of numbers at step "
                            + (done + i / targets + 1) + ": the model's outputs, fed back, grow without bounds");
                }
            }
            if (done + rows < steps) {
                feedBack(window, next, rows, features, targets, sources);
            }
        }
        return forecast;
    }

    /** Moves the window on by the predicted rows. */
    private static void feedBack(double[] window, double[] next, int rows, int features, int targets, int[] sources) {
        int lookBack = window.length / features;
        int taken = Math.min(rows, lookBack);
        System.arraycopy(window, taken * features, window, 0, (lookBack - taken) * features);
        for (int row = 0; row < taken; row++) {
            int to = (lookBack - taken + row) * features;
            int from = (rows - taken + row) * targets;
            for (int feature = 0; feature < features; feature++) {
                window[to + feature] = next[from + sources[feature]];
            }
        }
    }

    private static void require(Model model, Schema schema, TimeSeries history, int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1 but was " + steps);
        }
        if (schema == null) {
            throw new IllegalStateException("the model does not know what its inputs and outputs mean, so it cannot"
                    + " forecast a series; say it with withSchema");
        }
        if (schema.hasAnyLength()) {
            throw new IllegalStateException("the model takes sequences of any length, so that it is not known how many"
                    + " rows a forecast is to look back; step a stream over the series, or say it with withSchema");
        }
        if (model.head() instanceof Head.Classes || model.head() instanceof Head.Binary) {
            throw new IllegalStateException("the model tells classes, and no values that a series could go on with");
        }
        if (model.architecture().givesSequence()) {
            throw new IllegalStateException("the model gives an output for every time step; a forecast needs a model"
                    + " that gives one after the last");
        }
        if (steps > schema.horizon() && !schema.feedsBack()) {
            throw new IllegalArgumentException("steps must be at most the horizon, " + schema.horizon() + ", but was "
                    + steps + ": to go further the outputs are fed back as inputs, but the input column '"
                    + schema.firstNonTargetFeature() + "' is not an output");
        }
        if (steps > LARGEST_ARRAY / schema.targets().size()) {
            throw new IllegalArgumentException("steps * targets must fit in an array, at most " + LARGEST_ARRAY
                    + " values, but was " + steps + " * " + schema.targets().size());
        }
        if (Objects.requireNonNull(history, "history").length() < schema.lookBack()) {
            throw new DataException("a forecast needs the last " + schema.lookBack()
                    + " rows (look-back) but the history has " + history.length());
        }
    }

    private static int[] columns(Schema schema, TimeSeries history) {
        return schema.features().stream().mapToInt(history::columnIndex).toArray();
    }

    private static double[] window(Schema schema, TimeSeries history, int[] columns) {
        int first = history.length() - schema.lookBack();
        double[] window = new double[schema.lookBack() * columns.length];
        for (int i = 0; i < window.length; i++) {
            int row = first + i / columns.length;
            int column = i % columns.length;
            window[i] = history.value(row, columns[column]);
            if (Double.isNaN(window[i])) {
                throw new DataException("column '" + schema.features().get(column) + "', row " + history.label(row)
                        + " is missing: a forecast needs all of the last " + schema.lookBack() + " rows");
            }
        }
        return window;
    }
}
