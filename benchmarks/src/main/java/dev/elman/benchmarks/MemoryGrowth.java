package dev.elman.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What memory stateful training takes with series of different lengths, each in a process of its own. */
public final class MemoryGrowth {

    private static final List<Integer> LENGTHS = List.of(10_000, 100_000, 1_000_000);

    /** By how much the largest may exceed the smallest. */
    private static final double LIMIT = 0.05;

    /**
     * A heap that stays close to what is in use, so that garbage does not pass for memory that is needed; and not the
     * compiler that takes ten megabytes in some runs and not in others, whatever the length of the series.
     */
    private static final List<String> QUIET_JAVA = List.of("-XX:+UseSerialGC", "-Xms8m", "-Xmn4m",
            "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10", "-XX:MarkSweepAlwaysCompactCount=1",
            "-XX:TieredStopAtLevel=1");

    private static final String USAGE = """
            usage: scripts/memory-growth [--engine NAME] [--json] [TIME_STEPS..]

            Trains an LSTM(64) on a series in chunks of 100 time steps and 32 lanes, each length in a process of its own
            and with as many training steps in all, and prints the peaks of memory in use: of the whole process, and of
            Java's heap. The series itself (twice in Java, once in the engine) is set aside. Needs Linux. Ends with 1
            where what remains of the process differs by more than 5 %. Without TIME_STEPS 10000, 100000 and 1000000.
              --engine NAME  native (default) or reference
              --json         print JSON instead of the table
            """;

    private MemoryGrowth() {}

    /** The program; ends with 2 where its arguments are wrong. */
    public static void main(String[] texts) throws IOException, InterruptedException {
        Arguments arguments = new Arguments(USAGE, texts);
        if (arguments.flag("--help")) {
            System.out.print(USAGE);
            return;
        }
        boolean json = arguments.flag("--json");
        String engine = arguments.text("--engine", "native");
        List<Integer> lengths = arguments.rest(MemoryGrowth::length);
        if (lengths.isEmpty()) {
            lengths = LENGTHS;
        }
        int longest = lengths.stream().max(Integer::compare).orElseThrow();
        List<MemoryProbe.Measured> all = new ArrayList<>();
        for (int length : lengths) {
            System.err.println("  " + length + " time steps");
            int epochs = Math.max(1, MemoryProbe.trainingSteps(longest) / MemoryProbe.trainingSteps(length));
            all.add(probe(engine, length, epochs));
        }
        System.out.print(json ? json(engine, all) : table(all));
        if (growth(all) > LIMIT) {
            System.exit(1);
        }
    }

    private static int length(String text) {
        int length = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        if (length < 3201) {
            throw new IllegalArgumentException("TIME_STEPS must be at least 3201, one chunk in every lane, but was "
                    + text);
        }
        return length;
    }

    private static MemoryProbe.Measured probe(String engine, int length, int epochs)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(QUIET_JAVA);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MemoryProbe.class.getName(), engine,
                Integer.toString(length), Integer.toString(epochs)));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            if (process.waitFor() != 0 || line == null) {
                throw new IOException("the process that trains on " + length + " time steps failed");
            }
            return MemoryProbe.Measured.parse(line);
        }
    }

    /** By what share of it the largest exceeds the smallest, the series aside. */
    static double growth(List<MemoryProbe.Measured> all) {
        long least = all.stream().mapToLong(MemoryProbe.Measured::rest).min().orElseThrow();
        long most = all.stream().mapToLong(MemoryProbe.Measured::rest).max().orElseThrow();
        return (double) (most - least) / least;
    }

    static String table(List<MemoryProbe.Measured> all) {
        StringBuilder table = new StringBuilder(String.format(Locale.ROOT, "%10s %15s %10s %10s %13s %10s %13s%n",
                "time steps", "training steps", "peak MB", "series MB", "peak less it", "heap MB", "heap less it"));
        for (MemoryProbe.Measured one : all) {
            table.append(String.format(Locale.ROOT, "%10d %15d %10.1f %10.1f %13.1f %10.1f %13.1f%n", one.timeSteps(),
                    one.trainingSteps(), one.peak() / 1e6, one.series() / 1e6, one.rest() / 1e6,
                    one.peakHeap() / 1e6, one.restOfHeap() / 1e6));
        }
        return table.append(String.format(Locale.ROOT, "the largest peak, less the series, exceeds the smallest by"
                + " %.1f %%%n", 100 * growth(all))).toString();
    }

    private static String json(String engine, List<MemoryProbe.Measured> all) throws IOException {
        Machine machine = Machine.here();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("engine", engine);
            json.writeNumberField("growth", growth(all));
            json.writeArrayFieldStart("runs");
            for (MemoryProbe.Measured one : all) {
                json.writeStartObject();
                json.writeNumberField("time_steps", one.timeSteps());
                json.writeNumberField("training_steps", one.trainingSteps());
                json.writeNumberField("peak_bytes", one.peak());
                json.writeNumberField("series_bytes", one.series());
                json.writeNumberField("peak_less_series_bytes", one.rest());
                json.writeNumberField("peak_heap_bytes", one.peakHeap());
                json.writeNumberField("peak_heap_less_series_bytes", one.restOfHeap());
                json.writeEndObject();
            }
            json.writeEndArray();
            machine.write(json);
            json.writeEndObject();
        }
        return text.append(System.lineSeparator()).toString();
    }
}
