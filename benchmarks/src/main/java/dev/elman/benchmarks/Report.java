package dev.elman.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Timings as a table for people and as JSON for programs. */
final class Report {

    private static final String ROW = "%-4s %-17s %7s  %14s  %-21s %8s  %s%n";

    private final Machine machine;

    Report(Machine machine) {
        this.machine = machine;
    }

    /** What the figures were measured on. */
    String heading() {
        return String.format(Locale.ROOT, "%s; on core %s; %s; commit %s%n%n",
                machine.name(), machine.cores(), machine.date(), machine.commit())
                + String.format(Locale.ROOT, ROW, "", "engine", "threads", "median", "quartiles", "GFLOP/s",
                        "times as fast as " + Contenders.BASELINE + " (quartiles)");
    }

    /** The rows of one workload. */
    String rows(List<Timing> timings) {
        StringBuilder text = new StringBuilder();
        for (Timing timing : timings) {
            String unit = " us/" + timing.workload().unit();
            text.append(String.format(Locale.ROOT, ROW,
                    timing.workload().name(),
                    timing.contender(),
                    1,
                    number(timing.median()) + unit,
                    number(timing.lowerQuartile()) + " to " + number(timing.upperQuartile()),
                    number(timing.gflops()),
                    against(timing, timings)));
        }
        return text.toString();
    }

    private static String against(Timing timing, List<Timing> timings) {
        for (Timing other : timings) {
            if (other != timing && other.contender().equals(Contenders.BASELINE)) {
                double[] ratio = timing.timesFasterThan(other);
                return number(ratio[1]) + " (" + number(ratio[0]) + " to " + number(ratio[2]) + ")";
            }
        }
        return "";
    }

    /** Three significant digits, without an exponent. */
    private static String number(double value) {
        int decimals = (int) Math.max(0, 2 - Math.floor(Math.log10(value)));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /**
     * Writes one array of one object per workload and engine. {@code ratio}, to the rate of a large matrix product in
     * the same run, is null: that rate is not measured yet.
     */
    void writeJson(Path file, List<Timing> timings) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
                JsonGenerator json = new JsonFactory().createGenerator(writer)) {
            json.useDefaultPrettyPrinter();
            json.writeStartArray();
            for (Timing timing : timings) {
                json.writeStartObject();
                json.writeStringField("workload", timing.workload().name());
                json.writeStringField("engine", timing.contender());
                json.writeNumberField("threads", 1);
                json.writeNumberField("median_us", timing.median());
                json.writeNumberField("lower_quartile_us", timing.lowerQuartile());
                json.writeNumberField("upper_quartile_us", timing.upperQuartile());
                json.writeNumberField("gflops", timing.gflops());
                json.writeNullField("sgemm_gflops");
                json.writeNullField("ratio");
                json.writeStringField("machine", machine.name());
                json.writeStringField("date", machine.date());
                json.writeStringField("commit", machine.commit());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }
}
