package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.elman.data.Dataset;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.optim.Schedule;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Once warm, a training step allocates nothing on the Java heap, on no thread. */
class StepAllocationTest {

    private static final ThreadMXBean BEAN = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int STEPS = 100;
    private static final int ROUNDS_PER_EPOCH = 8;
    private static final int MAX_ROUNDS = 400;

    private static long[] threads() {
        return Stream.concat(Stream.of(Thread.currentThread()), Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("elman-training-"))).mapToLong(Thread::getId).toArray();
    }

    private static long allocated(long[] threads) {
        long sum = 0;
        for (long thread : threads) {
            sum += BEAN.getThreadAllocatedBytes(thread);
        }
        return sum;
    }

    private static void assertAllocatesNothing(int batchSize, int threadCount) {
        Random random = new Random(1);
        int samples = batchSize * ROUNDS_PER_EPOCH * STEPS;
        Dataset data = Dataset.of(random.doubles((long) samples * 4, -1, 1).toArray(), samples, 4, 1,
                random.doubles(samples, -1, 1).toArray(), 1, 1);
        Architecture net = Architecture.inputs(1).simpleRnn(3, Activation.TANH).dense(1, Activation.LINEAR);
        Trainer trainer = Trainer.builder().seed(1).batchSize(batchSize).schedule(Schedule.cosineDecay())
                .threads(threadCount).build();
        try (TrainingSession session = trainer.start(net, data)) {
            for (int step = 0; step < STEPS; step++) {
                session.step();
            }
            long[] threads = threads();
            assertEquals(Math.min(threadCount, Stepper.shards(batchSize)), threads.length);
            // Newer JDKs have their cosine in Java, with an array that is there until the code is compiled; the JVM's
            // own work, such as loading a class, and the end of an epoch fall into some rounds only.
            long least = Long.MAX_VALUE;
            for (int round = 0; round < MAX_ROUNDS && least > 0; round++) {
                long before = allocated(threads);
                for (int step = 0; step < STEPS; step++) {
                    session.step();
                }
                least = Math.min(least, allocated(threads) - before);
            }
            assertEquals(0, least,
                    "bytes in " + STEPS + " steps of batch " + batchSize + " on " + threadCount + " threads");
        }
    }

    @Test
    void inFusedCalls() {
        assertAllocatesNothing(1, 1);
        assertAllocatesNothing(32, 1);
    }

    @Test
    void inShardsOnOneThreadAndOnSeveral() {
        assertAllocatesNothing(128, 1);
        assertAllocatesNothing(128, 3);
    }
}
