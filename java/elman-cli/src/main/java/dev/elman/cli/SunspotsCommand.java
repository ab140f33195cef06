package dev.elman.cli;

import dev.elman.Evaluation;
import dev.elman.Model;
import dev.elman.cli.demo.Seeds;
import dev.elman.cli.demo.SunspotsData;
import dev.elman.cli.demo.SunspotsRecipe;
import dev.elman.cli.demo.SunspotsRun;
import dev.elman.cli.demo.TunedRecipe;
import dev.elman.cli.demo.TutorialRecipe;
import dev.elman.cli.demo.Walkthrough;
import dev.elman.engine.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The Keras tutorial's sunspot forecaster. */
@Command(
        name = "sunspots",
        sortOptions = false,
        header = "The Keras tutorial's forecaster of monthly sunspots.",
        customSynopsis = "elman demo sunspots [--recipe tutorial|tuned] [--seeds N] [--walkthrough] [OPTIONS]",
        description = {
            "",
            "12 months of sunspots predict the next month, by a network of 3 recurrent"
                    + " units. 187 windows to learn from, 46 to score; RMSE of values scaled to 0 .. 1, as there.",
            "",
            "  tutorial   its setting to the letter: 20 epochs, one window at a time, Adam",
            "  tuned      same data, windows and network, trained well; a run chooses on the training windows alone",
            "",
            "One seed's figure is luck, so each recipe is run from several seeds; median, smallest and largest are"
                    + " printed, beside the naive forecast, which repeats the last known month.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  elman demo sunspots                          both recipes, 20 seeds, and a picture",
            "  elman demo sunspots --walkthrough            the tutorial's computation by hand, nothing else",
            "  elman demo sunspots --recipe tuned --seeds 50 --json",
            "",
            "The picture goes to elman-sunspots.png where --plot names no other file; with --json there is one only"
                    + " where --plot asks for it."
        })
final class SunspotsCommand implements Callable<Integer> {

    private static final Path PICTURE = Path.of("elman-sunspots.png");

    private final Console console;

    @Option(
            names = "--recipe",
            paramLabel = "tutorial|tuned",
            converter = RecipeName.class,
            description = "Which recipe to run. Default: both.")
    private SunspotsRecipe recipe;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            converter = Values.Size.class,
            defaultValue = "20",
            description = "Run from N seeds, --seed and those after it, as many at a time as --threads says."
                    + " Default: ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(names = "--walkthrough", description = "Print the tutorial's computation by hand: weights, h1, h2, h3, o3.")
    private boolean walkthrough;

    @Mixin
    private CommonOptions common;

    SunspotsCommand(Console console) {
        this.console = console;
    }

    /** A recipe and what came of it. */
    record Outcome(SunspotsRecipe recipe, List<SunspotsRun> runs) {

        /** The run whose test RMSE is in the middle; of an even number the better of the two. */
        SunspotsRun typical() {
            List<SunspotsRun> ordered = new ArrayList<>(runs);
            ordered.sort(Comparator.comparingDouble(SunspotsRun::testRmse));
            return ordered.get((ordered.size() - 1) / 2);
        }
    }

    @Override
    public Integer call() throws IOException {
        Precision precision = common.precision().orElse(Precision.FLOAT);
        if (walkthrough) {
            walk(Walkthrough.run(common.engine(), precision));
            return 0;
        }
        Path picture = common.plot().orElse(common.json() ? null : PICTURE);
        Results.requireWritable(picture);
        SunspotsData data = SunspotsData.load();
        List<Outcome> outcomes = new ArrayList<>();
        for (SunspotsRecipe each : recipe == null ? RecipeName.ALL : List.of(recipe)) {
            outcomes.add(run(each, data, precision));
            if (common.json()) {
                console.out().println(json(outcomes.get(outcomes.size() - 1), data));
                console.out().flush();
            }
        }
        if (!common.json()) {
            report(outcomes, data);
        }
        if (picture != null) {
            DemoPlots.sunspots(picture, data, outcomes);
            (common.json() ? console.err() : console.out()).println("Picture: " + picture);
        }
        return 0;
    }

    private Outcome run(SunspotsRecipe each, SunspotsData data, Precision precision) {
        try (ProgressLine progress = new ProgressLine(console, each.name() + ": seed", seeds)) {
            List<SunspotsRun> runs = Seeds.run(common.seed(), seeds, common.threads(),
                    seed -> each.run(data, seed, common.engine(), precision),
                    run -> progress.step("test RMSE " + Texts.fixed(run.testRmse(), 4)));
            return new Outcome(each, runs);
        }
    }

