package dev.elman.cli;

import dev.elman.Evaluation;
import dev.elman.Model;
import dev.elman.data.Dataset;
import dev.elman.data.TimeSeries;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scores a model on all windows of a file. */
@Command(
        name = "evaluate",
        sortOptions = false,
        header = "Score a saved model on all windows of a file.",
        customSynopsis = "elman evaluate --model FILE --data DATA.csv [OPTIONS]",
        description = {
            "",
            "Prints root mean squared error (RMSE), mean absolute error (MAE) and R2, in the data's own units, beside"
                    + " the naive forecast.",
            "",
            "The naive forecast repeats the last known value. A model that does not beat it has learnt nothing that"
                    + " helps. Only data that the model has not been trained on tell how good it is.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  elman evaluate --model sales.safetensors --data newer.csv --plot newer.png",
            "",
            "With --json: {\"rmse\":..,\"mae\":..,\"naive_rmse\":..,\"windows\":N}"
        })
final class EvaluateCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private ModelInput input;

    @Option(
            names = "--stride",
            paramLabel = "N",
            converter = Values.Size.class,
            defaultValue = "1",
            description = "Rows from one window to the next. Default: ${DEFAULT-VALUE}, every window.")
    private int stride;

    @Mixin
    private CommonOptions common;

    EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Model model = input.model(common);
        input.requireWritable(common.plot().orElse(null));
        TimeSeries series = ModelInput.series(input.table(), model.schema());
        Dataset windows = model.dataset(series, stride);
        Evaluation score = model.evaluate(windows);
        if (common.json()) {
            console.out().println(new JsonLine()
                    .put("rmse", score.rmse())
                    .put("mae", score.mae())
                    .put("naive_rmse", Scores.naiveRmse(score))
                    .put("windows", score.windows()));
        } else {
            Scores scores = new Scores();
            scores.add(input.dataFile().getFileName().toString(), score);
            console.out().println(scores);
        }
        if (common.plot().isPresent()) {
            SeriesPlots.windows(common.plot().get(), Scores.title(model.schema(), score), series.hasTimes(),
                    Predictions.of(model, windows));
        }
        return 0;
    }
}
