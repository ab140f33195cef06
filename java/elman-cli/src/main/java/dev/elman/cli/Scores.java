package dev.elman.cli;

import dev.elman.Evaluation;
import java.util.ArrayList;
import java.util.List;

/** Scores as text: the naive forecast stands beside every score, and where it is better that is said. */
final class Scores {

    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    Scores() {
        rows.add(List.of("", "windows", "RMSE", "MAE", "R2", "naive RMSE"));
    }

    /** Adds the score of one part of the data. */
    void add(String part, Evaluation score) {
        double naive = naiveRmse(score);
        rows.add(List.of(part, Texts.count(score.windows()), Texts.figure(score.rmse()), Texts.figure(score.mae()),
                Texts.fixed(score.r2(), 4), Texts.figure(naive)));
        if (naive < score.rmse()) {
            remarks.add("On " + part + " the naive forecast, which repeats the last known value, is better than this"
                    + " model: RMSE " + Texts.figure(naive) + " against " + Texts.figure(score.rmse()) + ".");
        }
    }

    /** The naive forecast's error, or not a number where there is none. */
    static double naiveRmse(Evaluation score) {
        return score.naiveRmse().orElse(Double.NaN);
    }

    @Override
    public String toString() {
        String text = Texts.table(rows);
        return remarks.isEmpty() ? text : text + System.lineSeparator() + String.join(System.lineSeparator(), remarks);
    }
}
