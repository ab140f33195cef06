package dev.elman.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Workload R1 = Workloads.named("R1");
    private static final Machine MACHINE = new Machine("a processor", "1", "2026-01-02T03:04:05Z", "0123456789ab");
    private static final Timing FAST = new Timing(R1, "elman", 1, "", new double[] {1000, 1200, 2000, 1100, 1000},
            new double[] {100, 100, 50, 100, 100}, 120);
    private static final Timing SLOW = new Timing(R1, "other", 1, "no optimizer",
            new double[] {100_000, 120_000, 100_000, 121_000, 100_000}, new double[] {100, 100, 100, 100, 100}, 120);

    @TempDir
    private Path folder;

    @Test
    void quantilesLieBetweenTheNearestValues() {
        assertEquals(new Quantiles(1000, 1100, 1200), FAST.time());
        assertEquals(new Quantiles(1.75, 2.5, 3.25), Quantiles.of(new double[] {4, 1, 3, 2}));
    }

    @Test
    void ratiosAreTakenWithinRepetitions() {
        assertEquals(new Quantiles(100, 100, 100), FAST.timesFasterThan(SLOW));
        // In the repetition that took twice as long the matrix product did so too.
        double gflop = R1.flops() / 1e3;
        assertEquals(gflop / 1000 / 100, FAST.ratio().median(), 1e-9);
        assertEquals(gflop / 1100 / 100, FAST.ratio().lower(), 1e-9);
        assertEquals(gflop / 1000 / 100, FAST.ratio().upper(), 1e-9);
        assertEquals(100, FAST.product().median());
    }

    @Test
    void tableSaysWhatAContenderLeavesOut() {
        String rows = Report.rows(List.of(FAST, SLOW));
        assertTrue(rows.contains("no optimizer"), rows);
        assertTrue(rows.contains("1,100 us/step"), rows);
        assertTrue(rows.contains("FMA peak 120 GFLOP/s"), rows);
    }

    @Test
    void fileIsAnArrayOfOneObjectPerWorkloadAndEngine() throws IOException {
        Path file = folder.resolve("results.json");
        ResultFile.write(file,
                List.of(Result.of(FAST, FAST, "Haswell", MACHINE), Result.of(SLOW, FAST, "Haswell", MACHINE)));
        List<Map<String, String>> results = parse(file);
        assertEquals(2, results.size());
        Map<String, String> first = results.get(0);
        assertEquals(
                List.of("workload", "engine", "threads", "median_us", "gflops", "sgemm_gflops", "ratio"),
                List.copyOf(first.keySet()).subList(0, 7));
        assertEquals("R1", first.get("workload"));
        assertEquals("elman", first.get("engine"));
        assertEquals("1", first.get("threads"));
        assertEquals("1100.0", first.get("median_us"));
        assertEquals(R1.flops() / 1100e-6 / 1e9, Double.parseDouble(first.get("gflops")), 1e-9);
        assertEquals("100.0", first.get("sgemm_gflops"));
        assertEquals(FAST.ratio().median(), Double.parseDouble(first.get("ratio")));
        assertEquals("a processor", first.get("machine"));
        assertEquals("2026-01-02T03:04:05Z", first.get("date"));
        assertEquals("0123456789ab", first.get("commit"));
        assertEquals("other", results.get(1).get("engine"));
    }

    @Test
    void fileReadsAsItWasWritten() throws IOException {
        Quantiles time = new Quantiles(1, 2, 3);
        Result noRatio = new Result("P3-rnn32", "other", 2, time, 4, 5, null, time, 6, "", "Zen", MACHINE);
        List<Result> results =
                List.of(Result.of(FAST, FAST, "Haswell", MACHINE), Result.of(SLOW, FAST, "Zen", MACHINE), noRatio);
        Path file = folder.resolve("results.json");
        ResultFile.write(file, results);
        assertEquals(results, ResultFile.read(file));
        assertEquals("null", parse(file).get(2).get("ratio"));
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path file = folder.resolve("other.json");
        for (String text : List.of("", "{}", "[1]", "[{}]", "[{\"workload\": []}]", "no")) {
            Files.writeString(file, text);
            IOException refused = assertThrows(IOException.class, () -> ResultFile.read(file), text);
            assertTrue(refused.getMessage().contains("other.json"), refused.getMessage());
        }
    }

    @Test
    void markdownHasEnginesSideBySideAndThreadsApart() {
        Result own = Result.of(FAST, FAST, "Haswell", MACHINE);
        Result other = Result.of(SLOW, FAST, "Haswell", MACHINE);
        Quantiles two = new Quantiles(1.9, 1.95, 1.98);
        Result both = new Result("R1", "elman", 2, new Quantiles(550, 560, 570), 4, 5, null, two, 6, "", "Zen", MACHINE);
        String page = MarkdownTable.of(List.of(own, other, both));
        List<String> lines = page.lines().toList();
        assertEquals("| | elman | of SGEMM | other |", lines.get(0));
        assertEquals("|---|---|---|---|", lines.get(1));
        assertTrue(lines.get(2).startsWith("| R1 | 1.10 ms | "), lines.get(2));
        assertTrue(lines.get(2).endsWith(" | 100 ms, 90.9x |"), lines.get(2));
        assertEquals("| R1 | 2 | 560 us | 1.95 (1.90 to 1.98) |", lines.get(6));
    }

    private static List<Map<String, String>> parse(Path file) throws IOException {
        List<Map<String, String>> objects = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            assertEquals(JsonToken.START_ARRAY, json.nextToken());
            while (json.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> object = new LinkedHashMap<>();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    object.put(name, json.getText());
                }
                objects.add(object);
            }
            assertEquals(JsonToken.END_ARRAY, json.currentToken());
        }
        return objects;
    }
}
