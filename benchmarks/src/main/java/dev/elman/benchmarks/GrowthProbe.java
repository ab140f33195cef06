package dev.elman.benchmarks;

import dev.elman.benchmarks.Workload.Cell;
import dev.elman.benchmarks.Workload.Task;
import java.io.IOException;

/** The process that measures what memory one size of a workload takes. */
public final class GrowthProbe {

    private static final int RUNS = 3;

    private GrowthProbe() {}

    /** The program: task, cell, time steps, batch; prints bytes. */
    public static void main(String[] arguments) throws IOException {
        Task task = Task.valueOf(arguments[0]);
        Cell cell = Cell.valueOf(arguments[1]);
        // Everything is loaded before it counts; Java's heap has been resident as a whole since the start.
        run(Growth.workload(task, cell, 2, 2));
        ResidentMemory.forgetPeak();
        long before = ResidentMemory.now();
        run(Growth.workload(task, cell, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3])));
        System.out.println(ResidentMemory.peak() - before);
    }

    private static void run(Workload workload) {
        try (Contender.Subject subject = Contenders.ELMAN.open(workload)) {
            for (int i = 0; i < RUNS; i++) {
                subject.run();
            }
        }
    }
}
