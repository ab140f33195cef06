package dev.elman.cases;

import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.layers.Architecture;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.Dense;
import dev.elman.layers.Gru;
import dev.elman.layers.Layer;
import dev.elman.layers.Lstm;
import dev.elman.layers.RecurrentLayer;
import java.util.Arrays;

/** Weights and data of a case, drawn again until no weighted sum of a relu and no error of a loss lies near a kink. */
public final class Point {

    private static final int MAX_DRAWS = 2000;

    private final Case one;
    private final int draw;
    private final Architecture architecture;
    private final double[] parameters;
    private final Samples samples;

    /**
     * The point of a draw, near to kinks or not.
     *
     * @param draw as many points were thrown away
     */
    public Point(Case one, int draw) {
        this.one = one;
        this.draw = draw;
        architecture = one.architecture();
        parameters = Drawn.parameters(one, architecture, draw);
        samples = Drawn.samples(one, architecture, draw);
    }

    public Case one() {
        return one;
    }

    public int draw() {
        return draw;
    }

    public Architecture architecture() {
        return architecture;
    }

    /**
     * The first draw at which central differences can be taken: {@link Tolerances#KINK} away from every kink.
     *
     * @param from where to begin drawing
     */
    public static Point differentiable(Case one, int from) {
        return find(one, from, Tolerances.KINK, 0);
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
            Point point = new Point(one, draw);
            if (new UntiedNetwork(point).staysAwayFromKinks(point.parameters, distance, fraction)) {
                return point;
            }
        }
        throw new AssertionError("no point away from every kink in " + MAX_DRAWS + " draws: " + one);
    }

    /** How many numbers of a case have a kink: weighted sums that some functions take, of gates too, and errors. */
    public static long kinks(Case one) {
        Architecture architecture = one.architecture();
        long kinks = 0;
        for (int i = 0; i < architecture.layers().size(); i++) {
            Layer layer = architecture.layers().get(i);
            boolean both = layer instanceof Bidirectional;
            Layer cell = both ? ((Bidirectional) layer).layer() : layer;
            long sums = (long) one.batch() * one.timeSteps() * (both ? 2 : 1);
            if (cell instanceof RecurrentLayer recurrent) {
                boolean lstm = cell instanceof Lstm;
                int gates = lstm ? 3 : cell instanceof Gru ? 2 : 0;
                sums *= recurrent.units();
                kinks += sums * UntiedSums.kinks(recurrent.activation()) * (lstm ? 2 : 1)
                        + sums * gates * UntiedSums.kinks(one.recurrentActivation());
            } else if (cell instanceof Dense dense) {
                kinks += sums * dense.units() * UntiedSums.kinks(dense.activation());
            }
        }
        long outputs = (long) one.batch() * architecture.outputSteps(one.timeSteps()) * architecture.outputs();
        return kinks + (UntiedLoss.hasKinks(one.loss()) ? outputs : 0);
    }

    /** Whether with these data and other weights no number comes nearer to its kink than a distance. */
    public boolean staysAwayFromKinks(double[] weights, double distance) {
        return new UntiedNetwork(this).staysAwayFromKinks(weights, distance, 0);
    }

    public double[] parameters() {
        return parameters.clone();
    }

    /** The time steps of the mini-batch that have a target which counts, over which a loss is averaged. */
    public long lossSteps() {
        return samples.lossSteps(one.order(), 0, one.batch());
    }

    /** Samples {@code from} to {@code to - 1} with all that belongs to them, as an engine is given what it has not. */
    public Batch batch(int from, int to) {
        int count = to - from;
        int steps = samples.timeSteps();
        int[] lengths = samples.lengths();
        return new Batch(
                parts(samples, samples.inputOffsets(), from, to, steps * samples.features()),
                count,
                steps,
                lengths.length == 0 ? null : Arrays.copyOfRange(lengths, from, to),
                parts(samples, samples.staticOffsets(), from, to, samples.staticFeatures()),
                parts(samples, samples.stateOffsets(), from, to, samples.stateSize()));
    }

    private static double[] parts(Samples samples, int[] offsets, int from, int to, int size) {
        double[] parts = new double[(to - from) * size];
        for (int i = from; i < to && size > 0; i++) {
            System.arraycopy(samples.values(), offsets[i], parts, (i - from) * size, size);
        }
        return size == 0 ? null : parts;
    }

    public Samples samples() {
        return samples;
    }
}
