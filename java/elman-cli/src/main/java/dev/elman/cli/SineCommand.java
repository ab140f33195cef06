package dev.elman.cli;

import dev.elman.cli.demo.Seeds;
import dev.elman.cli.demo.SineData;
import dev.elman.cli.demo.SineRecipe;
import dev.elman.cli.demo.SineRun;
import dev.elman.engine.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The NumPy article's network on a sine wave. */
@Command(
        name = "sine",
        sortOptions = false,
        header = "The NumPy article's network from scratch, on a sine wave.",
        customSynopsis = "elman demo sine [--recipe article|repaired] [--seeds N] [OPTIONS]",
        description = {
            "",
            "50 values of sin(0), sin(1), ... predict the next, by 100 sigmoid units"
                    + " without biases; 100 windows to learn from, 50 for validation, then 30 values are forecast.",
            "",
            "  article    its setting to the letter, in double precision: every time step its own input (one-hot in"
                    + " time), weights from 0 .. 1, gradient descent at 0.0001, gradient truncated to 5 steps and"
                    + " clipped to +-10, 25 epochs in order; but with the right gradients",
            "  repaired   same network, truncation, clipping and epochs; one input, weights as in Keras, Adam with"
                    + " cosine decay, shuffled",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  elman demo sine",
            "  elman demo sine --recipe repaired --seeds 5 --json",
            "",
            "Losses are sums over the windows of (y - yhat)^2 / 2, before an epoch's updates, as the article prints"
                    + " them. The picture goes to elman-sine.png where --plot names no other file; with --json there is"
                    + " one only where --plot asks for it."
        })
final class SineCommand implements Callable<Integer> {

    private static final Path PICTURE = Path.of("elman-sine.png");

    private final Console console;

    @Option(
            names = "--recipe",
            paramLabel = "article|repaired",
            converter = RecipeName.class,
            description = "Which recipe to run. Default: both.")
    private SineRecipe recipe;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            converter = Values.Size.class,
            defaultValue = "20",
            description = "Run from N seeds, --seed and those after it, as many at a time as --threads says."
                    + " Default: ${DEFAULT-VALUE}.")
    private int seeds;

    @Mixin
    private CommonOptions common;

    SineCommand(Console console) {
        this.console = console;
    }

    /** A recipe and what came of it. */
    record Outcome(SineRecipe recipe, List<SineRun> runs) {

        /** The run whose validation RMSE is in the middle; of an even number the better of the two. */
        SineRun typical() {
            List<SineRun> ordered = new ArrayList<>(runs);
            ordered.sort(Comparator.comparingDouble(SineRun::validationRmse));
            return ordered.get((ordered.size() - 1) / 2);
        }
    }

    @Override
    public Integer call() throws IOException {
        Path picture = common.plot().orElse(common.json() ? null : PICTURE);
        Results.requireWritable(picture);
        List<Outcome> outcomes = new ArrayList<>();
        for (SineRecipe each : recipe == null ? SineRecipe.values() : new SineRecipe[] {recipe}) {
            Outcome outcome = run(each, common.precision().orElse(each.precision()));
            outcomes.add(outcome);
            if (common.json()) {
                console.out().println(json(outcome));
                console.out().flush();
            } else {
                SineReport.losses(outcome).forEach(console.out()::println);
            }
        }
        if (!common.json()) {
            SineReport.summary(outcomes, common.engine()).forEach(console.out()::println);
        }
        if (picture != null) {
            DemoPlots.sine(picture, outcomes);
            (common.json() ? console.err() : console.out()).println("Picture: " + picture);
        }
        return 0;
    }

    private Outcome run(SineRecipe each, Precision precision) {
        try (ProgressLine progress = new ProgressLine(console, each.id() + ": seed", seeds)) {
            List<SineRun> runs = Seeds.run(common.seed(), seeds, common.threads(),
                    seed -> each.run(seed, common.engine(), precision),
                    run -> progress.step("validation RMSE " + Texts.fixed(run.validationRmse(), 4)));
            return new Outcome(each, runs);
        }
    }

    private JsonLine json(Outcome outcome) {
        JsonLine line = new JsonLine()
                .put("demo", "sine")
                .put("engine", common.engine())
                .put("recipe", outcome.recipe().id())
                .put("seeds", outcome.runs().size());
        put(line, "first_loss", outcome, SineRun::firstLoss);
        put(line, "last_loss", outcome, SineRun::lastLoss);
        put(line, "last_val_loss", outcome, SineRun::lastValidationLoss);
        put(line, "val_rmse", outcome, SineRun::validationRmse);
        put(line, "forecast_rmse_" + SineData.STEPS, outcome, SineRun::forecastRmse);
        put(line, "fit_ms", outcome, SineRun::fitMillis);
        return line;
    }

    private static void put(JsonLine line, String name, Outcome outcome, ToDoubleFunction<SineRun> figure) {
        line.put(name, Summary.of(outcome.runs(), figure).json());
    }

    /** The recipes by name. */
    static final class RecipeName implements ITypeConverter<SineRecipe> {
        @Override
        public SineRecipe convert(String text) {
            for (SineRecipe recipe : SineRecipe.values()) {
                if (recipe.id().equals(text)) {
                    return recipe;
                }
            }
            throw new TypeConversionException("must be article or repaired but was '" + text + "'");
        }
    }
}
