package dev.elman.cases;

import dev.elman.layers.Architecture;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.Layer;
import dev.elman.layers.RecurrentLayer;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;

/**
 * One layer of {@link UntiedNetwork}: its equations for one sequence, row by row. What training does besides, dropout,
 * happens too.
 */
interface UntiedLayer {

    /** The layer of an architecture. */
    static UntiedLayer of(Architecture architecture, int index, long seed) {
        Layer layer = architecture.layers().get(index);
        if (layer instanceof Bidirectional both) {
            return new UntiedDirections(
                    new UntiedCell(architecture, index, both.layer(), false, seed),
                    new UntiedCell(architecture, index, both.layer(), true, seed),
                    both.merge());
        }
        if (layer instanceof RecurrentLayer cell) {
            UntiedCell forward = new UntiedCell(architecture, index, cell, false, seed);
            return cell.goBackwards() ? new UntiedDirections(null, forward, null) : forward;
        }
        return new UntiedRows(architecture, index, layer, seed);
    }

    /** The number of values that it carries from row to row. */
    int stateSize();

    /** Whether only its last row is passed on. */
    boolean givesLastStep();

    /**
     * The output of one row.
     *
     * @param t the number of the row in the sequence that this layer is given
     * @param state what it carries, of the row before; replaced by this row's
     * @param kinks where to note the numbers that come to a kink; null where nobody asks
     */
    double[] row(double[] w, double[] x, int t, double[] state, Sequence sequence, Kinks kinks);

    /** The outputs of a sequence, of which there is one where only the last row is passed on. */
    default double[][] rows(double[] w, double[][] x, double[] state, Sequence sequence, Kinks kinks) {
        double[][] y = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            y[t] = row(w, x[t], t, state, sequence, kinks);
        }
        return givesLastStep() ? new double[][] {y[y.length - 1]} : y;
    }

    /**
     * What belongs to a sequence as a whole.
     *
     * @param number of the sample in its data set
     * @param statics its static features
     */
    record Sequence(int number, double[] statics) {}

    /** Of a row what dropout multiplies its values by: 0, or 1 over the share that stays. */
    static double[] mask(double rate, long seed, int layer, int site, Sequence sequence, int from, int count) {
        RandomStream words =
                RandomStream.of(seed, Purpose.DROPOUT, 4 * layer + site, 1, sequence.number());
        long limit = (long) Math.floor(rate * 0x1.0p32);
        double[] mask = new double[count];
        for (int e = 0; e < from + count; e++) {
            long word = words.nextInt() & 0xFFFFFFFFL;
            if (e >= from) {
                mask[e - from] = word < limit ? 0 : 1 / (1 - rate);
            }
        }
        return mask;
    }
}
