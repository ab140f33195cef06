package dev.elman.cli;

import dev.elman.Model;
import dev.elman.data.Table;
import dev.elman.data.TimeSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts what follows every window of a file. */
@Command(
        name = "predict",
        sortOptions = false,
        header = "Predict what follows every window of a file.",
        customSynopsis = "elman predict --model FILE --data DATA.csv [--output OUT.csv] [OPTIONS]",
        description = {
            "",
            "Writes one line per window: the time of the first predicted row, what came, and what the model says from"
                    + " the rows of the window alone.",
            "",
            "To go beyond the end of the data use 'elman forecast'.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  elman predict --model sales.safetensors --data sales.csv --output predicted.csv",
            "",
            "Columns: time (or row, the number of the row); then actual and predicted; with several targets"
                    + " TARGET_actual and TARGET_predicted, with a horizon of 2 or more actual_1, predicted_1, ...",
            "Where the file does not have the target's column there is no actual. With --json and no --output every"
                    + " line is an object with the same names."
        })
final class PredictCommand implements Callable<Integer> {

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

    @Option(names = "--output", paramLabel = "OUT.csv", description = "Where to write. Default: standard output.")
    private Path output;

    @Mixin
    private CommonOptions common;

    PredictCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Model model = input.model(common);
        input.requireWritable(output, common.plot().orElse(null));
        Table table = input.table();
        List<String> absent = ModelInput.absent(table, model.schema().targets());
        boolean actualKnown = absent.isEmpty();
        TimeSeries series = actualKnown
                ? ModelInput.series(table, model.schema())
                : table.series(model.schema().features().toArray(String[]::new));
        Predictions predictions = actualKnown
                ? Predictions.of(model, model.dataset(series, stride))
                : Predictions.ofFeatures(model, series, stride);
        List<String> header = predictions.header(series.hasTimes());
        if (output != null) {
            Results.write(output, header, predictions.lines());
            console.err().println(Texts.count(predictions.labels().size()) + " windows written to " + output);
        } else if (common.json()) {
            Results.printJson(console.out(), header, predictions.lines());
        } else {
            Results.print(console.out(), header, predictions.lines());
        }
        if (common.plot().isPresent()) {
            SeriesPlots.windows(common.plot().get(), model.schema().targets().get(0) + " in "
                    + input.dataFile().getFileName(), series.hasTimes(), predictions);
        }
        return 0;
    }
}
