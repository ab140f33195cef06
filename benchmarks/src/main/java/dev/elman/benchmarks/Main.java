package dev.elman.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Times the named workloads, or all of them, and prints a table. */
public final class Main {

    private static final String USAGE = """
            usage: scripts/bench [--json FILE] [--repetitions N] [WORKLOAD..]
                   scripts/bench --list
                   scripts/bench --jmh [JMH OPTION..]

            Times workloads on one core, the native engine in float beside the reference engine, and prints for each the
            median time, its quartiles, GFLOP/s, and the median of the paired ratios.
              --json FILE      also write the results to a file
              --repetitions N  paired repetitions, at least 3 (default 15)
              --list           name the workloads
              --jmh            run the JMH benchmarks instead (-h tells their options)
            """;

    private Main() {}

    /** The program; ends with 2 where its arguments are wrong. */
    public static void main(String[] arguments) throws IOException {
        Path json = null;
        int repetitions = 15;
        List<Workload> workloads = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--help" -> {
                    System.out.print(USAGE);
                    return;
                }
                case "--list" -> {
                    Workloads.ALL.forEach(row -> System.out.printf("%-4s %s%n", row.name(), row.description()));
                    return;
                }
                case "--json" -> json = Path.of(valueOf(arguments, i++));
                case "--repetitions" -> repetitions = number(valueOf(arguments, i++));
                default -> workloads.add(workload(arguments[i]));
            }
        }
        run(workloads.isEmpty() ? Workloads.ALL : workloads, repetitions, json);
    }

    private static void run(List<Workload> workloads, int repetitions, Path json) throws IOException {
        Harness harness = new Harness(repetitions, line -> System.err.println("  " + line));
        Report report = new Report(Machine.here());
        List<Timing> all = new ArrayList<>();
        StringBuilder table = new StringBuilder(report.heading());
        for (Workload workload : workloads) {
            List<Timing> timings = harness.time(workload, Contenders.ALL);
            all.addAll(timings);
            table.append(report.rows(timings));
        }
        System.out.print(table);
        if (json != null) {
            report.writeJson(json, all);
        }
    }

    private static Workload workload(String name) {
        if (name.startsWith("-")) {
            throw wrongUsage("unknown option " + name);
        }
        try {
            return Workloads.named(name);
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e.getMessage());
        }
    }

    private static String valueOf(String[] arguments, int option) {
        if (option + 1 == arguments.length) {
            throw wrongUsage(arguments[option] + " needs a value");
        }
        return arguments[option + 1];
    }

    private static int number(String text) {
        int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
        if (number < 3) {
            throw wrongUsage("--repetitions must be a number of at least 3 but was " + text);
        }
        return number;
    }

    private static IllegalArgumentException wrongUsage(String message) {
        System.err.println(message);
        System.err.print(USAGE);
        System.exit(2);
        return new IllegalArgumentException(message);
    }
}
