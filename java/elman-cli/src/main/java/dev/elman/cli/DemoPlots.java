package dev.elman.cli;

import dev.elman.cli.demo.SineData;
import dev.elman.cli.demo.SineRecipe;
import dev.elman.cli.demo.SineRun;
import dev.elman.cli.demo.SunspotsData;
import dev.elman.cli.demo.SunspotsRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The pictures of the demonstrations: one plot per recipe, of its median run. */
final class DemoPlots {

    private DemoPlots() {}

    /** Actual and predicted over all windows, a red line between those learnt from and those scored. */
    static void sunspots(Path file, SunspotsData data, List<SunspotsCommand.Outcome> outcomes) throws IOException {
        Picture picture = new Picture();
        for (SunspotsCommand.Outcome outcome : outcomes) {
            SunspotsRun run = outcome.typical();
            Predictions train = Predictions.of(run.model(), data.train());
            Predictions test = Predictions.of(run.model(), data.test());
            List<String> labels = new ArrayList<>(train.labels());
            labels.addAll(test.labels());
            TimeAxis axis = TimeAxis.of(labels, true);
            String title = "Sunspots, " + outcome.recipe().name() + " recipe, the median of "
                    + SunspotsCommand.count(outcome.runs().size(), "seed") + ": scaled RMSE "
                    + Texts.fixed(run.trainRmse(), 4) + " train, " + Texts.fixed(run.testRmse(), 4) + " test";
            picture.plot(title, axis, "monthly mean sunspot number")
                    .line("actual", axis.places(), joined(train.actual(0), test.actual(0)), Picture.ACTUAL)
                    .line("predicted from the 12 months before", axis.places(),
                            joined(train.predicted(0), test.predicted(0)), Picture.PREDICTED)
                    .border(axis.before(train.labels().size()), "train", "test");
        }
        picture.write(file);
    }

    /** Predicted over actual on the validation windows, then the forecast of the next 30 values. */
    static void sine(Path file, List<SineCommand.Outcome> outcomes) throws IOException {
        Picture picture = new Picture();
        for (SineCommand.Outcome outcome : outcomes) {
            SineRecipe recipe = outcome.recipe();
            SineRun run = outcome.typical();
            double[] known = recipe.data().series().column(recipe.data().series().names().get(0));
            int first = SineData.LENGTH - recipe.data().validation().count();
            double[] actual = joined(Arrays.copyOfRange(known, first, known.length), recipe.data().next());
            String title = "Sine, " + recipe.id() + " recipe, the median of "
                    + SunspotsCommand.count(outcome.runs().size(), "seed") + ": RMSE "
                    + Texts.fixed(run.validationRmse(), 4) + " on validation, " + Texts.fixed(run.forecastRmse(), 4)
                    + " over the next " + SineData.STEPS;
            picture.plot(title, "t", "sin(t)")
                    .line("actual", from(first, actual.length), actual, Picture.ACTUAL, 4f)
                    .dots("predicted from the 50 values before", from(first, run.predicted().length), run.predicted(),
                            Picture.PREDICTED)
                    .dots("forecast, fed back", from(SineData.LENGTH, SineData.STEPS), run.forecast(),
                            Picture.FORECAST)
                    .border(SineData.LENGTH - 0.5, "validation", "forecast");
        }
        picture.write(file);
    }

    private static double[] from(int first, int count) {
        return IntStream.range(first, first + count).asDoubleStream().toArray();
    }

    private static double[] joined(double[] head, double[] tail) {
        return DoubleStream.concat(Arrays.stream(head), Arrays.stream(tail)).toArray();
    }
}
