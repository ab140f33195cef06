package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.elman.data.Chunks;
import dev.elman.data.Dataset;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Lstm;
import dev.elman.optim.Loss;
import dev.elman.optim.Schedule;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Once warm, a training step allocates nothing on the Java heap, on no thread. */
class StepAllocationTest {

    private static final ThreadMXBean BEAN = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int STEPS = 100;
    private static final int ROUNDS = 8;

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
        int samples = batchSize * ((1 + ROUNDS) * STEPS + 1);
        Dataset data = Dataset.of(random.doubles((long) samples * 4, -1, 1).toArray(), samples, 4, 1,
                random.doubles(samples, -1, 1).toArray(), 1, 1);
        Architecture net = Architecture.inputs(1).simpleRnn(3, Activation.TANH).dense(1, Activation.LINEAR);
        Trainer trainer = Trainer.builder().seed(1).batchSize(batchSize).schedule(Schedule.cosineDecay())
                .threads(threadCount).build();
        assertAllocatesNothing(trainer, net, data, Math.min(threadCount, Stepper.shards(batchSize)));
    }

    private static void assertAllocatesNothing(Trainer trainer, Architecture net, Dataset data, int threadCount) {
        try (TrainingSession session = trainer.start(net, data)) {
            for (int step = 0; step < STEPS; step++) {
                session.step();
            }
            long[] threads = threads();
            assertEquals(threadCount, threads.length);
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long before = allocated(threads);
                for (int step = 0; step < STEPS; step++) {
                    session.step();
                }
                least = Math.min(least, allocated(threads) - before);
            }
            // The JVM's own work, such as loading a class, falls into some rounds only.
            assertEquals(0, least,
                    "bytes in " + STEPS + " steps of " + data + " on " + threadCount + " threads");
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

    @Test
    void withStatesCarriedAndAnAverageKept() {
        Architecture net = Architecture.inputs(1).embedding(5, 3).dropout(0.1)
                .then(new Lstm(4).withDropout(0.1).withRecurrentDropout(0.1)).allSteps().layerNormalization()
                .dense(5, Activation.LINEAR);
        Trainer.Builder trainer = Trainer.builder().seed(1).loss(Loss.SPARSE_CROSS_ENTROPY).averageWeights(0.9)
                .schedule(Schedule.warmUp(20, Schedule.exponentialDecay(0.99)));
        int[] tokens = new Random(1).ints(4 * 100 * (3 * (1 + ROUNDS) * STEPS + 3), 0, 5).toArray();
        Dataset data = Chunks.of(2).lanes(100).over(tokens);
        assertAllocatesNothing(trainer.threads(1).build(), net, data, 1);
        assertAllocatesNothing(trainer.threads(2).accumulation(2).build(), net, data, 2);
    }

    @Test
    void withLengthsAndWeights() {
        Random random = new Random(1);
        int samples = 70 * ((1 + ROUNDS) * STEPS + 1);
        double[][][] inputs = new double[samples][][];
        double[][] weights = new double[samples][];
        for (int i = 0; i < samples; i++) {
            inputs[i] = new double[1 + random.nextInt(3)][1];
            weights[i] = random.ints(inputs[i].length, 0, 2).asDoubleStream().toArray();
        }
        Dataset data = Dataset.raggedSequences(inputs, inputs).withStepWeights(weights);
        Architecture net = Architecture.inputs(1).bidirectional(new Lstm(2)).allSteps().dense(1, Activation.LINEAR);
        assertAllocatesNothing(Trainer.builder().seed(1).batchSize(70).threads(2).build(), net, data, 2);
        assertAllocatesNothing(Trainer.builder().seed(1).batchSize(10).threads(1).build(), net, data, 1);
    }
}
