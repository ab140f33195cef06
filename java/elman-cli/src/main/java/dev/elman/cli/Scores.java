package dev.elman.cli;

import dev.elman.Evaluation;
import dev.elman.data.Schema;
import java.util.ArrayList;
import java.util.List;

/** Scores as text: the naive forecast stands beside every score, and where it is better that is said. */
final class Scores {

    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    Scores() {
        rows.add(List.of("", "windows", "RMSE", "MAE", "R2", "naive RMSE"));
    }

    /** Adds the score of one part of the data; of several targets each has a line of its own too. */
    void add(String part, Evaluation score) {
        double naive = naiveRmse(score);
        add(part, score.windows(), score.rmse(), score.mae(), score.r2(), naive);
        if (score.targets().size() > 1) {
            for (Evaluation.Target target : score.targets()) {
                add("  " + target.name(), score.windows(), target.rmse(), target.mae(), target.r2(),
                        target.naiveRmse().orElse(Double.NaN));
            }
        }
        if (naive < score.rmse()) {
            remarks.add("On " + part + " the naive forecast, which repeats the last known value, is better than this"
                    + " model: RMSE " + Texts.figure(naive) + " against " + Texts.figure(score.rmse()) + ".");
        }
    }

    private void add(String name, int windows, double rmse, double mae, double r2, double naive) {
        rows.add(List.of(name, Texts.count(windows), Texts.figure(rmse), Texts.figure(mae), Texts.fixed(r2, 4),
                Texts.figure(naive)));
    }

    /** The naive forecast's error, or not a number where there is none. */
    static double naiveRmse(Evaluation score) {
        return score.naiveRmse().orElse(Double.NaN);
    }

    /** A picture's title: what is predicted, and how well. */
    static String title(Schema schema, Evaluation score) {
        return String.join(", ", schema.targets()) + ": RMSE " + Texts.figure(score.rmse()) + ", naive forecast "
                + Texts.figure(naiveRmse(score));
    }

    /** A picture's title for a training part and a test part. */
    static String title(Schema schema, Evaluation train, Evaluation test) {
        return String.join(", ", schema.targets()) + ": RMSE " + Texts.figure(train.rmse()) + " train, "
                + Texts.figure(test.rmse()) + " test, where the naive forecast has " + Texts.figure(naiveRmse(test));
    }

    @Override
    public String toString() {
        String text = Texts.table(rows);
        return remarks.isEmpty() ? text : text + System.lineSeparator() + String.join(System.lineSeparator(), remarks);
    }
}
