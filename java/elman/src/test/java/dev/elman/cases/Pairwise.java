package dev.elman.cases;

import dev.elman.random.RandomStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Rows of values in which every pair of values of any two axes meets at least once. */
final class Pairwise {

    /** How many rows are tried for each that is taken: more give fewer rows. */
    private static final int TRIES = 60;

    private Pairwise() {}

    /** Whether the values of two axes meet in a row, or one of them does not apply. */
    interface Meeting {
        boolean meet(int[] row, int axisA, int axisB);
    }

    /** A pair of values of two axes. */
    record Pair(int axisA, int valueA, int axisB, int valueB) {}

    /**
     * Covers all pairs greedily: each new row starts from a pair that is still missing, the other axes are drawn, and
     * of many such rows the one with most pairs still missing is taken.
     */
    static List<int[]> cover(int[] sizes, Meeting meeting, RandomStream stream) {
        Set<Pair> missing = possible(sizes, meeting, stream);
        List<int[]> rows = new ArrayList<>();
        while (!missing.isEmpty()) {
            Pair wanted = missing.stream().skip(stream.nextInt(missing.size())).findFirst().orElseThrow();
            int[] best = null;
            int bestCount = 0;
            for (int i = 0; i < TRIES; i++) {
                int[] row = random(sizes, stream);
                row[wanted.axisA] = wanted.valueA;
                row[wanted.axisB] = wanted.valueB;
                int count = 0;
                for (Pair pair : pairs(row, meeting)) {
                    count += missing.contains(pair) ? 1 : 0;
                }
                if (count > bestCount) {
                    best = row;
                    bestCount = count;
                }
            }
            if (best != null) {
                rows.add(best);
                pairs(best, meeting).forEach(missing::remove);
            }
        }
        return rows;
    }

    /** All pairs that can meet. Which can is found by drawing the other axes: far more often than is needed. */
    static Set<Pair> possible(int[] sizes, Meeting meeting, RandomStream stream) {
        Set<Pair> possible = new LinkedHashSet<>();
        for (int a = 0; a < sizes.length; a++) {
            for (int b = a + 1; b < sizes.length; b++) {
                for (int i = 0; i < sizes[a]; i++) {
                    for (int j = 0; j < sizes[b]; j++) {
                        for (int draw = 0; draw < 50; draw++) {
                            int[] row = random(sizes, stream);
                            row[a] = i;
                            row[b] = j;
                            if (meeting.meet(row, a, b)) {
                                possible.add(new Pair(a, i, b, j));
                                break;
                            }
                        }
                    }
                }
            }
        }
        return possible;
    }

    /** The pairs that meet in a row. */
    static Set<Pair> pairs(int[] row, Meeting meeting) {
        Set<Pair> pairs = new HashSet<>();
        for (int a = 0; a < row.length; a++) {
            for (int b = a + 1; b < row.length; b++) {
                if (meeting.meet(row, a, b)) {
                    pairs.add(new Pair(a, row[a], b, row[b]));
                }
            }
        }
        return pairs;
    }

    private static int[] random(int[] sizes, RandomStream stream) {
        int[] row = new int[sizes.length];
        for (int axis = 0; axis < sizes.length; axis++) {
            row[axis] = stream.nextInt(sizes[axis]);
        }
        return row;
    }
}
