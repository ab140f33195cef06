package dev.elman.cli;

import dev.elman.Evaluation;
import dev.elman.Model;
import dev.elman.Provenance;
import dev.elman.data.Dataset;
import dev.elman.data.Scaler;
import dev.elman.data.Split;
import dev.elman.data.Table;
import dev.elman.data.TimeSeries;
import dev.elman.layers.Architecture;
import dev.elman.training.Trainer;
import dev.elman.training.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Trains a model on a file. */
@Command(
        name = "train",
        sortOptions = false,
        header = "Train a recurrent network on a CSV file, score and save it.",
        customSynopsis = "elman train DATA.csv --target COL --model FILE [OPTIONS]",
        description = {
            "",
            "The series is cut into parts in time order: the first to learn from, the last to score (test); with"
                    + " --split .7,.15 there is one between, for validation. Each part is cut into windows:",
            "",
            "  look-back   rows that go in           | 1 2 3 4 5 6 7 8 9 10 11 12 |",
            "  horizon     rows right after, to predict                           | 13 |",
            "  stride      rows from one window to the next",
            "",
            "Columns are scaled for training (fitted on the training part alone) and scaled back in everything that is"
                    + " printed. The naive forecast, which repeats the last known value, stands beside every score: a"
                    + " model that does not beat it is of no use.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  elman train sales.csv --target sales --model sales.safetensors",
            "  elman train air.csv --target pm25 --features pm25,temp,wind --look-back 24 --horizon 6 \\",
            "      --layers lstm:64,lstm:32,dense:6 --split .7,.15 --early-stopping 10 --missing forward-fill \\",
            "      --model air.safetensors --plot air.png",
            "",
            "A training that diverges, or that Ctrl-C stops, leaves its last good weights in FILE.last-good.",
            "With --json: {\"train_rmse\":..,\"test_rmse\":..,\"naive_test_rmse\":..,\"epochs\":..,\"fit_ms\":..}"
                    + " in the data's units."
        })
final class TrainCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "DATA.csv", description = "Rows in time order; a header line names the columns.")
    private Path dataFile;

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "Where to save the model.")
    private Path modelFile;

    @Mixin
    private WindowOptions window;

    @Option(
            names = "--split",
            paramLabel = "F[,F]|DATE[,DATE]",
            converter = SplitRule.Converter.class,
            defaultValue = ".8",
            description = "Training part, and with a second value validation part, as fractions of the rows; or the"
                    + " date at which the next part begins. The rest is the test part. Default: ${DEFAULT-VALUE}.")
    private SplitRule split;

    @Option(
            names = "--scaler",
            paramLabel = "minmax|standard|none",
            converter = ScalerName.class,
            defaultValue = "minmax",
            description = "minmax: to 0 .. 1; standard: to mean 0 and standard deviation 1. Default: ${DEFAULT-VALUE}.")
    private Scaler.Method scaling;

    @Option(
            names = "--layers",
            paramLabel = "LIST",
            converter = LayerList.Converter.class,
            description = "name:units[:activation],... from the input upwards. Layers: rnn, lstm, gru, both ways"
                    + " bi-rnn, bi-lstm, bi-gru (all tanh), dense (linear); and dropout:RATE, norm. Activations:"
                    + " linear, tanh, sigmoid, relu, softplus, elu, hardSigmoid, in a dense layer gelu (of an lstm or"
                    + " gru the candidate's; its gates are sigmoids). The last has horizon times targets units."
                    + " Default: rnn:32,dense:N with the N that fits.")
    private LayerList layers;

    @Mixin
    private TrainingOptions options;

    @Mixin
    private Fitting fitting;

    @Mixin
    private CsvInput csv;

    @Mixin
    private CommonOptions common;

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (options.needsValidation().isPresent() && !split.hasValidation()) {
            throw new UsageException(options.needsValidation().get()
                    + " needs a validation part, such as --split .7,.15");
        }
        fitting.check();
        Architecture architecture = window.architecture(layers);
        Trainer.Builder trainer = options.trainer(common);
        Results.requireWritable(modelFile, fitting.checkpoint(), common.plot().orElse(null));
        Results.requireOtherThan(dataFile, modelFile, fitting.checkpoint(), common.plot().orElse(null));

        Table table = csv.read(dataFile);
        TimeSeries series = window.series(table);
        Split<TimeSeries> parts = split.apply(series);
        Scaler scaler = scaling.fit(parts.train());
        Split<Dataset> windows = parts.map(part -> window.over(part, table, scaler));
        tell(series, parts, windows, architecture);

        Training training = fitting.run(console, "elman train", trainer, architecture, windows.train(),
                windows.validation(), new EpochProgress(console, options.epochs()), modelFile, this::documented);
        Model model = documented(training.model());
        model.save(modelFile);
        Evaluation train = model.evaluate(windows.train());
        Evaluation test = model.evaluate(windows.test());
        report(training, train, windows, test);
        if (common.plot().isPresent()) {
            SeriesPlots.parts(common.plot().get(), Scores.title(model.schema(), train, test), series.hasTimes(),
                    windows.map(part -> Predictions.of(model, part)));
        }
        return 0;
    }

    private void tell(
            TimeSeries series, Split<TimeSeries> parts, Split<Dataset> windows, Architecture architecture) {
        console.err().println(dataFile + ": " + Texts.count(series.length()) + " rows, " + series.label(0) + " to "
                + series.label(series.length() - 1) + "; test part from " + parts.test().label(0));
        console.err().println(architecture + ": " + Texts.count(architecture.parameterCount()) + " parameters; "
                + Texts.count(windows.train().count()) + " windows to learn from, "
                + windows.validationIfAny().map(part -> Texts.count(part.count()) + " for validation, ").orElse("")
                + Texts.count(windows.test().count()) + " for the test; engine " + common.engine());
    }

    /** The model with what the trainer cannot know of its origin. */
    private Model documented(Model model) {
        Provenance provenance = model.provenance();
        return provenance == null
                ? model
                : model.withProvenance(provenance.with("data", dataFile.getFileName().toString())
                        .with("split", split.toString()));
    }

    private void report(Training training, Evaluation train, Split<Dataset> windows, Evaluation test) {
        double fitMillis = training.fitNanos() * 1e-6;
        if (common.json()) {
            console.out().println(new JsonLine()
                    .put("train_rmse", train.rmse())
                    .put("test_rmse", test.rmse())
                    .put("naive_test_rmse", Scores.naiveRmse(test))
                    .put("epochs", training.epochs())
                    .put("fit_ms", fitMillis));
            return;
        }
        Scores scores = new Scores();
        scores.add("train", train);
        windows.validationIfAny().ifPresent(part -> scores.add("validation", training.model().evaluate(part)));
        scores.add("test", test);
        console.out().println(scores);
        console.out().println(SunspotsCommand.count(training.epochs(), "epoch") + " in "
                + Texts.figure(fitMillis) + " ms"
                + (training.bestEpoch() < training.epochs()
                        ? ", the weights are those of epoch " + training.bestEpoch()
                        : "")
                + "; model saved to " + modelFile);
    }

    /** Scalings by name. */
    static final class ScalerName implements ITypeConverter<Scaler.Method> {
        @Override
        public Scaler.Method convert(String text) {
            try {
                return Scaler.Method.of(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
