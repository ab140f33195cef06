package dev.elman;

import dev.elman.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The sums from which an {@link Evaluation} is made, in double and in the order of the samples. */
final class Score {

    private final Dataset data;
    private final Scaling scaling;
    private final List<String> names;
    private final int outputs;
    /** Per target. */
    private final double[] means;
    private final double[] squares;
    private final double[] absolutes;
    private final double[] deviations;
    private final double[] naiveSquares;
    private double scaledSquares;
    private double scaledNaiveSquares;

    Score(Dataset data, Scaling scaling, List<String> names) {
        this.data = data;
        this.scaling = scaling;
        this.names = names;
        outputs = data.targetSteps() * data.outputs();
        means = new double[names.size()];
        squares = new double[names.size()];
        absolutes = new double[names.size()];
        deviations = new double[names.size()];
        naiveSquares = new double[names.size()];
        double[] values = data.samples().values();
        for (int begin : data.samples().targetOffsets()) {
            for (int output = 0; output < outputs; output++) {
                means[output % means.length] += scaling.unscale(output, values[begin + output]);
            }
        }
        for (int target = 0; target < means.length; target++) {
            means[target] /= perTarget();
        }
    }

    /** Values of each target: samples * steps. */
    private double perTarget() {
        return (double) data.count() * outputs / names.size();
    }

    /** Adds one sample's outputs, as the network gives them. */
    void add(int sample, double[] predicted, int from) {
        double[] values = data.samples().values();
        int begin = data.samples().targetOffsets()[sample];
        for (int output = 0; output < outputs; output++) {
            int target = output % means.length;
            double actual = values[begin + output];
            double scaledError = predicted[from + output] - actual;
            double error = scaledError * scaling.outputScale(output);
            double deviation = scaling.unscale(output, actual) - means[target];
            scaledSquares += scaledError * scaledError;
            squares[target] += error * error;
            absolutes[target] += Math.abs(error);
            deviations[target] += deviation * deviation;
            if (data.hasNaive()) {
                double scaledNaive = data.naive(sample, output) - actual;
                double naive = scaledNaive * scaling.outputScale(output);
                scaledNaiveSquares += scaledNaive * scaledNaive;
                naiveSquares[target] += naive * naive;
            }
        }
    }

    Evaluation evaluation() {
        List<Evaluation.Target> targets = new ArrayList<>();
        double n = perTarget();
        double r2 = 0;
        for (int i = 0; i < names.size(); i++) {
            double own = deviations[i] == 0 ? Double.NaN : 1 - squares[i] / deviations[i];
            r2 += own / names.size();
            targets.add(new Evaluation.Target(names.get(i), squares[i] / n, Math.sqrt(squares[i] / n),
                    absolutes[i] / n, own, naive(naiveSquares[i] / n)));
        }
        double all = n * names.size();
        double mse = sum(squares) / all;
        return new Evaluation(data.count(), mse, Math.sqrt(mse), sum(absolutes) / all, r2, scaledSquares / all,
                Math.sqrt(scaledSquares / all), naive(sum(naiveSquares) / all), naive(scaledNaiveSquares / all),
                targets);
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
