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
        assertTrue(table.size() >= 2000);
        Set<Pairwise.Pair> missing =
                Pairwise.possible(Cases.sizes(), Cases::meet, RandomStream.of(2, Purpose.DATA));
        int possible = missing.size();
        int rowsNeeded = 0;
        for (Case one : table.subList(0, Cases.COUNT - Families.gates().size())) {
            rowsNeeded += missing.isEmpty() ? 0 : 1;
            missing.removeAll(Pairwise.pairs(indices(one), Cases::meet));
        }
        assertEquals(Set.of(), missing);
        assertTrue(possible > 7000, "only " + possible + " pairs");
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
        List<Object> values = Cases.values(one);
        List<Integer> indices = new ArrayList<>();
        for (int axis = 0; axis < values.size(); axis++) {
            indices.add(Cases.AXES.get(axis).indexOf(values.get(axis)));
        }
        return indices.stream().mapToInt(Integer::intValue).toArray();
    }
}
