package dev.elman.cases;

import dev.elman.engine.Samples;

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
        for (int draw = 0; draw < MAX_DRAWS; draw++) {
            if (new UntiedNetwork(one, draw).kinkDistance(one.parameters(draw)) >= distance) {
                return new Point(one, draw);
            }
        }
        throw new AssertionError("no point " + distance + " away from every kink in " + MAX_DRAWS + " draws: " + one);
    }

    public double[] parameters() {
        return one.parameters(draw);
    }

    public Samples samples() {
        return one.samples(draw);
    }
}
