package dev.elman.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Times the named workloads, or all of them, and prints a table. */
public final class Main {

    private Main() {}

    /** The program; ends with 2 where its arguments are wrong, with 1 where what is promised does not hold. */
    public static void main(String[] arguments) throws IOException {
        Options options;
        try {
            options = Options.of(arguments);
        } catch (Options.WrongUsage e) {
            System.err.println(e.getMessage());
            System.err.print(usage());
            System.exit(2);
            return;
        }
        switch (options.mode) {
            case HELP -> System.out.print(usage());
            case LIST -> Workloads.ALL.forEach(row -> System.out.printf("%-10s %s%n", row.name(), row.description()));
            case PLOT -> Plot.write(options.plot, ResultFile.read(options.from));
            case TABLE -> System.out.print(MarkdownTable.of(ResultFile.read(options.from)));
            case ALLOCATION -> endUnless(Allocation.report(options.chosen()));
            case START -> Starts.report(options.repetitions, options.peers);
            case SIZE -> Shipped.report(options.peers);
            case GROWTH -> endUnless(growth(options));
            case TIME -> keep(time(options), options);
            case CHECK, BASELINE -> check(options);
            default -> throw new IllegalStateException(options.mode.toString());
        }
    }

    private static boolean growth(Options options) throws IOException {
        Growth growth = new Growth(options.repetitions, Main::say);
        boolean held = growth.report();
        if (options.plot != null) {
            growth.plot().write(options.plot, Machine.here());
        }
        return held;
    }

    private static void say(String line) {
        System.err.println("  " + line);
    }

    private static void endUnless(boolean held) {
        if (!held) {
            System.exit(1);
        }
    }

    private static String usage() {
        try (var text = Main.class.getResourceAsStream("usage.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Result> time(Options options) {
        Yardsticks yardsticks = Yardsticks.ofThisProcess();
        Machine machine = Machine.here();
        Harness harness = new Harness(yardsticks, options.repetitions, Main::say);
        System.out.print(Report.heading(machine, yardsticks));
        List<Result> results = new ArrayList<>();
        for (Workload workload : options.chosen()) {
            List<Contender> contenders = Contenders.of(options);
            if (contenders.stream().noneMatch(
                    contender -> contender.threads() == options.threads && contender.does(workload))) {
                continue;
            }
            List<Timing> timings = harness.time(workload, contenders);
            System.out.print(Report.rows(timings));
            if (options.threads > 1) {
                SameBits.require(workload, options.threads);
                System.out.println("  The bits on " + options.threads + " threads are those on one.");
            }
            System.out.flush();
            // What ran on one thread beside several did not run on one core.
            timings.stream().filter(timing -> timing.threads() == options.threads).forEach(timing -> results.add(
                    Result.of(timing, timings.get(0), yardsticks.openBlasCore(), machine)));
        }
        return results;
    }

    private static void keep(List<Result> results, Options options) throws IOException {
        if (options.json != null) {
            List<Result> all = options.append && Files.exists(options.json)
                    ? new ArrayList<>(ResultFile.read(options.json)) : new ArrayList<>();
            all.removeIf(old -> results.stream().anyMatch(old::isOfSameRow));
            all.addAll(results);
            ResultFile.write(options.json, all);
        }
    }

    private static void check(Options options) throws IOException {
        CheckRuns runs = new CheckRuns(options);
        try {
            if (options.mode == Options.Mode.BASELINE) {
                runs.keep();
            } else {
                endUnless(runs.hold());
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }
}
