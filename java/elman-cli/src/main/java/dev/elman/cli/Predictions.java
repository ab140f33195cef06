package dev.elman.cli;

import dev.elman.Model;
import dev.elman.data.DataException;
import dev.elman.data.Dataset;
import dev.elman.data.Scaler;
import dev.elman.data.Schema;
import dev.elman.data.TimeSeries;
import dev.elman.engine.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model says of every window, beside what came.
 *
 * @param targets the columns predicted
 * @param horizon rows predicted by each window
 * @param labels time or number of the first predicted row of every window
 * @param actual what came, {@code [window][horizon * targets]}, in the data's units; null where it is not known
 * @param predicted what the model says, of the same shape
 * @param precision the precision of the model
 */
record Predictions(
        List<String> targets, int horizon, List<String> labels, double[][] actual, double[][] predicted,
        Precision precision) {

    /** The digits of a number read from a file that survive scaling there and back. */
    private static final int ACTUAL_DIGITS = 12;

    /** The predictions for every window of a data set with targets. */
    static Predictions of(Model model, Dataset data) {
        Schema schema = model.schema();
        int targets = schema.targets().size();
        double[][] actual = new double[data.count()][];
        List<String> labels = new ArrayList<>(data.count());
        for (int window = 0; window < data.count(); window++) {
            double[] target = data.target(window);
            Scaler scaler = schema.scaler();
            for (int i = 0; scaler != null && i < target.length; i++) {
                target[i] = scaler.unscale(schema.targets().get(i % targets), target[i]);
            }
            actual[window] = target;
            labels.add(data.label(window, 0));
        }
        return new Predictions(
                schema.targets(), schema.horizon(), labels, actual, model.predict(data), model.precision());
    }

    /**
     * The predictions where the file does not have the targets: for every look-back of rows that is complete.
     *
     * @param features the model's input columns alone
     */
    static Predictions ofFeatures(Model model, TimeSeries features, int stride) {
        Schema schema = model.schema();
        int lookBack = schema.lookBack();
        if (features.length() < lookBack) {
            throw new DataException("one window needs " + lookBack + " rows (look-back " + lookBack
                    + ") but there are " + features.length());
        }
        List<String> known = new ArrayList<>();
        for (int row = 0; row < features.length(); row++) {
            known.add(features.label(row));
        }
        Future next = Future.of(features, 1);
        known.add(next.column().equals("step") ? "next" : next.labels().get(0));
        List<String> labels = new ArrayList<>();
        List<double[]> predicted = new ArrayList<>();
        double[] input = new double[lookBack * schema.features().size()];
        for (int first = 0; first + lookBack <= features.length(); first += stride) {
            boolean complete = true;
            for (int i = 0; i < input.length; i++) {
                input[i] = features.value(first + i / schema.features().size(), i % schema.features().size());
                complete &= !Double.isNaN(input[i]);
            }
            if (complete) {
                labels.add(known.get(first + lookBack));
                predicted.add(model.predict(input));
            }
        }
        return new Predictions(schema.targets(), schema.horizon(), labels, null, predicted.toArray(double[][]::new),
                model.precision());
    }

    /**
     * What to call rows that are yet to come.
     *
     * @param column {@code time}, {@code row}, or {@code step} where the times known are not regular
     * @param labels one for each row
     */
    record Future(String column, List<String> labels) {

        static Future of(TimeSeries series, int steps) {
            if (!series.hasTimes()) {
                long last = Long.parseLong(series.label(series.length() - 1));
                return new Future("row", numbers(last + 1, steps));
            }
            List<String> known = new ArrayList<>(series.length());
            for (int row = 0; row < series.length(); row++) {
                known.add(series.label(row));
            }
            return TimeLabels.following(known, steps)
                    .map(labels -> new Future("time", labels))
                    .orElseGet(() -> new Future("step", numbers(1, steps)));
        }

        private static List<String> numbers(long first, int count) {
            List<String> numbers = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                numbers.add(String.valueOf(first + i));
            }
            return numbers;
        }
    }

    /** The names of the columns of a file: one line per window. */
    List<String> header(boolean times) {
        List<String> header = new ArrayList<>(List.of(times ? "time" : "row"));
        for (int output = 0; output < horizon * targets.size(); output++) {
            if (actual != null) {
                header.add(columnName("actual", output));
            }
            header.add(columnName("predicted", output));
        }
        return header;
    }

    private String columnName(String what, int output) {
        String target = targets.size() == 1 ? "" : targets.get(output % targets.size()) + "_";
        String step = horizon == 1 ? "" : "_" + (output / targets.size() + 1);
        return target + what + step;
    }

    /** One line of a file for every window, as {@link #header} names its columns. */
    List<List<String>> lines() {
        List<List<String>> lines = new ArrayList<>(labels.size());
        for (int window = 0; window < labels.size(); window++) {
            List<String> line = new ArrayList<>(List.of(labels.get(window)));
            for (int output = 0; output < predicted[window].length; output++) {
                if (actual != null) {
                    line.add(Texts.value(actual[window][output], ACTUAL_DIGITS));
                }
                line.add(Texts.value(predicted[window][output], digits(precision)));
            }
            lines.add(line);
        }
        return lines;
    }

    /** How many significant digits a prediction in that precision has. */
    static int digits(Precision precision) {
        return precision == Precision.FLOAT ? 9 : 17;
    }

    /** One output of every window. */
    double[] predicted(int output) {
        return column(predicted, output);
    }

    /** What came for one output of every window. */
    double[] actual(int output) {
        return column(actual, output);
    }

    private static double[] column(double[][] rows, int output) {
        double[] column = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            column[row] = rows[row][output];
        }
        return column;
    }
}
