package dev.elman.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryGrowthTest {

    private static final MemoryProbe.Measured SHORT =
            new MemoryProbe.Measured(10_000, 312, 60_200_000, 200_000, 5_160_000);
    private static final MemoryProbe.Measured LONG =
            new MemoryProbe.Measured(1_000_000, 312, 83_000_000, 20_000_000, 21_000_000);

    @Test
    void theSeriesIsSetAside() {
        assertEquals(60_000_000, SHORT.rest());
        assertEquals(5_000_000, SHORT.restOfHeap());
        assertEquals(0.05, MemoryGrowth.growth(List.of(LONG, SHORT)), 1e-12);
        String table = MemoryGrowth.table(List.of(SHORT, LONG));
        assertTrue(table.contains("63.0") && table.endsWith("5.0 %\n"), table);
    }

    @Test
    void whatOneProcessPrintsTheOtherReads() {
        assertEquals(LONG, MemoryProbe.Measured.parse(LONG.line()));
    }

    @Test
    void anEpochHasAsManyTrainingStepsAsChunksFitIntoALane() {
        assertEquals(3, MemoryProbe.trainingSteps(10_000));
        assertEquals(31, MemoryProbe.trainingSteps(100_000));
        assertEquals(312, MemoryProbe.trainingSteps(1_000_000));
    }
}
