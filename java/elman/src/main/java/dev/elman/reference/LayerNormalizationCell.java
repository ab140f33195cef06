package dev.elman.reference;

import dev.elman.layers.LayerNormalization;
import dev.elman.layers.Parameter;

/**
 * Brings every row to a mean of zero and a variance of one, then scales and shifts it (Ba, Kiros and Hinton, 2016).
 * With {@code scale[n]} and {@code bias[n]}, {@code *} elementwise and {@code mean} over the row's {@code n} values:
 *
 * <pre>
 * forward:    variance = mean((x - mean(x))^2)        backward:    dscale += dy * u
 *             d = sqrt(variance + epsilon)                         dbias += dy
 *             u = (x - mean(x)) / d                                du = dy * scale
 *             y = scale * u + bias                                 dx = (du - mean(du) - u mean(du * u)) / d
 * </pre>
 *
 * The two means that are taken off {@code du} are what every {@code x} does to the whole row through its mean and its
 * variance.
 */
final class LayerNormalizationCell extends RowCell {

    private final double epsilon;
    private final Block scale;
    private final Block bias;
    private final double[] u;
    private final double[] du;

    LayerNormalizationCell(LayerNormalization layer, Place place) {
        super(place);
        epsilon = layer.epsilon();
        scale = place.parameter(Parameter.Role.SCALE);
        bias = place.parameter(Parameter.Role.BIAS);
        u = new double[inputs];
        du = new double[inputs];
    }

    @Override
    void forward(Pass pass, int row, int t, double[] x, double[] y) {
        normalize(x);
        for (int j = 0; j < outputs; j++) {
            y[j] = pass.parameters[scale.offset() + j] * u[j] + pass.parameters[bias.offset() + j];
        }
    }

    /** Computes {@code u} and returns {@code d}. */
    private double normalize(double[] x) {
        double mean = 0;
        for (double value : x) {
            mean += value / inputs;
        }
        double variance = 0;
        for (double value : x) {
            variance += (value - mean) * (value - mean) / inputs;
        }
        double d = Math.sqrt(variance + epsilon);
        for (int j = 0; j < inputs; j++) {
            u[j] = (x[j] - mean) / d;
        }
        return d;
    }

    @Override
    void backward(Pass pass, double[] x, double[] y, double[] dy, double[] dx, double[] gradient) {
        double d = normalize(x);
        double meanOfDu = 0;
        double meanOfDuTimesU = 0;
        for (int j = 0; j < outputs; j++) {
            gradient[scale.offset() + j] += dy[j] * u[j];
            gradient[bias.offset() + j] += dy[j];
            du[j] = dy[j] * pass.parameters[scale.offset() + j];
            meanOfDu += du[j] / inputs;
            meanOfDuTimesU += du[j] * u[j] / inputs;
        }
        for (int j = 0; j < inputs; j++) {
            dx[j] = (du[j] - meanOfDu - u[j] * meanOfDuTimesU) / d;
        }
    }
}
