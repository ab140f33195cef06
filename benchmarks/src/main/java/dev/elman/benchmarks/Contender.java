package dev.elman.benchmarks;

/** Something that can do workloads: an engine of this library, or another library. */
interface Contender {

    /** The name in results, such as {@code elman}. */
    String name();

    /** Whether it can do a workload. */
    boolean does(Workload workload);

    /** Makes everything ready to do a workload again and again. */
    Subject open(Workload workload);

    /** A contender that is ready for one workload. */
    interface Subject extends AutoCloseable {

        /** Does the work once. */
        void run();

        /** The last run's loss: after equally many runs it is the same for everybody that does the same work. */
        double loss();

        /** How many units of the workload one {@link #run} does, at least 1. */
        int units();

        @Override
        void close();
    }
}
