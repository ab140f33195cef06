package dev.elman.agreement;

import dev.elman.cases.Case;
import dev.elman.cases.Point;
import dev.elman.cases.Tolerances;
import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import dev.elman.optim.Loss;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import java.util.Arrays;

/** The losses of a hundred training steps on a case's mini-batch, and from which points they can be compared. */
final class LossCurve {

    static final int STEPS = 100;

    /** What rounding in double does to the weights at every step, about. */
    private static final double DOUBLE_NOISE = 1e-14;
    /** So much less than the tolerance must such noise do to the reference's own curve. */
    private static final double MARGIN = 0.1;

    private LossCurve() {}

    /** The curve as one call trains it; of its losses only those before a step that diverges. */
    static double[] of(Engine engine, Precision precision, Point point) {
        Case one = point.one();
        int[] order = new int[STEPS * one.batch()];
        for (int step = 0; step < STEPS; step++) {
            System.arraycopy(one.order(), 0, order, step * one.batch(), one.batch());
        }
        double[] rates = new double[STEPS];
        Arrays.fill(rates, one.learningRate());
        double[] losses = new double[STEPS];
        try (Data data = engine.openData(point.samples(), precision);
                Network network = engine.openNetwork(point.architecture(), precision, one.objective())) {
            network.write(Network.Part.PARAMETERS, point.parameters());
            int taken = network.train(data, order, 0, order.length, one.batch(), 1, rates, losses);
            return Arrays.copyOf(losses, taken);
        }
    }

    /**
     * Whether curves from a point can be compared at all, which the reference alone decides: the curve must not come
     * near a kink, where rounding decides which slope is taken; and noise in the weights, of the size of rounding
     * errors, must not move it. (RMSprop and Adam near a minimum divide small gradients by their own size, so that the
     * last bit soon decides about everything; no two orders of summation agree there.)
     */
    static boolean isComparable(Engine reference, Point point) {
        double[] curve = of(reference, Precision.DOUBLE, point);
        return curve.length == STEPS
                && staysAwayFromKinks(reference, point)
                && moved(reference, point, DOUBLE_NOISE, curve) <= MARGIN * Tolerances.DOUBLE_LOSS_CURVE
                && moved(reference, point, Tolerances.FLOAT_NOISE, curve) <= MARGIN * Tolerances.FLOAT_LOSS_CURVE;
    }

    private static boolean staysAwayFromKinks(Engine reference, Point point) {
        if (Point.kinks(point.one()) == 0) {
            return true;
        }
        double[][] weights = new double[STEPS][];
        walk(reference, point, 0, weights);
        return Arrays.stream(weights).allMatch(at -> point.staysAwayFromKinks(at, Tolerances.FLOAT_CURVE_KINK));
    }

    /**
     * The error of a step's loss. A Gaussian loss goes through zero, where its terms cancel: it is measured by the
     * largest of its curve.
     */
    static double error(Case one, double[] found, double[] expected, int step) {
        if (one.loss() instanceof Loss.Gaussian) {
            double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
            return Math.abs(found[step] - expected[step]) / Math.max(Tolerances.FLOOR, largest);
        }
        return Tolerances.error(found[step], expected[step]);
    }

    private static double moved(Engine reference, Point point, double noise, double[] curve) {
        double[] noisy = walk(reference, point, noise, new double[STEPS][]);
        double worst = 0;
        for (int step = 0; step < STEPS; step++) {
            worst = Math.max(worst, error(point.one(), noisy, curve, step));
        }
        return worst;
    }

    /** Trains step by step, multiplying every weight by a number within {@code 1 +- noise} after each. */
    private static double[] walk(Engine engine, Point point, double noise, double[][] weights) {
        Case one = point.one();
        RandomStream stream = RandomStream.of(one.seed(), Purpose.DATA, point.draw(), 2, 0);
        double[] losses = new double[STEPS];
        double[] current = point.parameters();
        try (Data data = engine.openData(point.samples(), Precision.DOUBLE);
                Network network = engine.openNetwork(point.architecture(), Precision.DOUBLE, one.objective())) {
            for (int step = 0; step < STEPS; step++) {
                network.write(Network.Part.PARAMETERS, current);
                weights[step] = current.clone();
                losses[step] = network.gradient(data, one.order(), 0, one.batch(), point.lossSteps(), 0, step + 1);
                network.update(1, step + 1, one.learningRate());
                network.read(Network.Part.PARAMETERS, current);
                for (int i = 0; i < current.length; i++) {
                    current[i] *= 1 + stream.nextDouble(-noise, noise);
                }
            }
        }
        return losses;
    }
}
