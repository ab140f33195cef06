package dev.elman.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InitializerTest {

    @Test
    void fillsOnlyItsRegion() {
        double[] values = new double[10];
        Initializer.uniform(RandomStream.of(1, Purpose.WEIGHTS), values, 3, 4, 5, 6);
        for (int i = 0; i < values.length; i++) {
            boolean inside = i >= 3 && i < 7;
            assertTrue(inside ? values[i] >= 5 && values[i] < 6 : values[i] == 0);
        }
    }

    @Test
    void keepsGlorotUniformWithinItsLimitAndFillsItOut() {
        double[] values = new double[30 * 20];
        Initializer.glorotUniform(RandomStream.of(2, Purpose.WEIGHTS), values, 0, 30, 20);
        double limit = Math.sqrt(6.0 / 50);
        double largest = 0;
        double squares = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
            squares += value * value;
        }
        assertTrue(largest <= limit && largest > 0.98 * limit);
        assertEquals(limit * limit / 3, squares / values.length, 0.1 * limit * limit / 3);
    }

    @Test
    void makesSquareWideAndTallMatricesOrthogonal() {
        int[][] shapes = {{1, 1}, {3, 3}, {64, 64}, {5, 20}, {20, 5}, {128, 128}};
        for (int[] shape : shapes) {
            int rows = shape[0];
            int columns = shape[1];
            double[] values = new double[2 + rows * columns];
            Initializer.orthogonal(RandomStream.of(3, Purpose.WEIGHTS), values, 2, rows, columns);
            int count = Math.min(rows, columns);
            for (int a = 0; a < count; a++) {
                for (int b = 0; b < count; b++) {
                    double dot = 0;
                    for (int i = 0; i < Math.max(rows, columns); i++) {
                        dot += rows < columns
                                ? values[2 + a * columns + i] * values[2 + b * columns + i]
                                : values[2 + i * columns + a] * values[2 + i * columns + b];
                    }
                    assertEquals(a == b ? 1 : 0, dot, 1e-13);
                }
            }
            assertEquals(0, values[0] + values[1]);
        }
    }

    /** Without the sign of R's diagonal one sign would be preferred. */
    @Test
    void givesBothSigns() {
        int positive = 0;
        for (int seed = 0; seed < 200; seed++) {
            double[] values = new double[1];
            Initializer.orthogonal(RandomStream.of(seed, Purpose.WEIGHTS), values, 0, 1, 1);
            assertEquals(1, Math.abs(values[0]), 1e-15);
            positive += values[0] > 0 ? 1 : 0;
        }
        assertEquals(100, positive, 30);
    }
}
