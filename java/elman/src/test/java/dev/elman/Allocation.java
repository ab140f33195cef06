package dev.elman;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Asserts of what a thread allocates on the Java heap. */
final class Allocation {

    /** How often an action is done for each measurement. */
    static final int TIMES = 1000;
    /** How many measurements there are. */
    static final int ROUNDS = 10;

    private Allocation() {}

    static void assertNone(Runnable action) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        // The JVM itself allocates a little now and then, while it links and compiles.
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < TIMES; i++) {
                action.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }
}
