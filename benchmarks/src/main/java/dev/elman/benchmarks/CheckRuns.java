package dev.elman.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The runs of a check against the baseline, each in a process of its own. */
final class CheckRuns {

    /** How many times in a row a row must miss: once may be the machine's doing, and so may twice. */
    private static final int RUNS = 3;

    private final Options options;
    private final Path baseline = Path.of(System.getProperty("elman.baseline", "benchmarks/baseline.json"));

    CheckRuns(Options options) {
        this.options = options;
    }

    /** Writes the baseline: all of it, or the rows of the workloads that are named. */
    void keep() throws IOException {
        run(options.chosen(), baseline, !options.workloads.isEmpty());
        System.out.println("\n" + baseline + " is written");
    }

    /**
     * Compares with the baseline.
     *
     * @return whether no row missed in all runs
     * @throws IllegalArgumentException where there is no baseline, or none that can be compared with
     */
    boolean hold() throws IOException {
        if (!Files.exists(baseline)) {
            throw new IllegalArgumentException(
                    "there is no baseline " + baseline + ": write it with scripts/bench --baseline");
        }
        List<Result> kept = ResultFile.read(baseline);
        List<Workload> left = options.chosen();
        for (int run = 1; run <= RUNS && !left.isEmpty(); run++) {
            Path measured = Files.createTempFile("elman-check", ".json");
            try {
                run(left, measured, false);
                List<Check.Row> rows = Check.compare(kept, ResultFile.read(measured));
                System.out.print("\nRun " + run + " of at most " + RUNS + "\n" + Check.warning(rows));
                rows.forEach(row -> System.out.println(row.line()));
                left = rows.stream().filter(Check.Row::missed).map(row -> Workloads.named(row.now().workload()))
                        .toList();
            } finally {
                Files.delete(measured);
            }
        }
        if (!left.isEmpty()) {
            List<String> names = left.stream().map(Workload::name).toList();
            System.out.println("\nMissed in every run: " + String.join(", ", names));
        }
        return left.isEmpty();
    }

    private void run(List<Workload> workloads, Path json, boolean append) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--engines", Contenders.ELMAN.name(),
                "--repetitions", Integer.toString(options.repetitions), "--json", json.toString()));
        if (append) {
            arguments.add("--append");
        }
        workloads.forEach(workload -> arguments.add(workload.name()));
        Jvm.requireSuccess(new ProcessBuilder(Jvm.likeThis(Main.class, arguments)).inheritIO());
    }
}
