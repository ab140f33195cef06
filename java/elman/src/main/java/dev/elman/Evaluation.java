package dev.elman;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How well a model predicts a data set. Errors are in the data's own units unless their name says scaled; they are
 * taken over all windows and all outputs, but not over time steps whose weight is zero, nor behind the end of a
 * sequence; other weights do not count. Where targets have different units, the errors over all of them mix units: look
 * at {@link #targets()} instead.
 *
 * <p>Of a model that gives several quantiles of a target the errors are those of the one nearest to the median; of one
 * that gives a mean and a standard deviation those of the mean. Of a model that tells classes they are those of the
 * probabilities, against 1 for what was right and 0 for everything else ({@code mse} is Brier's score, 1950, over the
 * number of classes) and in {@code mape}, {@code r2} and {@link #targets()} is nothing; what is usually asked for is in
 * {@link #classification()}.
 *
 * @param windows how many samples were scored
 * @param mse the mean squared error
 * @param rmse the root of the mean squared error
 * @param mae the mean absolute error
 * @param mape the mean absolute error in per cent of the actual values; infinite where an actual value is zero and was
 *     not met exactly
 * @param r2 the coefficient of determination, the mean of the targets' own: 1 is perfect, 0 is no better than always
 *     predicting the mean; NaN where a target is constant, and of classes
 * @param scaledMse the mean squared error of the scaled values, as training sees them
 * @param scaledRmse the root of {@code scaledMse}
 * @param naiveRmse what {@code rmse} would be of the naive forecast: the last known value of each target, repeated, on
 *     the same windows; empty where the samples are no windows over a series
 * @param scaledNaiveRmse {@code naiveRmse} of the scaled values
 * @param targets each target on its own, over all steps; none of classes
 * @param classification how often the right class was told; empty where the model tells none
 */
public record Evaluation(
        int windows,
        double mse,
        double rmse,
        double mae,
        double mape,
        double r2,
        double scaledMse,
        double scaledRmse,
        OptionalDouble naiveRmse,
        OptionalDouble scaledNaiveRmse,
        List<Target> targets,
        Optional<Classification> classification) {

    public Evaluation {
        targets = List.copyOf(targets);
    }

    /**
     * How well one target is predicted, in its own unit.
     *
     * @param name the column
     * @param mse the mean squared error
     * @param rmse its root
     * @param mae the mean absolute error
     * @param mape the mean absolute error in per cent; see {@link Evaluation}
     * @param r2 the coefficient of determination; NaN where the target is constant
     * @param naiveRmse the root mean squared error of the naive forecast; empty where there is none
     */
    public record Target(
            String name, double mse, double rmse, double mae, double mape, double r2, OptionalDouble naiveRmse) {}
}
