package dev.elman.benchmarks;

import dev.elman.benchmarks.Workload.Cell;
import dev.elman.benchmarks.Workload.Task;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** How the time for one sample and time step, and memory, grow with the number of time steps and of samples. */
final class Growth {

    /** By how much a doubling may raise the time for one sample and time step. */
    static final double ALLOWED = 0.15;

    /** By what share of the formula's the memory that was taken may differ from it. */
    static final double MEMORY_ALLOWED = 0.1;

    private static final int LEAST = 32;
    private static final int MOST = 4096;
    private static final int UNITS = 128;
    private static final int FEATURES = 16;
    private static final double BLOCK_SECONDS = 0.1;
    private static final String ROW = "  %10s %6s  %-26s %-28s %8s %9s %9s  %s";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** What grows. */
    private enum Axis {
        TIME_STEPS,
        BATCH
    }

    private final int repetitions;
    private final Consumer<String> progress;
    private final GrowthPlot plot = new GrowthPlot();

    Growth(int repetitions, Consumer<String> progress) {
        this.repetitions = repetitions;
        this.progress = progress;
    }

    /** Prints the tables; tells whether no time rose by more than is allowed and all memory was what was foretold. */
    boolean report() throws IOException {
        System.out.print(Report.text("Time of the thread on the processor for one sample and time step in ns, %d units,"
                + " %d features. Memory in MB from opening%nthe network and its data on: what Java's heap gave, the most"
                + " of native memory at once, and what docs/memory.md says%nof both.%n", UNITS, FEATURES));
        boolean held = true;
        for (Task task : List.of(Task.TRAINING_STEP, Task.PREDICTION)) {
            for (Cell cell : Cell.values()) {
                for (Axis axis : Axis.values()) {
                    held &= report(task, cell, axis);
                }
            }
        }
        return held;
    }

    /** A picture of what was reported. */
    GrowthPlot plot() {
        return plot;
    }

    private boolean report(Task task, Cell cell, Axis axis) throws IOException {
        List<Workload> sizes = new ArrayList<>();
        for (int size = LEAST; size <= MOST; size *= 2) {
            sizes.add(workload(task, cell, axis == Axis.TIME_STEPS ? size : LEAST, axis == Axis.BATCH ? size : LEAST));
        }
        System.out.print(Report.text("%n%s%n", sizes.get(0).description()
                .replaceFirst("[0-9]+ time steps, batch [0-9]+", axis == Axis.BATCH ? LEAST + " time steps"
                        : "batch " + LEAST)));
        System.out.print(row("time steps", "batch", "ns", "by the doubling", "Java", "native", "formula", "off by"));
        double[][] nanoseconds = measure(sizes);
        long[] memory = memory(sizes);
        boolean held = true;
        for (int i = 0; i < sizes.size(); i++) {
            Quantiles change = i == 0 ? null : Quantiles.ofRatios(nanoseconds[i], nanoseconds[i - 1]);
            boolean missed = change != null && change.median() > 1 + ALLOWED;
            long formula = MemoryFormula.bytes(sizes.get(i));
            double off = (double) (memory[2 * i] + memory[2 * i + 1]) / formula - 1;
            boolean unforeseen = Math.abs(off) > MEMORY_ALLOWED;
            held &= !missed && !unforeseen;
            System.out.print(row(
                    Integer.toString(sizes.get(i).timeSteps()),
                    Integer.toString(sizes.get(i).batch()),
                    Report.quantiles(Quantiles.of(nanoseconds[i])),
                    change == null ? "" : Report.quantiles(change) + (missed ? " missed" : ""),
                    Report.number(memory[2 * i] / 1e6),
                    Report.number(memory[2 * i + 1] / 1e6),
                    Report.number(formula / 1e6),
                    Report.text("%+.1f %%", 100 * off) + (unforeseen ? " missed" : "")));
        }
        System.out.flush();
        plot.add(new GrowthPlot.Line(sizes.get(0), axis == Axis.TIME_STEPS,
                sizes.stream().map(size -> (double) (axis == Axis.BATCH ? size.batch() : size.timeSteps())).toList(),
                Arrays.stream(nanoseconds).map(times -> Quantiles.of(times).median()).toList()));
        return held;
    }

    static Workload workload(Task task, Cell cell, int timeSteps, int batch) {
        return new Workload("growth", task, cell, UNITS, FEATURES, timeSteps, batch, 1);
    }

    /** The sizes in turn, repetition by repetition, so that neighbours are measured right after each other. */
    private double[][] measure(List<Workload> sizes) {
        double[][] nanoseconds = new double[sizes.size()][repetitions];
        List<Contender.Subject> subjects = new ArrayList<>();
        try {
            int[] runs = new int[sizes.size()];
            for (int i = 0; i < sizes.size(); i++) {
                Workload size = sizes.get(i);
                progress.accept(size.description());
                Contender.Subject subject = Contenders.ELMAN.open(size);
                subjects.add(subject);
                subject.run();
                runs[i] = (int) Math.max(1, Math.ceil(BLOCK_SECONDS * 1e9 / nanoseconds(subject, 1)));
                nanoseconds(subject, runs[i]);
            }
            for (int repetition = 0; repetition < repetitions; repetition++) {
                for (int i = 0; i < sizes.size(); i++) {
                    Workload size = sizes.get(i);
                    nanoseconds[i][repetition] =
                            nanoseconds(subjects.get(i), runs[i]) / runs[i] / size.timeSteps() / size.batch();
                }
            }
            return nanoseconds;
        } finally {
            subjects.forEach(Contender.Subject::close);
        }
    }

    /** Not counting when others had the processor: it is sizes that are compared. */
    private static double nanoseconds(Contender.Subject subject, int runs) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int run = 0; run < runs; run++) {
            subject.run();
        }
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    /** What each size takes, in the order of {@link GrowthProbe}. */
    private static long[] memory(List<Workload> sizes) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(sizes.get(0).task().name(), sizes.get(0).cell().name()));
        for (Workload size : sizes) {
            arguments.add(Integer.toString(size.timeSteps()));
            arguments.add(Integer.toString(size.batch()));
        }
        String line = NativeAllocations.lineOf(GrowthProbe.class, arguments);
        return Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    private static String row(String... cells) {
        return Report.text(ROW, (Object[]) cells).stripTrailing() + System.lineSeparator();
    }
}
