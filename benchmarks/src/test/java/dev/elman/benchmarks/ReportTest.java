package dev.elman.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Workload R1 = Workloads.named("R1");
    private static final Timing FAST = new Timing(R1, "elman", new double[] {1000, 1200, 2000, 1100, 1000});
    private static final Timing SLOW =
            new Timing(R1, Contenders.BASELINE, new double[] {100_000, 120_000, 100_000, 121_000, 100_000});

    @TempDir
    private Path folder;

    @Test
    void quantilesLieBetweenTheNearestValues() {
        assertEquals(1100, FAST.median());
        assertEquals(1000, FAST.lowerQuartile());
        assertEquals(1200, FAST.upperQuartile());
        assertEquals(2.5, Timing.quantile(new double[] {4, 1, 3, 2}, 0.5));
    }

    @Test
    void ratiosAreTakenWithinRepetitions() {
        assertArrayEquals(new double[] {100, 100, 100}, FAST.timesFasterThan(SLOW), 1e-9);
    }

    @Test
    void fileIsAnArrayOfOneObjectPerWorkloadAndEngine() throws IOException {
        Path file = folder.resolve("results.json");
        new Report(new Machine("a processor", "1", "2026-01-02T03:04:05Z", "0123456789ab")).writeJson(
                file, List.of(FAST, SLOW));
        List<Map<String, String>> results = parse(file);
        assertEquals(2, results.size());
        Map<String, String> first = results.get(0);
        assertEquals(
                List.of("workload", "engine", "threads", "median_us", "lower_quartile_us", "upper_quartile_us",
                        "gflops", "sgemm_gflops", "ratio", "machine", "date", "commit"),
                List.copyOf(first.keySet()));
        assertEquals("R1", first.get("workload"));
        assertEquals("elman", first.get("engine"));
        assertEquals("1100.0", first.get("median_us"));
        assertEquals(R1.flops() / 1100e-6 / 1e9, Double.parseDouble(first.get("gflops")), 1e-9);
        assertEquals("null", first.get("ratio"));
        assertEquals("0123456789ab", first.get("commit"));
        assertEquals(Contenders.BASELINE, results.get(1).get("engine"));
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
