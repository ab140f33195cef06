package dev.elman.cli;

import dev.elman.Model;
import dev.elman.data.Schema;
import dev.elman.data.Table;
import dev.elman.data.TimeSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts rows that are yet to come. */
@Command(
        name = "forecast",
        sortOptions = false,
        header = "Predict the rows after the end of a file.",
        customSynopsis = "elman forecast --model FILE --data DATA.csv --steps N [--output OUT.csv] [OPTIONS]",
        description = {
            "",
            "Beyond the model's horizon its own predictions are fed back as"
                    + " if they had come, so errors add up: the further ahead, the less it means.",
            "",
            "A model with an input column that it does not predict cannot go beyond its horizon, since nothing says"
                    + " what that column will be.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  elman forecast --model sales.safetensors --data sales.csv --steps 12 --output next-year.csv",
            "",
            "Columns: time, where the known times are equally far apart (else row, or step, counted from 1); then"
                    + " predicted, with several targets TARGET_predicted. With --json and no --output every line is an"
                    + " object with the same names."
        })
final class ForecastCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private ModelInput input;

    @Option(
            names = "--steps",
            paramLabel = "N",
            required = true,
            converter = Values.Size.class,
            description = "How many rows to predict.")
    private int steps;

    @Option(names = "--output", paramLabel = "OUT.csv", description = "Where to write. Default: standard output.")
    private Path output;

    @Mixin
    private CommonOptions common;

    ForecastCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Model model = input.model(common);
        Schema schema = model.schema();
        if (steps > Values.LARGEST_ARRAY / schema.targets().size()) {
            throw new UsageException("--steps " + steps + " times " + schema.targets().size()
                    + (schema.targets().size() == 1 ? " target" : " targets") + " is too much");
        }
        input.requireWritable(output, common.plot().orElse(null));
        Table table = input.table();
        boolean actualKnown = ModelInput.absent(table, schema.targets()).isEmpty();
        if (!actualKnown && common.plot().isPresent()) {
            throw new IOException("there is nothing to draw a forecast beside: " + input.dataFile()
                    + " does not have the target's column");
        }
        TimeSeries series = actualKnown
                ? ModelInput.series(table, schema)
                : table.series(schema.features().toArray(String[]::new));
        double[] forecast = model.forecast(series, steps);
        Predictions.Future future = Predictions.Future.of(series, steps);

        int targets = schema.targets().size();
        List<String> header = new ArrayList<>(List.of(future.column()));
        for (String target : schema.targets()) {
            header.add(targets == 1 ? "predicted" : target + "_predicted");
        }
        List<List<String>> lines = new ArrayList<>(steps);
        for (int step = 0; step < steps; step++) {
            List<String> line = new ArrayList<>(List.of(future.labels().get(step)));
            for (int target = 0; target < targets; target++) {
                line.add(Texts.value(forecast[step * targets + target], Predictions.digits(model.precision())));
            }
            lines.add(line);
        }
        if (output != null) {
            Results.write(output, header, lines);
            console.err().println(Texts.count(steps) + " steps written to " + output);
        } else if (common.json()) {
            Results.printJson(console.out(), header, lines);
        } else {
            Results.print(console.out(), header, lines);
        }
        if (common.plot().isPresent()) {
            SeriesPlots.forecast(common.plot().get(), schema.targets().get(0) + ", " + steps + " steps ahead", series,
                    schema.targets().get(0), future, column(forecast, targets));
        }
        return 0;
    }

    private static double[] column(double[] forecast, int targets) {
        double[] first = new double[forecast.length / targets];
        for (int step = 0; step < first.length; step++) {
            first[step] = forecast[step * targets];
        }
        return first;
    }
}
