package dev.elman.benchmarks;

/**
 * What one contender needed for one workload.
 *
 * @param workload what was done
 * @param contender who did it
 * @param threads how many threads did
 * @param note what it left out; empty where nothing
 * @param microseconds time per unit of the workload in each repetition; repetitions of different contenders with the
 *     same index ran one right after another
 * @param sgemm what the large matrix product reached around each repetition, in GFLOP/s on one thread: the mean of
 *     right before and right after
 * @param peak the core's rate of fused multiply-adds in the same run, in GFLOP/s
 */
record Timing(
        Workload workload,
        String contender,
        int threads,
        String note,
        double[] microseconds,
        double[] sgemm,
        double peak) {

    /** Time per unit. */
    Quantiles time() {
        return Quantiles.of(microseconds);
    }

    double gflops() {
        return workload.flops() / time().median() / 1e3;
    }

    /** The rate of the large matrix product, in GFLOP/s. */
    Quantiles product() {
        return Quantiles.of(sgemm);
    }

    /** The contender's rate divided by that of the large matrix product, repetition by repetition. */
    Quantiles ratio() {
        double[] rates = new double[microseconds.length];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = workload.flops() / microseconds[i] / 1e3;
        }
        return Quantiles.ofRatios(rates, sgemm);
    }

    /** How many times as long another took, repetition by repetition. */
    Quantiles timesFasterThan(Timing other) {
        return Quantiles.ofRatios(other.microseconds, microseconds);
    }
}
