package dev.elman.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.elman.data.Dataset;
import dev.elman.training.TrainingSession;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** The process that counts what one workload allocates. */
public final class AllocationProbe {

    private static final double WARM_UP_SECONDS = 3;

    /** Training steps of an epoch; its first and last do more than the others, since they begin and end it. */
    private static final int STEPS = 20;

    private static final int OTHER_RUNS = 200;

    /** What counts is the least of so many rounds: the JVM's own compiler asks for memory now and then. */
    private static final int ROUNDS = 5;

    private AllocationProbe() {}

    /** The program: prints what was counted on one line. */
    public static void main(String[] arguments) {
        NativeAllocations.requireCounting();
        Workload workload = Workloads.named(arguments[0]);
        Allocation.Counted counted = workload.task().trains() ? ofTraining(workload) : ofRuns(workload);
        System.out.println(counted.line());
    }

    private static Allocation.Counted ofRuns(Workload workload) {
        try (Contender.Subject subject = Contenders.ELMAN.open(workload)) {
            warmUp(subject::run);
            return least(() -> {
                Count count = new Count();
                for (int run = 0; run < OTHER_RUNS; run++) {
                    subject.run();
                }
                return count.since(OTHER_RUNS);
            });
        }
    }

    /** Steps of several mini-batches in a row: between two epochs there is history to write. */
    private static Allocation.Counted ofTraining(Workload workload) {
        Given given = Given.of(workload);
        boolean whole = workload.task() == Workload.Task.SUNSPOTS_FIT;
        Dataset data = whole ? given.samples() : repeated(workload, given);
        int steps = whole ? workload.miniBatches() : STEPS;
        try (TrainingSession session = Contenders.ELMAN.trainer(workload).epochs(Integer.MAX_VALUE >> 4).build()
                .start(Contenders.ELMAN.model(given), data)) {
            warmUp(() -> {
                for (int step = 0; step < steps; step++) {
                    session.step();
                }
            });
            return least(() -> {
                session.step();
                Count count = new Count();
                for (int step = 1; step < steps - 1; step++) {
                    session.step();
                }
                Allocation.Counted counted = count.since(steps - 2);
                session.step();
                return counted;
            });
        }
    }

    /** The given mini-batch as often as an epoch has steps. */
    private static Dataset repeated(Workload workload, Given given) {
        float[] inputs = given.inputs();
        float[] targets = given.targets();
        double[] allInputs = new double[STEPS * inputs.length];
        double[] allTargets = new double[STEPS * targets.length];
        for (int i = 0; i < allInputs.length; i++) {
            allInputs[i] = inputs[i % inputs.length];
        }
        for (int i = 0; i < allTargets.length; i++) {
            allTargets[i] = targets[i % targets.length];
        }
        return Dataset.of(allInputs, allTargets.length, workload.timeSteps(), workload.features(), allTargets, 1, 1);
    }

    private static Allocation.Counted least(Supplier<Allocation.Counted> round) {
        Allocation.Counted least = round.get();
        for (int i = 1; i < ROUNDS; i++) {
            Allocation.Counted next = round.get();
            least = next.javaBytes() + next.nativeBytes() < least.javaBytes() + least.nativeBytes() ? next : least;
        }
        return least;
    }

    private static void warmUp(Runnable work) {
        long end = System.nanoTime() + (long) (WARM_UP_SECONDS * 1e9);
        // A few times also where once takes that long; what the compiler of the JVM does comes early.
        for (int i = 0; i < 5 || System.nanoTime() < end; i++) {
            work.run();
        }
    }

    /** Where the counts of this thread stood at one moment. */
    private static final class Count {

        private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        private long javaBytes;
        private long calls;
        private long bytes;

        Count() {
            // The first questions load what answers them. Java's answer takes native memory, so that it is not between.
            since(0);
            javaBytes = javaBytes();
            calls = NativeAllocations.allocation_calls();
            bytes = NativeAllocations.allocation_bytes();
        }

        private static long javaBytes() {
            return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        }

        Allocation.Counted since(int runs) {
            long callsNow = NativeAllocations.allocation_calls();
            long bytesNow = NativeAllocations.allocation_bytes();
            long javaNow = javaBytes();
            return new Allocation.Counted(runs, javaNow - javaBytes, callsNow - calls, bytesNow - bytes);
        }
    }
}
