package dev.elman.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.benchmarks.Workload.Cell;
import dev.elman.benchmarks.Workload.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is not time: allocation, memory, what is shipped. */
class CostsTest {

    @Test
    void countsGoFromOneProcessToAnother() {
        Allocation.Counted counted = new Allocation.Counted(18, 1, 2, 3);
        assertEquals(counted, Allocation.Counted.parse(counted.line()));
        assertFalse(counted.isNothing());
        assertTrue(new Allocation.Counted(18, 0, 0, 0).isNothing());
    }

    @Test
    void nothingIsCountedWhereTheLibraryIsNotPreloaded() {
        assertFalse(NativeAllocations.is_counting());
        assertEquals(0, NativeAllocations.allocation_calls());
        assertEquals(0, NativeAllocations.peak_bytes());
    }

    /** The example of docs/memory.md. */
    @Test
    void memoryIsWorkedOutAsTheDocumentSays() {
        assertEquals(152.3e6, MemoryFormula.bytes(Growth.workload(Task.TRAINING_STEP, Cell.RNN, 4096, 32)), 0.05e6);
    }

    @Test
    void memoryOfAPredictionStaysWhereItsPartsDo() {
        long most = MemoryFormula.bytes(Growth.workload(Task.PREDICTION, Cell.GRU, 32, 512));
        assertEquals(most, MemoryFormula.bytes(Growth.workload(Task.PREDICTION, Cell.GRU, 32, 4096)));
    }

    @Test
    void jarsOfBenchmarksAreNotShipped() {
        String classPath = String.join(System.getProperty("path.separator"), List.of(
                "lib/elman-0.1.0.jar", "lib/elman-benchmarks-0.1.0.jar", "lib/elman-native-0.1.0.jar",
                "lib/elman-native-0.1.0-linux-x86_64.jar", "lib/javacpp-1.5.13.jar", "lib/jmh-core-1.37.jar",
                "lib/openblas-0.3.31-1.5.13-linux-x86_64.jar", "lib/xchart-3.8.8.jar", "lib/commons-math3-3.6.1.jar",
                "lib/jopt-simple-5.0.4.jar", "lib/jackson-core-2.19.2.jar", "lib/fastcsv-3.7.0.jar"));
        assertEquals(
                List.of("elman-0.1.0.jar", "elman-native-0.1.0.jar", "elman-native-0.1.0-linux-x86_64.jar",
                        "javacpp-1.5.13.jar", "openblas-0.3.31-1.5.13-linux-x86_64.jar", "jackson-core-2.19.2.jar",
                        "fastcsv-3.7.0.jar"),
                Shipped.ours(classPath).stream().map(Path::getFileName).map(Path::toString).toList());
    }

    @Test
    void residentMemoryHasAPeak() throws IOException {
        assertTrue(ResidentMemory.now() > 1_000_000);
        assertTrue(ResidentMemory.peak() >= ResidentMemory.now() * 0.9);
    }

    @Test
    void workThatGrowsGrowsInProportion() {
        Workload small = Growth.workload(Task.TRAINING_STEP, Cell.LSTM, 32, 32);
        assertEquals(4 * small.flops(), Growth.workload(Task.TRAINING_STEP, Cell.LSTM, 64, 64).flops());
    }
}
