package dev.elman.cli;

import dev.elman.Model;
import dev.elman.data.Dataset;
import dev.elman.data.Split;
import dev.elman.data.TimeSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Pictures of predictions for a user's own series: the first target, one step ahead. */
final class SeriesPlots {

    /** How much of the past is drawn before a forecast: as many steps as are forecast, this many times. */
    private static final int PAST = 4;
    private static final int LEAST_PAST = 40;

    private SeriesPlots() {}

    /** Actual and predicted over all windows. */
    static void windows(Path file, String title, boolean times, Predictions predictions) throws IOException {
        Picture picture = new Picture();
        Axis axis = Axis.of(predictions.labels(), times);
        Picture.Plot plot = picture.plot(title, axis.name(), predictions.targets().get(0));
        if (predictions.actual() != null) {
            plot.line("actual", axis.values(), predictions.actual(0), Picture.ACTUAL, 1.6f);
        }
        plot.line("predicted", axis.values(), predictions.predicted(0), Picture.PREDICTED, 1.6f);
        picture.write(file);
    }

    /** Actual and predicted over all windows of all parts, with lines between the parts. */
    static void parts(Path file, String title, boolean times, Model model, Split<Dataset> windows) throws IOException {
        List<Dataset> parts = new ArrayList<>(List.of(windows.train()));
        windows.validationIfAny().ifPresent(parts::add);
        parts.add(windows.test());
        List<String> labels = new ArrayList<>();
        List<double[]> actual = new ArrayList<>();
        List<double[]> predicted = new ArrayList<>();
        List<Integer> begins = new ArrayList<>();
        String target = null;
        for (Dataset part : parts) {
            Predictions predictions = Predictions.of(model, part);
            begins.add(labels.size());
            labels.addAll(predictions.labels());
            actual.add(predictions.actual(0));
            predicted.add(predictions.predicted(0));
            target = predictions.targets().get(0);
        }
        Axis axis = Axis.of(labels, times);
        Picture picture = new Picture();
        Picture.Plot plot = picture.plot(title, axis.name(), target)
                .line("actual", axis.values(), joined(actual), Picture.ACTUAL, 1.6f)
                .line("predicted", axis.values(), joined(predicted), Picture.PREDICTED, 1.6f);
        String[] names = parts.size() == 2 ? new String[] {"train", "test"} : new String[] {"train", "validation", "test"};
        for (int part = 1; part < parts.size(); part++) {
            double middle = (axis.values()[begins.get(part) - 1] + axis.values()[begins.get(part)]) / 2;
            plot.border(middle, part == 1 ? names[0] : "", names[part]);
        }
        picture.write(file);
    }

    /** The last of what is known, and the forecast. */
    static void forecast(Path file, String title, TimeSeries series, String target, Predictions.Future future,
            double[] forecast) throws IOException {
        int past = Math.min(series.length(), Math.max(LEAST_PAST, PAST * forecast.length));
        TimeSeries last = series.last(past);
        List<String> labels = new ArrayList<>();
        for (int row = 0; row < past; row++) {
            labels.add(last.label(row));
        }
        labels.addAll(future.labels());
        Axis axis = Axis.of(labels, future.column().equals("time"));
        double[] all = axis.values();
        double[] known = Arrays.copyOfRange(all, 0, past);
        double[] ahead = Arrays.copyOfRange(all, past, all.length);
        Picture picture = new Picture();
        picture.plot(title, axis.name(), target)
                .line("actual", known, last.column(target), Picture.ACTUAL, 1.6f)
                .dots("forecast", ahead, forecast, Picture.FORECAST, 1.6f);
        picture.write(file);
    }

    private static double[] joined(List<double[]> parts) {
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    /** Places on the horizontal axis: times where they can be read as such, else row numbers. */
    private record Axis(String name, double[] values) {

        static Axis of(List<String> labels, boolean times) {
            if (times) {
                return TimeLabels.years(labels)
                        .map(years -> new Axis("year", years))
                        .orElseGet(() -> new Axis("row", numbered(labels.size())));
            }
            try {
                return new Axis("row", labels.stream().mapToDouble(Double::parseDouble).toArray());
            } catch (NumberFormatException e) {
                return new Axis("row", numbered(labels.size()));
            }
        }

        private static double[] numbered(int count) {
            return IntStream.rangeClosed(1, count).asDoubleStream().toArray();
        }
    }
}
