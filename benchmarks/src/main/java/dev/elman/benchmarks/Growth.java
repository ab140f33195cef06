package dev.elman.benchmarks;

import dev.elman.benchmarks.Workload.Cell;
import dev.elman.benchmarks.Workload.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** How the time for one sample and time step, and memory, grow with the number of time steps and of samples. */
final class Growth {

    /** By how much a doubling may raise the time for one sample and time step. */
    static final double ALLOWED = 0.15;

    private static final int LEAST = 32;
    private static final int MOST = 4096;
    private static final int UNITS = 128;
    private static final int FEATURES = 16;
    private static final double BLOCK_SECONDS = 0.1;
    private static final String ROW = "  %10s %6s  %-26s %-28s %s";

    /** What grows. */
    private enum Axis {
        TIME_STEPS,
        BATCH
    }

    private final int repetitions;
    private final Consumer<String> progress;

    Growth(int repetitions, Consumer<String> progress) {
        this.repetitions = repetitions;
        this.progress = progress;
    }

    /** Prints the tables; tells whether no doubling raised the time by more than is allowed. */
    boolean report() throws IOException {
        System.out.print(Report.text("Time for one sample and time step in ns, %d units, %d features, one thread; peak"
                + " is what the process takes%nbeyond what it had before it opened the network and its data.%n",
                UNITS, FEATURES));
        boolean held = true;
        for (Task task : List.of(Task.TRAINING_STEP, Task.PREDICTION)) {
            for (Cell cell : List.of(Cell.RNN, Cell.LSTM)) {
                for (Axis axis : Axis.values()) {
                    held &= report(task, cell, axis);
                }
            }
        }
        return held;
    }

    private boolean report(Task task, Cell cell, Axis axis) throws IOException {
        List<Workload> sizes = new ArrayList<>();
        for (int size = LEAST; size <= MOST; size *= 2) {
            sizes.add(workload(task, cell, axis == Axis.TIME_STEPS ? size : LEAST, axis == Axis.BATCH ? size : LEAST));
        }
        System.out.print(Report.text("%n%s%n", sizes.get(0).description()
                .replaceFirst("[0-9]+ time steps, batch [0-9]+", axis == Axis.BATCH ? LEAST + " time steps"
                        : "batch " + LEAST)));
        System.out.print(row("time steps", "batch", "ns", "by the doubling", "peak MB"));
        double[][] nanoseconds = measure(sizes);
        boolean held = true;
        for (int i = 0; i < sizes.size(); i++) {
            Quantiles change = i == 0 ? null : Quantiles.ofRatios(nanoseconds[i], nanoseconds[i - 1]);
            boolean missed = change != null && change.median() > 1 + ALLOWED;
            held &= !missed;
            System.out.print(row(
                    Integer.toString(sizes.get(i).timeSteps()),
                    Integer.toString(sizes.get(i).batch()),
                    Report.quantiles(Quantiles.of(nanoseconds[i])),
                    change == null ? "" : Report.quantiles(change) + (missed ? " missed" : ""),
                    Report.number(peak(sizes.get(i)) / 1e6)));
        }
        System.out.flush();
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
                runs[i] = (int) Math.max(1, Math.ceil(BLOCK_SECONDS / subject.seconds(1)));
                subject.seconds(runs[i]);
            }
            for (int repetition = 0; repetition < repetitions; repetition++) {
                for (int i = 0; i < sizes.size(); i++) {
                    Workload size = sizes.get(i);
                    nanoseconds[i][repetition] =
                            subjects.get(i).seconds(runs[i]) * 1e9 / runs[i] / size.timeSteps() / size.batch();
                }
            }
            return nanoseconds;
        } finally {
            subjects.forEach(Contender.Subject::close);
        }
    }

    private static long peak(Workload size) throws IOException {
        List<String> command = Jvm.likeThis(GrowthProbe.class, List.of(size.task().name(), size.cell().name(),
                Integer.toString(size.timeSteps()), Integer.toString(size.batch())));
        command.add(1, "-XX:+AlwaysPreTouch");
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("the process that measures memory failed");
            }
            return Long.parseLong(line);
        }
    }

    private static String row(String... cells) {
        return Report.text(ROW, (Object[]) cells).stripTrailing() + System.lineSeparator();
    }
}