    private static double naive(Outcome outcome, SunspotsData data) {
        Evaluation score = outcome.runs().get(0).model().evaluate(data.test());
        return score.scaledNaiveRmse().orElse(Double.NaN);
    }

    private JsonLine json(Outcome outcome, SunspotsData data) {
        List<SunspotsRun> runs = outcome.runs();
        return new JsonLine()
                .put("demo", "sunspots")
                .put("engine", common.engine())
                .put("recipe", outcome.recipe().name())
                .put("seeds", runs.size())
                .put("train_rmse", Summary.of(runs, SunspotsRun::trainRmse).json())
                .put("test_rmse", Summary.of(runs, SunspotsRun::testRmse).json())
                .put("naive_test_rmse", naive(outcome, data))
                .put("fit_ms", new JsonLine().put("median", Summary.of(runs, SunspotsRun::fitMillis).median()));
    }

    private void report(List<Outcome> outcomes, SunspotsData data) {
        Model any = outcomes.get(0).runs().get(0).model();
        Evaluation train = any.evaluate(data.train());
        Evaluation test = any.evaluate(data.test());
        double naive = test.scaledNaiveRmse().orElse(Double.NaN);

        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("RMSE, scaled to 0 .. 1", "train median", "min", "max", "test median", "min", "max",
                "fit, ms"));
        for (Outcome outcome : outcomes) {
            Summary trainRmse = Summary.of(outcome.runs(), SunspotsRun::trainRmse);
            Summary testRmse = Summary.of(outcome.runs(), SunspotsRun::testRmse);
            rows.add(List.of(
                    outcome.recipe().name() + ", " + count(outcome.runs().size(), "seed"),
                    rmse(trainRmse.median()), rmse(trainRmse.min()), rmse(trainRmse.max()),
                    rmse(testRmse.median()), rmse(testRmse.min()), rmse(testRmse.max()),
                    Texts.fixed(Summary.of(outcome.runs(), SunspotsRun::fitMillis).median(), 1)));
        }
        rows.add(List.of("as the tutorial prints, one run", Texts.fixed(TutorialRecipe.PRINTED_TRAIN, 3), "", "",
                Texts.fixed(TutorialRecipe.PRINTED_TEST, 3)));
        rows.add(List.of("naive: the last known month", rmse(train.scaledNaiveRmse().orElse(Double.NaN)), "", "",
                rmse(naive)));

        console.out().println("Monthly sunspots, " + data.series().label(0) + " to "
                + data.series().label(data.series().length() - 1) + ": " + SunspotsData.LOOK_BACK
                + " months predict the next; " + data.train().count() + " windows to learn from, "
                + data.test().count() + " to score.");
        console.out().println(SunspotsRecipe.NETWORK + ", " + SunspotsRecipe.NETWORK.parameterCount()
                + " parameters; engine " + common.engine() + ".");
        console.out().println();
        console.out().println(Texts.table(rows));
        console.out().println();
        for (Outcome outcome : outcomes) {
            long worse = outcome.runs().stream().filter(run -> run.testRmse() > naive).count();
            console.out().println("From " + worse + " of " + count(outcome.runs().size(), "seed") + " the "
                    + outcome.recipe().name() + " recipe is worse on the test windows than the naive forecast.");
        }
        console.out().println("Milliseconds are those of one fit on one thread, the median, while up to "
                + count(Math.min(common.threads(), seeds), "fit") + " ran at a time.");
    }

    private void walk(Walkthrough computed) {
        if (common.json()) {
            double[][] states = computed.states();
            console.out().println(new JsonLine().put("demo", "sunspots").put("engine", common.engine())
                    .put("h1", states[0]).put("h2", states[1]).put("h3", states[2]).put("o3", computed.output()));
        } else {
            computed.lines().forEach(console.out()::println);
            console.out().println("  (computed by the engine " + common.engine() + ")");
        }
    }

    private static String rmse(double value) {
        return Texts.fixed(value, 4);
    }

    static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** The recipes by name. */
    static final class RecipeName implements ITypeConverter<SunspotsRecipe> {

        static final List<SunspotsRecipe> ALL = List.of(new TutorialRecipe(), new TunedRecipe());

        @Override
        public SunspotsRecipe convert(String text) {
            return ALL.stream().filter(recipe -> recipe.name().equals(text)).findFirst()
                    .orElseThrow(() -> new TypeConversionException("must be tutorial or tuned but was '" + text + "'"));
        }
    }
}
