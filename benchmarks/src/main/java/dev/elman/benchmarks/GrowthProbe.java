package dev.elman.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.elman.Model;
import dev.elman.Predictor;
import dev.elman.benchmarks.Workload.Cell;
import dev.elman.benchmarks.Workload.Task;
import dev.elman.training.TrainingSession;
import java.lang.management.ManagementFactory;
import java.util.StringJoiner;

/** The process that measures what memory sizes of a workload take. */
public final class GrowthProbe {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int RUNS = 3;
    private static final int WARM_UPS = 3;

    private GrowthProbe() {}

    /**
     * The program: task, cell, then time steps and batch of each size; prints for each size the bytes that it took on
     * Java's heap and natively, from opening the network to the end of its third run.
     */
    public static void main(String[] arguments) {
        NativeAllocations.requireCounting();
        Task task = Task.valueOf(arguments[0]);
        Cell cell = Cell.valueOf(arguments[1]);
        // What is loaded once for all sizes is loaded here; so is what the questions take.
        for (int i = 0; i < WARM_UPS; i++) {
            measure(Growth.workload(task, cell, 2 + i, 64));
        }
        StringJoiner line = new StringJoiner(" ");
        for (int i = 2; i < arguments.length; i += 2) {
            long[] taken = measure(Growth.workload(
                    task, cell, Integer.parseInt(arguments[i]), Integer.parseInt(arguments[i + 1])));
            line.add(Long.toString(taken[0])).add(Long.toString(taken[1]));
        }
        System.out.println(line);
    }

    /** Java's bytes are all that the thread allocated, also what was garbage by then; native ones the most at once. */
    private static long[] measure(Workload workload) {
        Given given = Given.of(workload);
        Model model = Contenders.ELMAN.model(given);
        float[] inputs = given.inputs();
        float[] outputs = new float[workload.batch()];
        long javaBefore = javaBytes();
        NativeAllocations.forget_peak();
        if (workload.task().trains()) {
            train(workload, given, model);
        } else {
            try (Predictor predictor = model.predictor()) {
                for (int i = 0; i < RUNS; i++) {
                    predictor.predict(inputs, outputs);
                }
            }
        }
        long peak = NativeAllocations.peak_bytes();
        return new long[] {javaBytes() - javaBefore, peak};
    }

    private static void train(Workload workload, Given given, Model model) {
        try (TrainingSession session =
                Contenders.ELMAN.trainer(workload).epochs(RUNS).build().start(model, given.samples())) {
            for (int i = 0; i < RUNS; i++) {
                session.step();
            }
        }
    }

    private static long javaBytes() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
