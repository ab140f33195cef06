package dev.elman.cases;

import dev.elman.engine.Samples;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Gru;
import dev.elman.layers.Layer;
import dev.elman.layers.Lstm;
import dev.elman.optim.Loss;

/**
 * Weights and data of a case, drawn again until no weighted sum of a relu and no error of a loss lies near a kink.
 *
 * @param one the case
 * @param draw which draw it is: as many were thrown away
 */
public record Point(Case one, int draw) {

    private static final int MAX_DRAWS = 2000;

    /**
     * The first draw that keeps a distance from every kink.
     *
     * @param distance the least distance
     */
    public static Point awayFromKinks(Case one, double distance) {
        return awayFromKinks(one, distance, 0);
    }

    /** The same from a draw on. */
    public static Point awayFromKinks(Case one, double distance, int from) {
        for (int draw = from; draw < from + MAX_DRAWS; draw++) {
            Point point = new Point(one, draw);
            if (point.staysAwayFromKinks(point.parameters(), distance)) {
                return point;
            }
        }
        throw new AssertionError("no point " + distance + " away from every kink in " + MAX_DRAWS + " draws: " + one);
    }

    /** How many numbers of a case have a kink: the weighted sums of relus, of gates too, and errors. */
    public static long kinks(Case one) {
        Architecture architecture = one.architecture();
        long steps = (long) one.batch() * one.timeSteps();
        long kinks = 0;
        for (Layer layer : architecture.layers()) {
            kinks += layer.activation() == Activation.RELU ? steps * layer.units() : 0;
            if (layer instanceof Lstm lstm && lstm.recurrentActivation() == Activation.RELU) {
                kinks += 3 * steps * layer.units();
            } else if (layer instanceof Gru gru && gru.recurrentActivation() == Activation.RELU) {
                kinks += 2 * steps * layer.units();
            }
        }
        boolean kinkedLoss = one.loss() instanceof Loss.MeanAbsoluteError || one.loss() instanceof Loss.Huber;
        long outputs = (long) one.batch() * architecture.outputSteps(one.timeSteps()) * architecture.outputs();
        return kinks + (kinkedLoss ? outputs : 0);
    }

    /** Whether with these data and other weights no number comes nearer to its kink than a distance. */
    public boolean staysAwayFromKinks(double[] weights, double distance) {
        return new UntiedNetwork(one, draw).staysAwayFromKinks(weights, distance);
    }

    public double[] parameters() {
        return one.parameters(draw);
    }

    public Samples samples() {
        return one.samples(draw);
    }
}
