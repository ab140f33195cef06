package dev.elman.benchmarks;

/** Something that can do workloads: an engine of this library, or another library. */
interface Contender {

    /** The name in results, such as {@code elman}. */
    String name();

    /** How many threads it computes with. */
    default int threads() {
        return 1;
    }

    /** Whether it can do a workload. */
    boolean does(Workload workload);

    /** What it leaves out of a workload, or does in another way; empty where nothing. */
    default String note(Workload workload) {
        return "";
    }

    /** How far what comes of it may be apart from the first contender's, once training has changed the weights. */
    default double tolerance() {
        return Harness.TOLERANCE;
    }

    /** Makes everything ready to do a workload again and again. */
    Subject open(Workload workload);

    /** A contender that is ready for one workload. */
    interface Subject extends AutoCloseable {

        /** Does the work once. */
        void run();

        /**
         * What came of the last run: a training's loss before its update, or outputs. After equally many runs it is the
         * same for everybody that does the same work.
         */
        double[] outcome();

        /** How many units of the workload one {@link #run} does, at least 1. */
        default int units() {
            return 1;
        }

        /** Whether training changes the weights; where it does not, every run's outcome is that of the first. */
        default boolean updates() {
            return true;
        }

        /** Does the work some times, and tells how many seconds that took. */
        default double seconds(int runs) {
            long start = System.nanoTime();
            for (int run = 0; run < runs; run++) {
                run();
            }
            return (System.nanoTime() - start) * 1e-9;
        }

        @Override
        default void close() {}
    }
}
