package dev.elman.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Param;

class WorkloadTest {

    @Test
    void operationsAreThoseOfTheRecurrentKernelsThreeTimesForTraining() {
        assertEquals(3 * 2.0 * 12 * (1 * 3 + 3 * 3) * 187, Workloads.named("S").flops());
        assertEquals(3 * 2.0 * 64 * 32 * (16 * 128 + 128 * 128), Workloads.named("R1").flops());
        assertEquals(3 * 2.0 * 64 * 32 * 3 * (16 * 128 + 128 * 128), Workloads.named("G1").flops());
        assertEquals(3 * 2.0 * 128 * 64 * 4 * (64 * 512 + 512 * 512), Workloads.named("L2").flops());
        assertEquals(2.0 * 4 * (64 + 64 * 64), Workloads.named("P3-lstm64").flops());
        assertEquals(2.0 * 64 * 256 * (16 * 128 + 128 * 128), Workloads.named("P4-rnn").flops());
    }

    @Test
    void groupIsNamedByWhatItsNamesBeginWith() {
        assertEquals(List.of("P2-rnn", "P2-lstm"), Workloads.selected("P2").stream().map(Workload::name).toList());
        assertEquals(List.of("R1"), Workloads.selected("R1").stream().map(Workload::name).toList());
        assertThrows(IllegalArgumentException.class, () -> Workloads.selected("P"));
    }

    @Test
    void jmhHasEveryWorkload() throws NoSuchFieldException {
        assertArrayEquals(
                Workloads.ALL.stream().map(Workload::name).toArray(),
                WorkloadBenchmark.class.getField("workload").getAnnotation(Param.class).value());
    }

    static List<Workload> ofBothEngines() {
        return Workloads.ALL.stream().filter(Contenders.REFERENCE::does).toList();
    }

    @ParameterizedTest
    @MethodSource("ofBothEngines")
    void contendersDoTheSameWork(Workload workload) {
        requireSameWork(workload, Stream.of(Contenders.ELMAN, Contenders.REFERENCE, new PlainLoops())
                .filter(contender -> contender.does(workload)).toList());
    }

    static List<Workload> onTwoThreads() {
        return Workloads.ALL.stream().filter(Contenders.elman(2)::does).toList();
    }

    @ParameterizedTest
    @MethodSource("onTwoThreads")
    void twoThreadsDoTheSameWork(Workload workload) {
        requireSameWork(workload, List.of(Contenders.ELMAN, Contenders.elman(2)));
    }

    @ParameterizedTest
    @MethodSource("onTwoThreads")
    void bitsOnTwoThreadsAreThoseOnOne(Workload workload) {
        SameBits.require(workload, 2);
    }

    private static void requireSameWork(Workload workload, List<Contender> contenders) {
        List<Contender.Subject> subjects = new ArrayList<>();
        try {
            for (Contender contender : contenders) {
                subjects.add(contender.open(workload));
            }
            Harness.requireSameWork(workload, contenders, subjects);
        } finally {
            subjects.forEach(Contender.Subject::close);
        }
    }

    @Test
    void otherWorkIsNoticed() {
        Workload workload = Workloads.named("R1");
        List<Contender> racing = List.of(Contenders.ELMAN, Contenders.REFERENCE, Contenders.REFERENCE);
        List<Contender.Subject> subjects = List.of(new Fixed(0.5), new Fixed(0.5002), new Fixed(0.501));
        Harness.requireSameWork(workload, racing, subjects.subList(0, 2));
        assertThrows(IllegalStateException.class, () -> Harness.requireSameWork(workload, racing, subjects));
        assertThrows(IllegalStateException.class, () -> Harness.requireSameWork(
                workload, racing, List.of(new Fixed(0.5), new Fixed(Double.NaN))));
        assertThrows(IllegalStateException.class, () -> Harness.requireSameWork(
                workload, racing, List.of(new Fixed(0.5), new Fixed(0.5, 0.5))));
    }

    private record Fixed(double... outcome) implements Contender.Subject {

        @Override
        public void run() {
            // The outcome is there already.
        }
    }
}
