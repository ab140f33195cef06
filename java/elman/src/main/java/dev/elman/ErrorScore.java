package dev.elman;

import dev.elman.data.Dataset;
import dev.elman.data.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How far predictions are from their targets. */
final class ErrorScore implements Score {

    private final Dataset data;
    private final Scaling scaling;
    private final List<String> names;
    /** Values of a target at one time step. */
    private final int outputs;
    /** Values that the network gives at one time step. */
    private final int width;
    /** Where among these stands what is compared with each value of the target. */
    private final int[] points;
    /** Time steps that count. */
    private final long steps;
    /** Per target. */
    private final double[] means;
    private final double[] squares;
    private final double[] absolutes;
    private final double[] shares;
    private final double[] deviations;
    private final double[] naiveSquares;
    private double scaledSquares;
    private double scaledNaiveSquares;

    /**
     * A score.
     *
     * @param names of the targets; their values lie in the order [horizon, targets]
     * @param width how many values the network gives at a time step
     * @param points for each of the target's values the index of the one among them that is compared with it
     */
    ErrorScore(Dataset data, Scaling scaling, List<String> names, int width, int[] points) {
        this.data = data;
        this.scaling = scaling;
        this.names = names;
        this.width = width;
        this.points = points;
        outputs = data.outputs();
        means = new double[names.size()];
        squares = new double[names.size()];
        absolutes = new double[names.size()];
        shares = new double[names.size()];
        deviations = new double[names.size()];
        naiveSquares = new double[names.size()];
        Samples samples = data.samples();
        long counting = 0;
        for (int sample = 0; sample < data.count(); sample++) {
            for (int step = 0; step < samples.targetSteps(sample); step++) {
                if (samples.weight(sample, step) != 0) {
                    counting++;
                    for (int output = 0; output < outputs; output++) {
                        means[output % means.length] += scaling.unscale(output, target(sample, step, output));
                    }
                }
            }
        }
        steps = counting;
        for (int target = 0; target < means.length; target++) {
            means[target] /= perTarget();
        }
    }

    private double target(int sample, int step, int output) {
        Samples samples = data.samples();
        return samples.values()[samples.targetOffsets()[sample] + step * outputs + output];
    }

    /** Values of each target: counting steps * horizon. */
    private double perTarget() {
        return (double) steps * outputs / names.size();
    }

    @Override
    public void add(int sample, double[] predicted, int from) {
        Samples samples = data.samples();
        for (int step = 0; step < samples.targetSteps(sample); step++) {
            if (samples.weight(sample, step) != 0) {
                for (int output = 0; output < outputs; output++) {
                    add(sample, step * outputs + output, predicted[from + step * width + points[output]],
                            target(sample, step, output));
                }
            }
        }
    }

    private void add(int sample, int output, double predicted, double actual) {
        int target = output % means.length;
        double scaledError = predicted - actual;
        double error = Math.abs(scaledError * scaling.outputScale(output));
        double value = scaling.unscale(output, actual);
        double deviation = value - means[target];
        scaledSquares += scaledError * scaledError;
        squares[target] += error * error;
        absolutes[target] += error;
        shares[target] += error == 0 ? 0 : error / Math.abs(value);
        deviations[target] += deviation * deviation;
        if (data.hasNaive()) {
            double scaledNaive = data.naive(sample, output) - actual;
            double naive = scaledNaive * scaling.outputScale(output);
            scaledNaiveSquares += scaledNaive * scaledNaive;
            naiveSquares[target] += naive * naive;
        }
    }

    @Override
    public Evaluation evaluation() {
        List<Evaluation.Target> targets = new ArrayList<>();
        double n = perTarget();
        double r2 = 0;
        for (int i = 0; i < names.size(); i++) {
            double own = deviations[i] == 0 ? Double.NaN : 1 - squares[i] / deviations[i];
            r2 += own / names.size();
            targets.add(new Evaluation.Target(names.get(i), squares[i] / n, Math.sqrt(squares[i] / n),
                    absolutes[i] / n, 100 * shares[i] / n, own, naive(naiveSquares[i] / n)));
        }
        double all = n * names.size();
        double mse = sum(squares) / all;
        return new Evaluation(data.count(), mse, Math.sqrt(mse), sum(absolutes) / all, 100 * sum(shares) / all, r2,
                scaledSquares / all, Math.sqrt(scaledSquares / all), naive(sum(naiveSquares) / all),
                naive(scaledNaiveSquares / all), targets, Optional.empty());
    }

    private OptionalDouble naive(double mse) {
        return data.hasNaive() ? OptionalDouble.of(Math.sqrt(mse)) : OptionalDouble.empty();
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
