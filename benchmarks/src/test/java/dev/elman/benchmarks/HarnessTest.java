package dev.elman.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.engine.Engines;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HarnessTest {

    private static final Workload R1 = Workloads.named("R1");

    /** What was done, in order. */
    private final List<String> done = new ArrayList<>();

    @Test
    void matrixProductIsTimedBeforeAndAfterEveryBlock() {
        Harness harness = new Harness(new Counting(), 3, line -> {});
        List<Timing> timings = harness.time(R1, List.of(new Sleeping("a"), new Sleeping("b")));
        assertEquals(
                List.of("peak", "sgemm", "a", "sgemm", "b", "sgemm",
                        "peak", "sgemm", "b", "sgemm", "a", "sgemm",
                        "peak", "sgemm", "a", "sgemm", "b", "sgemm"),
                done.subList(done.indexOf("peak"), done.size()));
        // The n-th product has the rate n.
        assertArrayEquals(new double[] {1.5, 5.5, 7.5}, timings.get(0).sgemm());
        assertArrayEquals(new double[] {2.5, 4.5, 8.5}, timings.get(1).sgemm());
        assertEquals(30, timings.get(0).peak());
        // A run takes half a second, a block is one run.
        assertArrayEquals(new double[] {500_000, 500_000, 500_000}, timings.get(0).microseconds(), 1e-6);
    }

    @Test
    void yardsticksOfThisProcessAreThoseOfTheLoadedLibrary() {
        Yardsticks yardsticks = Yardsticks.ofThisProcess();
        double sgemm = yardsticks.sgemm();
        double peak = yardsticks.peak();
        // Only that they are no nonsense: the machine may be busy.
        assertTrue(sgemm > 0.1 && sgemm < 10_000, sgemm + " GFLOP/s");
        assertTrue(peak > 0.1 && peak < 10_000, peak + " GFLOP/s");
        assertTrue(yardsticks.description().contains(yardsticks.openBlasCore()), yardsticks.description());
        assertTrue(Engines.get("native").description().contains(yardsticks.openBlasCore()));
    }

    private final class Counting implements Yardsticks {

        private int products;
        private int peaks;

        @Override
        public double sgemm() {
            done.add("sgemm");
            return ++products;
        }

        @Override
        public double peak() {
            done.add("peak");
            return 10 * ++peaks;
        }

        @Override
        public String description() {
            return "numbers";
        }

        @Override
        public String openBlasCore() {
            return "none";
        }
    }

    /** Says how long it took without taking it. */
    private final class Sleeping implements Contender, Contender.Subject {

        private final String name;

        Sleeping(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean does(Workload workload) {
            return true;
        }

        @Override
        public Subject open(Workload workload) {
            return this;
        }

        @Override
        public void run() {
            // Nothing takes time here.
        }

        @Override
        public double[] outcome() {
            return new double[] {1};
        }

        @Override
        public double seconds(int runs) {
            done.add(name);
            return 0.5 * runs;
        }
    }
}
