package dev.elman.benchmarks;

import java.util.Arrays;

/** Whether the native engine gives the same bits on several threads as on one. */
final class SameBits {

    private static final int STEPS = 3;

    private SameBits() {}

    /**
     * Compares the weights after some training steps, or all outputs.
     *
     * @throws IllegalStateException where a bit differs
     */
    static void require(Workload workload, int threads) {
        if (!Arrays.equals(bits(workload, Contenders.ELMAN), bits(workload, Contenders.elman(threads)))) {
            throw new IllegalStateException(workload.name() + ": other bits on " + threads + " threads than on one");
        }
    }

    private static double[] bits(Workload workload, EngineContender contender) {
        Given given = Given.of(workload);
        if (workload.task().trains()) {
            return contender.trainer(workload).epochs(STEPS).build()
                    .train(contender.model(given), given.samples()).model().parameterVector();
        }
        try (Contender.Subject subject = contender.open(workload)) {
            subject.run();
            return subject.outcome();
        }
    }
}
