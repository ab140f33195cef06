package dev.elman.cli;

import dev.elman.cli.demo.SineData;
import dev.elman.cli.demo.SineRecipe;
import dev.elman.cli.demo.SineRun;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the sine demonstration says. */
final class SineReport {

    // What the article prints: one run, one seed.
    private static final String PRINTED_FIRST_LOSS = "101185.6";
    private static final String PRINTED_LAST_LOSS = "about 17";
    private static final String PRINTED_LAST_VALIDATION_LOSS = "about 8.4";
    private static final String PRINTED_RMSE = "0.127";

    private SineReport() {}

    /** The losses of one run, epoch by epoch, as the article prints them. */
    static List<String> losses(SineCommand.Outcome outcome) {
        SineRun run = outcome.typical();
        List<String> lines = new ArrayList<>();
        lines.add("Recipe " + outcome.recipe().id() + ", seed " + run.seed() + " (the median of "
                + SunspotsCommand.count(outcome.runs().size(), "seed") + "): loss before every epoch");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("epoch", "training", "validation"));
        for (int epoch = 0; epoch < SineRecipe.EPOCHS; epoch++) {
            rows.add(List.of(String.valueOf(epoch + 1), Texts.figure(run.trainLosses()[epoch]),
                    Texts.figure(run.validationLosses()[epoch])));
        }
        lines.add(Texts.table(rows));
        lines.add("");
        return lines;
    }

    /** All recipes beside one another, the forecasts, and what to make of them. */
    static List<String> summary(List<SineCommand.Outcome> outcomes, String engine) {
        List<String> lines = new ArrayList<>();
        lines.add("Sine wave: " + SineData.LOOK_BACK + " values predict the next; 100 windows to learn from, 50 for"
                + " validation; 100 sigmoid units; engine " + engine + ".");
        lines.add("Losses are sums of (y - yhat)^2 / 2, the last ones before the updates of epoch " + SineRecipe.EPOCHS
                + "; from "
                + SunspotsCommand.count(outcomes.get(0).runs().size(), "seed") + ".");
        lines.add("");
        lines.add(Texts.table(figures(outcomes)));
        lines.add("");
        lines.addAll(forecasts(outcomes));
        lines.add("");
        if (outcomes.stream().anyMatch(outcome -> outcome.recipe() == SineRecipe.ARTICLE)) {
            lines.addAll(List.of(
                    "Why the article's setting learns a constant: 100 positive weights from 0 .. 1 add up to sums of"
                            + " about 50,",
                    "where the sigmoid is one to the last bit of its output and its slope zero. Every unit stays at one"
                            + " whatever comes in,",
                    "no gradient passes through it, and all that is left to learn is the mean of the targets.",
                    "The article's printed figures come from a backward pass that is wrong (add*(1-add) for the"
                            + " sigmoid's slope, products",
                    "of weights where outer products belong) and from a prediction that is fed another input than"
                            + " training was.",
                    ""));
        }
        lines.add("Milliseconds are those of one fit on one thread, the losses before every epoch included; several ran"
                + " at a time.");
        return lines;
    }

    private static List<String> forecasts(List<SineCommand.Outcome> outcomes) {
        List<String> lines = new ArrayList<>();
        lines.add("The next " + SineData.STEPS + " values, each recipe's median run:");
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("t", "sin(t)"));
        outcomes.forEach(outcome -> header.add(outcome.recipe().id()));
        rows.add(header);
        for (int step = 0; step < SineData.STEPS; step++) {
            List<String> row = new ArrayList<>(List.of(
                    String.valueOf(SineData.LENGTH + step),
                    Texts.fixed(outcomes.get(0).recipe().data().next()[step], 4)));
            for (SineCommand.Outcome outcome : outcomes) {
                row.add(Texts.fixed(outcome.typical().forecast()[step], 4));
            }
            rows.add(row);
        }
        lines.add(Texts.table(rows));
        return lines;
    }

    private static List<List<String>> figures(List<SineCommand.Outcome> outcomes) {
        List<String> recipes = new ArrayList<>(List.of(""));
        List<String> header = new ArrayList<>(List.of(""));
        for (SineCommand.Outcome outcome : outcomes) {
            recipes.addAll(List.of(outcome.recipe().id(), "", ""));
            header.addAll(List.of("median", "min", "max"));
        }
        recipes.add("the article");
        header.add("prints");
        List<List<String>> rows = new ArrayList<>(List.of(recipes, header));
        rows.add(row("loss before any update", outcomes, SineRun::firstLoss, PRINTED_FIRST_LOSS));
        rows.add(row("last loss", outcomes, SineRun::lastLoss, PRINTED_LAST_LOSS));
        rows.add(row("last validation loss", outcomes, SineRun::lastValidationLoss, PRINTED_LAST_VALIDATION_LOSS));
        rows.add(row("validation RMSE", outcomes, SineRun::validationRmse, PRINTED_RMSE));
        rows.add(row("RMSE of the next " + SineData.STEPS, outcomes, SineRun::forecastRmse, "-"));
        rows.add(row("milliseconds of a fit", outcomes, SineRun::fitMillis, "-"));
        return rows;
    }

    private static List<String> row(
            String name, List<SineCommand.Outcome> outcomes, ToDoubleFunction<SineRun> figure, String printed) {
        List<String> row = new ArrayList<>(List.of(name));
        for (SineCommand.Outcome outcome : outcomes) {
            Summary summary = Summary.of(outcome.runs(), figure);
            row.addAll(List.of(Texts.figure(summary.median()), Texts.figure(summary.min()),
                    Texts.figure(summary.max())));
        }
        row.add(printed);
        return row;
    }
}
