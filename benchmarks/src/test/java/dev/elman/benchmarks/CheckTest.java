package dev.elman.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {

    private static Result result(String workload, String engine, double ratio, String core, String machine) {
        Quantiles ratios = new Quantiles(ratio * 0.9, ratio, ratio * 1.1);
        return new Result(workload, engine, 1, new Quantiles(9, 10, 11), 1, 1, ratios, null, 1, "", core,
                new Machine(machine, "1", "2026-01-02T03:04:05Z", "0123456789ab"));
    }

    private static Result result(String workload, double ratio) {
        return result(workload, "elman", ratio, "Zen", "a processor");
    }

    @Test
    void rowMissesWhereItsRatioFellByMoreThanFifteenPercent() {
        List<Check.Row> rows = Check.compare(
                List.of(result("R1", 1), result("L1", 1), result("P1", 0.01)),
                List.of(result("R1", 0.86), result("L1", 0.84), result("P1", 0.02)));
        assertEquals(List.of(false, true, false), rows.stream().map(Check.Row::missed).toList());
        assertEquals(-0.16, rows.get(1).change(), 1e-12);
        assertTrue(rows.get(1).line().contains("-16 %, missed"), rows.get(1).line());
        assertEquals("", Check.warning(rows));
    }

    @Test
    void rowWithoutBaselineDoesNotMiss() {
        List<Check.Row> rows = Check.compare(List.of(result("R1", 1)), List.of(result("P1", 0.1)));
        assertFalse(rows.get(0).missed());
        assertTrue(rows.get(0).line().contains("nothing to compare"), rows.get(0).line());
    }

    @Test
    void ratiosToAnotherMatrixProductAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Check.compare(
                List.of(result("R1", "elman", 1, "Haswell", "a processor")), List.of(result("R1", 1))));
    }

    @Test
    void anotherMachineIsSaid() {
        List<Check.Row> rows = Check.compare(
                List.of(result("R1", "elman", 1, "Zen", "another one")), List.of(result("R1", 1)));
        assertTrue(Check.warning(rows).contains("another one"));
    }

    @Test
    void pictureIsDrawnOfAllEnginesAndWorkloads(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("times.png");
        Plot.write(file, List.of(result("R1", 1), result("P1", 1), result("R1", "an engine", 1, "Zen", "a processor"),
                result("a workload", "pytorch", 1, "Zen", "a processor")));
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(1400, image.getWidth());
        assertThrows(IOException.class, () -> Plot.write(file, List.of()));
    }
}
