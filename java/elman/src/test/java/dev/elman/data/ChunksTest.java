package dev.elman.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunksTest {

    private static double[] upTo(int rows) {
        double[] values = new double[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = i;
        }
        return values;
    }

    @Test
    void chunksFollowOneAnotherInEveryLane() {
        Dataset data = Chunks.of(3).lanes(2).over(TimeSeries.of(upTo(13)));
        assertEquals(4, data.count());
        assertArrayEquals(new double[] {0, 1, 2}, data.input(0));
        assertArrayEquals(new double[] {6, 7, 8}, data.input(1));
        assertArrayEquals(new double[] {3, 4, 5}, data.input(2));
        assertArrayEquals(new double[] {9, 10, 11}, data.input(3));
        assertArrayEquals(new double[] {10, 11, 12}, data.target(3));
        assertEquals(2, data.samples().lanes());
        assertEquals(3, data.samples().carrySteps());
        assertEquals(0, data.samples().weightOffsets().length);
        assertEquals("6", data.label(2, 1));
        assertEquals(3, data.naive(2, 0));
        assertEquals(5, data.naive(2, 2));
        assertTrue(data.schema().hasAnyLength());
    }

    /** Whatever the sizes: lane by lane the chunks read on, every target is the row behind, little is left out. */
    @Test
    void everyRowStandsInItsPlace() {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            int steps = 1 + random.nextInt(7);
            int reach = steps + (random.nextBoolean() ? 0 : random.nextInt(9));
            int lanes = 1 + random.nextInt(5);
            int rows = reach * lanes + 1 + random.nextInt(60);
            Dataset data = Chunks.of(steps).reach(reach).lanes(lanes).over(TimeSeries.of(upTo(rows)));
            assertEquals(0, data.count() % lanes);
            int learnt = 0;
            for (int sample = 0; sample < data.count(); sample++) {
                double[] input = data.input(sample);
                double[] target = data.target(sample);
                for (int step = 0; step < reach; step++) {
                    assertEquals(input[0] + step, input[step]);
                    assertEquals(input[step] + 1, target[step]);
                    learnt += data.samples().weight(sample, step) != 0 ? 1 : 0;
                }
                if (sample >= lanes) {
                    assertEquals(data.input(sample - lanes)[0] + steps, input[0]);
                    assertEquals(steps, data.samples().lossSteps(sample));
                } else {
                    assertEquals(reach, data.samples().lossSteps(sample));
                }
            }
            // Every time step is learnt from once.
            assertEquals(data.input(data.count() - 1)[reach - 1] + 1, learnt);
            assertTrue(rows - 1 - learnt < lanes * steps, rows + " rows, " + data);
        }
    }

    @Test
    void aReachBeyondTheChunkMakesWindowsThatOverlap() {
        Dataset data = Chunks.of(2).reach(5).over(TimeSeries.of(upTo(10)));
        assertEquals(3, data.count());
        assertArrayEquals(new double[] {2, 3, 4, 5, 6}, data.input(1));
        assertEquals(2, data.samples().carrySteps());
        assertEquals(5, data.samples().lossSteps(0));
        for (int step = 0; step < 5; step++) {
            assertEquals(step < 3 ? 0 : 1, data.samples().weight(1, step));
        }
        Errors.wrong(() -> Chunks.of(5).reach(4), "reach must be at least the steps of a chunk, 5, but was 4");
    }

    @Test
    void columnsAreScaledAndChosen() {
        TimeSeries series = TimeSeries.of(List.of("a", "b"), new double[][] {upTo(7), {5, 6, 7, 8, 9, 10, 11}});
        Scaler scaler = Scaler.of("by hand", List.of(new Scaler.Column("a", 0, 2), new Scaler.Column("b", 5, 1)));
        Dataset data = Chunks.of(3).features("a").targets("b").over(series, scaler);
        assertEquals(2, data.count());
        assertArrayEquals(new double[] {1.5, 2, 2.5}, data.input(1));
        assertArrayEquals(new double[] {4, 5, 6}, data.target(1));
        assertEquals(3, data.naive(1, 0));
        assertEquals(List.of("b"), data.schema().targets());
        assertEquals(scaler, data.schema().scaler());
        Dataset both = Chunks.of(3).over(series);
        assertArrayEquals(new double[] {3, 8, 4, 9, 5, 10}, both.input(1));
        assertArrayEquals(new double[] {4, 9, 5, 10, 6, 11}, both.target(1));
        assertEquals(9, both.naive(1, 3));
        Errors.refused(() -> Chunks.of(3).targets("c").over(series), "no column \"c\"");
    }

    @Test
    void tokensPredictTheNextOnes() {
        int[] tokens = {4, 0, 2, 2, 1, 3, 0};
        Dataset data = Chunks.of(3).lanes(2).over(tokens);
        tokens[0] = 9;
        assertEquals(2, data.count());
        assertArrayEquals(new double[] {4, 0, 2}, data.input(0));
        assertArrayEquals(new double[] {2, 1, 3}, data.input(1));
        assertArrayEquals(new double[] {1, 3, 0}, data.target(1));
        Errors.refused(() -> Chunks.of(1).over(new int[] {0, 1, -1}), "tokens[2] is -1");
    }

    @Test
    void seriesThatAreTooShortOrHaveHolesAreRefused() {
        assertEquals(2, Chunks.of(3).lanes(2).over(TimeSeries.of(upTo(7))).count());
        Errors.refused(() -> Chunks.of(3).lanes(2).over(TimeSeries.of(upTo(6))), "3 time steps in each of 2 lanes",
                "7 rows", "there are 6");
        Errors.refused(() -> Chunks.of(3).over(new int[0]), "4 rows", "there are 0");
        Errors.refused(() -> Chunks.of(Integer.MAX_VALUE).lanes(Integer.MAX_VALUE).over(new int[3]), "there are 3");
        TimeSeries holes = TimeSeries.of(List.of("a", "b"), new double[][] {{1, 2, 3}, {1, Double.NaN, 3}},
                Missing.DROP_WINDOWS);
        Errors.refused(() -> Chunks.of(1).over(holes), "row 2 has a missing value");
        Errors.refused(() -> Chunks.of(1).features("a").targets("b").over(holes), "row 2 has a missing value");
        for (int size : new int[] {0, -1}) {
            Errors.wrong(() -> Chunks.of(size), "steps must be at least 1 but was " + size);
            Errors.wrong(() -> Chunks.of(1).lanes(size), "lanes must be at least 1 but was " + size);
        }
    }

    @Test
    void chunksCannotBeParted() {
        Dataset data = Chunks.of(2).over(TimeSeries.of(upTo(9)));
        Errors.refused(() -> data.slice(0, 2), "chunks continue one another", "split the series");
        Errors.refused(() -> data.splitAt(0.5), "chunks continue one another");
    }
}
