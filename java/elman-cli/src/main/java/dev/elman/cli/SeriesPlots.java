package dev.elman.cli;

import dev.elman.data.Split;
import dev.elman.data.TimeSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;

/** Pictures of predictions for a user's own series: the first target, the first step of the horizon. */
final class SeriesPlots {

    /** How much of the past is drawn before a forecast: this many times as many steps as are forecast. */
    private static final int PAST = 4;

    private static final int LEAST_PAST = 40;

    private SeriesPlots() {}

    /** Actual and predicted over all windows. */
    static void windows(Path file, String title, boolean times, Predictions predictions) throws IOException {
        Picture picture = new Picture();
        TimeAxis axis = TimeAxis.of(predictions.labels(), times);
        double[] x = axis.places();
        Picture.Plot plot = picture.plot(title, axis, predictions.targets().get(0));
        if (predictions.actual() != null) {
            plot.line("actual", x, predictions.actual(0), Picture.ACTUAL);
        }
        plot.line(predicted(predictions), x, predictions.predicted(0), Picture.PREDICTED);
        picture.write(file);
    }

    /** Actual and predicted over all windows of all parts, with lines between the parts. */
    static void parts(Path file, String title, boolean times, Split<Predictions> split) throws IOException {
        List<Predictions> parts = new ArrayList<>(List.of(split.train()));
        split.validationIfAny().ifPresent(parts::add);
        parts.add(split.test());
        List<String> labels = new ArrayList<>();
        parts.forEach(part -> labels.addAll(part.labels()));
        Picture picture = new Picture();
        TimeAxis axis = TimeAxis.of(labels, times);
        double[] x = withGaps(parts, axis.places(), axis::before);
        double[] actual = withGaps(parts, values(parts, part -> part.actual(0)), row -> Double.NaN);
        double[] predicted = withGaps(parts, values(parts, part -> part.predicted(0)), row -> Double.NaN);
        Picture.Plot plot = picture.plot(title, axis, split.test().targets().get(0))
                .line("actual", x, actual, Picture.ACTUAL)
                .line(predicted(split.test()), x, predicted, Picture.PREDICTED);
        int learnt = split.train().labels().size();
        if (parts.size() == 2) {
            plot.border(axis.before(learnt), "train", "test");
        } else {
            plot.border(axis.before(learnt), "train", "");
            plot.border(axis.before(learnt + parts.get(1).labels().size()), "validation", "test");
        }
        picture.write(file);
    }

    private static double[] values(List<Predictions> parts, Function<Predictions, double[]> column) {
        return parts.stream().map(column).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Nothing is predicted for the first look-back of a part: a line from part to part would be made up. */
    private static double[] withGaps(List<Predictions> parts, double[] values, IntToDoubleFunction between) {
        double[] broken = new double[values.length + parts.size() - 1];
        int from = 0;
        for (int part = 0; part < parts.size(); part++) {
            int count = parts.get(part).labels().size();
            System.arraycopy(values, from, broken, from + part, count);
            from += count;
            if (part + 1 < parts.size()) {
                broken[from + part] = between.applyAsDouble(from);
            }
        }
        return broken;
    }

    /** The last of what is known, and the forecast. */
    static void forecast(
            Path file, String title, TimeSeries series, String target, Predictions.Future future, double[] forecast)
            throws IOException {
        int past = Math.min(series.length(), Math.max(LEAST_PAST, PAST * forecast.length));
        TimeSeries last = series.last(past);
        List<String> labels = new ArrayList<>();
        for (int row = 0; row < past; row++) {
            labels.add(last.label(row));
        }
        labels.addAll(future.labels());
        TimeAxis axis = TimeAxis.of(labels, future.column().equals("time"));
        double[] x = axis.places();
        Picture picture = new Picture();
        picture.plot(title, axis, target)
                .line("actual", Arrays.copyOfRange(x, 0, past), last.column(target), Picture.ACTUAL)
                .dots("forecast", Arrays.copyOfRange(x, past, x.length), forecast, Picture.FORECAST);
        picture.write(file);
    }

    private static String predicted(Predictions predictions) {
        return predictions.horizon() == 1 ? "predicted" : "predicted, one step ahead";
    }
}
