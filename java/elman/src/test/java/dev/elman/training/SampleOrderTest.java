package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleOrderTest {

    private static int[] order(boolean shuffle, long seed, int epoch) {
        int[] order = new int[50];
        SampleOrder.fill(order, shuffle, seed, epoch);
        return order;
    }

    @Test
    void everyEpochIsAnOrderOfItsOwnOfAllSamples() {
        int[] first = order(true, 3, 1);
        int[] second = order(true, 3, 2);
        assertFalse(Arrays.equals(first, second));
        assertArrayEquals(IntStream.range(0, 50).toArray(), Arrays.stream(first).sorted().toArray());
        assertArrayEquals(IntStream.range(0, 50).toArray(), Arrays.stream(second).sorted().toArray());
    }

    @Test
    void orderFollowsFromSeedAndEpochAlone() {
        assertArrayEquals(order(true, 3, 9), order(true, 3, 9));
        assertFalse(Arrays.equals(order(true, 3, 9), order(true, 4, 9)));
    }

    @Test
    void withoutShufflingSamplesStayInOrder() {
        assertArrayEquals(IntStream.range(0, 50).toArray(), order(false, 3, 9));
    }
}
