package dev.elman.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Times contenders side by side: in every repetition each of them does a block of work, one right after another, so
 * that whatever slows the machine down for a while meets all of them, and ratios are taken within a repetition. Each
 * repetition begins with another contender.
 */
final class Harness {

    private static final double WARM_UP_SECONDS = 2;
    private static final double BLOCK_SECONDS = 0.1;

    /**
     * How far losses may be apart, relative to the loss: many times what float rounding adds up to, and many times less
     * than what another optimizer, loss or initial weights would make.
     */
    private static final double LOSS_TOLERANCE = 1e-3;
    private static final int COMPARED_RUNS = 3;

    private final int repetitions;
    private final Consumer<String> progress;

    Harness(int repetitions, Consumer<String> progress) {
        this.repetitions = repetitions;
        this.progress = progress;
    }

    /** Times those contenders that do the workload. */
    List<Timing> time(Workload workload, List<Contender> contenders) {
        List<Contender> racing = contenders.stream().filter(contender -> contender.does(workload)).toList();
        List<Contender.Subject> subjects = new ArrayList<>();
        try {
            for (Contender contender : racing) {
                subjects.add(contender.open(workload));
            }
            requireSameWork(workload, racing, subjects);
            int[] blocks = new int[racing.size()];
            for (int i = 0; i < racing.size(); i++) {
                progress.accept(workload.name() + ": warming up " + racing.get(i).name());
                blocks[i] = runsPerBlock(subjects.get(i));
            }
            double[][] microseconds = new double[racing.size()][repetitions];
            for (int repetition = 0; repetition < repetitions; repetition++) {
                progress.accept(workload.name() + ": repetition " + (repetition + 1) + " of " + repetitions);
                for (int turn = 0; turn < racing.size(); turn++) {
                    int i = (repetition + turn) % racing.size();
                    Contender.Subject subject = subjects.get(i);
                    microseconds[i][repetition] = seconds(subject, blocks[i]) * 1e6 / blocks[i] / subject.units();
                }
            }
            List<Timing> timings = new ArrayList<>();
            for (int i = 0; i < racing.size(); i++) {
                timings.add(new Timing(workload, racing.get(i).name(), microseconds[i]));
            }
            return timings;
        } finally {
            subjects.forEach(Contender.Subject::close);
        }
    }

    /** Lets every contender run a few times from its beginning: fails where their losses differ. */
    static void requireSameWork(Workload workload, List<Contender> racing, List<Contender.Subject> subjects) {
        double expected = 0;
        for (int i = 0; i < subjects.size(); i++) {
            for (int run = 0; run < COMPARED_RUNS; run++) {
                subjects.get(i).run();
            }
            double loss = subjects.get(i).loss();
            if (i == 0) {
                expected = loss;
            }
            if (!(Math.abs(loss - expected) <= LOSS_TOLERANCE * Math.abs(expected))) {
                throw new IllegalStateException(workload.name() + ": not the same work: the loss is " + loss + " by "
                        + racing.get(i).name() + " and " + expected + " by " + racing.get(0).name());
            }
        }
    }

    /** Warms a subject up; returns how often it runs in a block's time. */
    private static int runsPerBlock(Contender.Subject subject) {
        int runs = 1;
        double spent = 0;
        double last;
        do {
            last = seconds(subject, runs);
            spent += last;
            if (last < BLOCK_SECONDS) {
                runs *= 2;
            }
        } while (spent < WARM_UP_SECONDS);
        return (int) Math.max(1, Math.round(runs * BLOCK_SECONDS / last));
    }

    private static double seconds(Contender.Subject subject, int runs) {
        long start = System.nanoTime();
        for (int run = 0; run < runs; run++) {
            subject.run();
        }
        return (System.nanoTime() - start) * 1e-9;
    }
}
