package dev.elman.cli.demo;

import dev.elman.Model;

/**
 * What came of one seed.
 *
 * @param seed the seed
 * @param model what was learnt
 * @param trainRmse over the training windows, of values scaled as in the tutorial
 * @param testRmse over the test windows, likewise
 * @param fitMillis how long fitting took, all restarts and the choice among them included
 */
public record SunspotsRun(long seed, Model model, double trainRmse, double testRmse, double fitMillis) {

    /** Scores a model; the test windows serve for nothing else. */
    static SunspotsRun scored(long seed, Model model, SunspotsData data, double fitMillis) {
        return new SunspotsRun(seed, model, model.evaluate(data.train()).scaledRmse(),
                model.evaluate(data.test()).scaledRmse(), fitMillis);
    }
}
