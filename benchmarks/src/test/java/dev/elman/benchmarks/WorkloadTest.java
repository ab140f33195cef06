package dev.elman.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadTest {

    @Test
    void operationsAreThoseOfTheRecurrentKernelsThreeTimesForTraining() {
        assertEquals(3 * 2.0 * 12 * (1 * 3 + 3 * 3) * 187, Workloads.named("S").flops());
        assertEquals(3 * 2.0 * 64 * 32 * (16 * 128 + 128 * 128), Workloads.named("R1").flops());
    }

    @ParameterizedTest
    @ValueSource(strings = {"S", "R1"})
    void contendersDoTheSameWork(String name) {
        Workload workload = Workloads.named(name);
        List<Contender.Subject> subjects = new ArrayList<>();
        try {
            for (Contender contender : Contenders.ALL) {
                subjects.add(contender.open(workload));
            }
            Harness.requireSameWork(workload, Contenders.ALL, subjects);
        } finally {
            subjects.forEach(Contender.Subject::close);
        }
    }

    @Test
    void otherWorkIsNoticed() {
        List<Contender.Subject> subjects =
                List.of(new FixedLoss(0.5), new FixedLoss(0.5002), new FixedLoss(0.501));
        Workload workload = Workloads.named("R1");
        List<Contender> racing = List.of(Contenders.ALL.get(0), Contenders.ALL.get(1), Contenders.ALL.get(1));
        Harness.requireSameWork(workload, racing, subjects.subList(0, 2));
        assertThrows(IllegalStateException.class, () -> Harness.requireSameWork(workload, racing, subjects));
        assertThrows(IllegalStateException.class, () -> Harness.requireSameWork(
                workload, racing, List.of(new FixedLoss(0.5), new FixedLoss(Double.NaN))));
    }

    private record FixedLoss(double loss) implements Contender.Subject {

        @Override
        public void run() {
            // The loss is there already.
        }

        @Override
        public int units() {
            return 1;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
