package dev.elman.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CasesTest {

    /** Counted from the finished cases, not from the rows that they were made of. */
    @Test
    void coversEveryPairOfValuesOfAnyTwoAxes() {
        List<Case> table = Cases.table();
        assertTrue(table.size() >= 500);
        Set<Pairwise.Pair> missing =
                Pairwise.possible(Cases.sizes(), Cases::meet, RandomStream.of(2, Purpose.DATA));
        int possible = missing.size();
        int rowsNeeded = 0;
        for (Case one : table.subList(0, Cases.COUNT - Cases.gates().size())) {
            rowsNeeded += missing.isEmpty() ? 0 : 1;
            missing.removeAll(Pairwise.pairs(indices(one), Cases::meet));
        }
        assertEquals(Set.of(), missing);
        // All pairs but those that cannot be: no dense layer and its activation, no recurrent layer and its options, no
        // second recurrent layer and its kind.
        int[] sizes = Cases.sizes();
        int all = 0;
        for (int a = 0; a < sizes.length; a++) {
            for (int b = a + 1; b < sizes.length; b++) {
                all += sizes[a] * sizes[b];
            }
        }
        assertEquals(all - 2 * 4 - (4 + 4 + 4 + 2 + 6 + 2) - 3 * 4, possible);
        System.out.println(possible + " pairs of values, all covered by the first " + rowsNeeded + " cases");
    }

    @Test
    void givesTheSameTableForTheSameSeed() {
        assertEquals(Cases.table(5), Cases.table(5));
        assertTrue(!Cases.table(5).equals(Cases.table(6)));
    }

    @Test
    void drawsWeightsAndDataThatFloatsHoldExactly() {
        for (Case one : Cases.table(3).subList(0, 50)) {
            for (double value : one.parameters(0)) {
                assertEquals((float) value, value);
            }
            for (double value : one.samples(0).values()) {
                assertEquals((float) value, value);
            }
        }
    }

    private static int[] indices(Case one) {
        Object[] values = {
            one.stack(), one.kind(), one.upperKind(), one.rnnActivation(), one.recurrentActivation(),
            one.denseActivation(), one.bias(), one.batch(), one.timeSteps(), one.features(), one.units(),
            one.loss(), one.optimizer(), one.clipping(), one.reach(), one.allSteps()
        };
        List<Integer> indices = new ArrayList<>();
        for (int axis = 0; axis < values.length; axis++) {
            indices.add(Cases.AXES.get(axis).indexOf(values[axis]));
        }
        return indices.stream().mapToInt(Integer::intValue).toArray();
    }
}
