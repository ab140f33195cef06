package dev.elman.cases;

import dev.elman.data.Samples;
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

    /** The first draw at which central differences can be taken: {@link Tolerances#KINK} away from every kink. */
    public static Point differentiable(Case one) {
        return find(one, 0, Tolerances.KINK, 0);
    }

    /**
     * The first draw at which rounding in float does not choose slopes: {@link Tolerances#FLOAT_KINK} away from every
     * kink.
     *
     * @param from where to begin drawing
     */
    public static Point forFloat(Case one, int from) {
        return find(one, from, 0, Tolerances.FLOAT_KINK);
    }

    private static Point find(Case one, int from, double distance, double fraction) {
        for (int draw = from; draw < from + MAX_DRAWS; draw++) {
            if (new UntiedNetwork(one, draw).staysAwayFromKinks(one.parameters(draw), distance, fraction)) {
                return new Point(one, draw);
            }
        }
        throw new AssertionError("no point away from every kink in " + MAX_DRAWS + " draws: " + one);
    }

    /** How many numbers of a case have a kink: the weighted sums of relus, of gates too, and errors. */
    public static long kinks(Case one) {
        Architecture architecture = one.architecture();
        long steps = (long) one.batch() * one.timeSteps();
        long kinks = 0;
        for (int i = 0; i < architecture.layers().size(); i++) {
            Layer layer = architecture.layers().get(i);
            long units = architecture.outputWidth(i);
            kinks += UntiedLayer.activation(layer) == Activation.RELU ? steps * units : 0;
            if (layer instanceof Lstm lstm && lstm.recurrentActivation() == Activation.RELU) {
                kinks += 3 * steps * units;
            } else if (layer instanceof Gru gru && gru.recurrentActivation() == Activation.RELU) {
                kinks += 2 * steps * units;
            }
        }
        boolean kinkedLoss = one.loss() instanceof Loss.MeanAbsoluteError || one.loss() instanceof Loss.Huber;
        long outputs = (long) one.batch() * architecture.outputSteps(one.timeSteps()) * architecture.outputs();
        return kinks + (kinkedLoss ? outputs : 0);
    }

    /** Whether with these data and other weights no number comes nearer to its kink than a distance. */
    public boolean staysAwayFromKinks(double[] weights, double distance) {
        return new UntiedNetwork(one, draw).staysAwayFromKinks(weights, distance, 0);
    }

    public double[] parameters() {
        return one.parameters(draw);
    }

    public Samples samples() {
        return one.samples(draw);
    }
}
