package dev.elman.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SamplesTest {

    @Test
    void takesOverlappingWindowsAndTargetsAmongThem() {
        Samples samples = new Samples(new double[10], 3, 2, new int[] {0, 2, 4}, 1, 2, new int[] {6, 8, 0});
        assertEquals(3, samples.count());
        assertTrue(samples.hasTargets());
        assertFalse(new Samples(new double[6], 3, 2, new int[] {0}, 0, 0, new int[0]).hasTargets());
        assertEquals(0, new Samples(new double[0], 1, 1, new int[0], 0, 0, new int[0]).count());
    }

    @Test
    void refusesSamplesThatReachBeyondTheValues() {
        message(new int[] {0, 5}, new int[] {0, 0}, "the input of sample 1 takes values 5 to 10 but there are 10");
        message(new int[] {-1, 0}, new int[] {0, 0}, "the input of sample 0");
        message(new int[] {0, 0}, new int[] {0, 9}, "the target of sample 1 takes values 9 to 10 but there are 10");
        message(new int[] {0, Integer.MAX_VALUE}, new int[] {0, 0}, "the input of sample 1");
    }

    @Test
    void refusesSizesThatDoNotFitTogether() {
        refused("timeSteps", () -> new Samples(new double[9], 0, 1, new int[1], 0, 0, new int[0]));
        refused("features", () -> new Samples(new double[9], 1, -3, new int[1], 0, 0, new int[0]));
        refused("targetSteps", () -> new Samples(new double[9], 3, 1, new int[1], 2, 1, new int[1]));
        refused("outputs", () -> new Samples(new double[9], 3, 1, new int[1], 1, 0, new int[1]));
        refused("outputs", () -> new Samples(new double[9], 3, 1, new int[1], 0, 1, new int[1]));
        refused("targetOffsets", () -> new Samples(new double[9], 3, 1, new int[2], 1, 1, new int[1]));
    }

    /** The product of two sizes is beyond an int, and must not wrap around to something that fits. */
    @Test
    void refusesSizesThatOverflow() {
        refused("sample 0", () -> new Samples(new double[9], 1 << 16, 1 << 16, new int[1], 0, 0, new int[0]));
        refused(
                "sample 0",
                () -> new Samples(new double[1 << 16], 1 << 16, 1, new int[1], 1 << 16, 1 << 16, new int[1]));
    }

    private static void message(int[] inputs, int[] targets, String expected) {
        refused(expected, () -> new Samples(new double[10], 3, 2, inputs, 1, 2, targets));
    }

    private static void refused(String expected, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
