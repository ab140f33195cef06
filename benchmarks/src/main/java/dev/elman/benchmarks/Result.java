package dev.elman.benchmarks;

/**
 * What is kept of a {@link Timing}: one row of a file of results.
 *
 * @param workload the workload's name
 * @param engine the contender's name
 * @param threads how many threads it computed with
 * @param time microseconds per unit
 * @param gflops the rate at the median
 * @param sgemm the rate of the large matrix product around it, in GFLOP/s, on one thread
 * @param ratio of the two, repetition by repetition; null where there is none
 * @param speedUp over one thread, repetition by repetition; null where it is on one thread
 * @param peak the core's rate of fused multiply-adds, in GFLOP/s
 * @param note what the contender left out; empty where nothing
 * @param openBlasCore the kernels that OpenBLAS has chosen, without which ratios to it cannot be compared
 * @param machine where and when
 */
record Result(
        String workload,
        String engine,
        int threads,
        Quantiles time,
        double gflops,
        double sgemm,
        Quantiles ratio,
        Quantiles speedUp,
        double peak,
        String note,
        String openBlasCore,
        Machine machine) {

    /**
     * What is kept of a timing.
     *
     * @param first the one that others are compared with
     */
    static Result of(Timing timing, Timing first, String openBlasCore, Machine machine) {
        return new Result(timing.workload().name(), timing.contender(), timing.threads(), timing.time(),
                timing.gflops(), timing.product().median(), timing.ratio(),
                timing.threads() > first.threads() ? timing.timesFasterThan(first) : null, timing.peak(), timing.note(),
                openBlasCore, machine);
    }

    /** Whether another is of the same work by the same. */
    boolean isOfSameRow(Result other) {
        return workload.equals(other.workload) && engine.equals(other.engine) && threads == other.threads;
    }

    /** Which row it is, for people. */
    String row() {
        return workload + " " + engine + (threads > 1 ? " on " + threads + " threads" : "");
    }
}
