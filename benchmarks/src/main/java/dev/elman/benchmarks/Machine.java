package dev.elman.benchmarks;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Where and when something was measured, and what.
 *
 * @param name the processor, how many cores of it the machine has, and the Java
 * @param cores the cores that this process may use, as Linux writes them, such as {@code 1} or {@code 0-1}
 * @param date the time in UTC, to the second
 * @param commit the commit, with a plus sign where the sources have changed since; or {@code unknown}
 */
record Machine(String name, String cores, String date, String commit) {

    /** This machine, now. */
    static Machine here() {
        String processor = entry(Path.of("/proc/cpuinfo"), "model name");
        // The number the operating system has, not the number this process may use.
        long cores = lines(Path.of("/proc/cpuinfo")).stream().filter(line -> line.startsWith("processor")).count();
        return new Machine(
                (processor.isEmpty() ? System.getProperty("os.arch") : processor) + ", " + cores + " cores, Java "
                        + System.getProperty("java.version"),
                entry(Path.of("/proc/self/status"), "Cpus_allowed_list"),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                System.getProperty("elman.commit", "unknown"));
    }

    /** Adds to a JSON object what every result says of where it comes from. */
    void write(JsonGenerator json) throws IOException {
        json.writeStringField("machine", name);
        json.writeStringField("date", date);
        json.writeStringField("commit", commit);
    }

    private static String entry(Path file, String key) {
        for (String line : lines(file)) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals(key)) {
                return line.substring(colon + 1).strip();
            }
        }
        return "";
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return List.of(); // not Linux: the report says less about the machine
        }
    }
}
