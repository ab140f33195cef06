package dev.elman.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Times contenders side by side: in every repetition each of them does a block of work, one right after another and a
 * large matrix product before and after each, so that whatever slows the machine down for a while meets all of them,
 * and ratios are taken within a repetition. Each repetition begins with another contender.
 */
final class Harness {

    private static final double WARM_UP_SECONDS = 2;
    private static final double BLOCK_SECONDS = 0.1;

    /**
     * How far losses may be apart, relative to the loss, and outputs, which are about 1: many times what float rounding
     * adds up to, and many times less than what another optimizer, loss or initial weights would make.
     */
    static final double TOLERANCE = 1e-3;
    private static final int COMPARED_RUNS = 3;

    private final Yardsticks yardsticks;
    private final int repetitions;
    private final Consumer<String> progress;

    Harness(Yardsticks yardsticks, int repetitions, Consumer<String> progress) {
        this.yardsticks = yardsticks;
        this.repetitions = repetitions;
        this.progress = progress;
    }

    /** Times those contenders that do the workload. */
    List<Timing> time(Workload workload, List<Contender> contenders) {
        List<Contender> racing = contenders.stream().filter(contender -> contender.does(workload)).toList();
        List<Contender.Subject> subjects = new ArrayList<>();
        try {
            for (Contender contender : racing) {
                progress.accept(workload.name() + ": opening " + contender.name());
                subjects.add(contender.open(workload));
            }
            requireSameWork(workload, racing, subjects);
            int[] blocks = new int[racing.size()];
            for (int i = 0; i < racing.size(); i++) {
                progress.accept(workload.name() + ": warming up " + racing.get(i).name());
                blocks[i] = runsPerBlock(subjects.get(i));
            }
            return repeat(workload, racing, subjects, blocks);
        } finally {
            subjects.forEach(Contender.Subject::close);
        }
    }

    private List<Timing> repeat(
            Workload workload, List<Contender> racing, List<Contender.Subject> subjects, int[] blocks) {
        double[][] microseconds = new double[racing.size()][repetitions];
        double[][] sgemm = new double[racing.size()][repetitions];
        double peak = 0;
        for (int repetition = 0; repetition < repetitions; repetition++) {
            progress.accept(workload.name() + ": repetition " + (repetition + 1) + " of " + repetitions);
            peak = Math.max(peak, yardsticks.peak());
            double before = yardsticks.sgemm();
            for (int turn = 0; turn < racing.size(); turn++) {
                int i = (repetition + turn) % racing.size();
                Contender.Subject subject = subjects.get(i);
                microseconds[i][repetition] = subject.seconds(blocks[i]) * 1e6 / blocks[i] / subject.units();
                double after = yardsticks.sgemm();
                sgemm[i][repetition] = (before + after) / 2;
                before = after;
            }
        }
        List<Timing> timings = new ArrayList<>();
        for (int i = 0; i < racing.size(); i++) {
            Contender contender = racing.get(i);
            timings.add(new Timing(workload, contender.name(), contender.threads(), contender.note(workload),
                    microseconds[i], sgemm[i], peak));
        }
        return timings;
    }

    /** Lets every contender run a few times from its beginning: fails where what comes of it differs. */
    static void requireSameWork(Workload workload, List<Contender> racing, List<Contender.Subject> subjects) {
        // Every fit begins anew.
        int runs = workload.task() == Workload.Task.SUNSPOTS_FIT ? 1 : COMPARED_RUNS;
        for (int run = 0; run < runs; run++) {
            double[] expected = null;
            for (int i = 0; i < subjects.size(); i++) {
                Contender.Subject subject = subjects.get(i);
                if (run > 0 && !subject.updates()) {
                    continue;
                }
                subject.run();
                double[] outcome = subject.outcome();
                expected = i == 0 ? outcome : expected;
                double tolerance = run == 0 ? TOLERANCE : racing.get(i).tolerance();
                String problem = difference(expected, outcome, tolerance, workload.task().trains() ? 0 : 1);
                if (problem != null) {
                    throw new IllegalStateException(workload.name() + ": not the same work: after " + (run + 1)
                            + " runs there is " + problem + " by " + racing.get(0).name() + " and "
                            + racing.get(i).name());
                }
            }
        }
    }

    /** What differs, as "a and b"; null where nothing does. Outputs may be close to zero: they have a scale. */
    private static String difference(double[] expected, double[] outcome, double tolerance, double scale) {
        if (expected.length != outcome.length) {
            return "an outcome of " + expected.length + " and of " + outcome.length + " values";
        }
        for (int i = 0; i < expected.length; i++) {
            double allowed = tolerance * Math.max(scale, Math.abs(expected[i]));
            if (!(Math.abs(outcome[i] - expected[i]) <= allowed)) {
                return expected[i] + " and " + outcome[i] + (expected.length > 1 ? " at " + i : "");
            }
        }
        return null;
    }

    /** Warms a subject up; returns how often it runs in a block's time. */
    private static int runsPerBlock(Contender.Subject subject) {
        int runs = 1;
        double spent = 0;
        double last;
        do {
            last = subject.seconds(runs);
            spent += last;
            if (last < BLOCK_SECONDS) {
                runs *= 2;
            }
        } while (spent < WARM_UP_SECONDS);
        return (int) Math.max(1, Math.round(runs * BLOCK_SECONDS / last));
    }
}
