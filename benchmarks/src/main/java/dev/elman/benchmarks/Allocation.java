package dev.elman.benchmarks;

import java.io.IOException;
import java.util.List;

/** What a training step, a prediction and a step of a stream allocate once warm, in Java and natively. */
final class Allocation {

    /**
     * What runs of one workload allocated.
     *
     * @param runs how many there were
     * @param javaBytes what their thread allocated on Java's heap
     * @param nativeCalls how often it asked for native memory
     * @param nativeBytes for how much
     */
    record Counted(int runs, long javaBytes, long nativeCalls, long nativeBytes) {

        String line() {
            return runs + " " + javaBytes + " " + nativeCalls + " " + nativeBytes;
        }

        static Counted parse(String line) {
            String[] numbers = line.split(" ");
            return new Counted(Integer.parseInt(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]),
                    Long.parseLong(numbers[3]));
        }

        boolean isNothing() {
            return javaBytes == 0 && nativeCalls == 0;
        }
    }

    private static final String ROW = "%-10s %7s  %12s  %14s  %14s%n";

    private Allocation() {}

    /** Counts for every workload, of a fit its steps, each in a process of its own; tells whether it was nothing. */
    static boolean report(List<Workload> workloads) throws IOException {
        System.out.print(Report.text(ROW, "", "runs", "Java bytes", "native calls", "native bytes"));
        boolean nothing = true;
        for (Workload workload : workloads) {
            Counted counted = count(workload);
            nothing &= counted.isNothing();
            System.out.print(Report.text(ROW, workload.name(), counted.runs(), counted.javaBytes(),
                    counted.nativeCalls(), counted.nativeBytes()));
        }
        return nothing;
    }

    private static Counted count(Workload workload) throws IOException {
        return Counted.parse(NativeAllocations.lineOf(AllocationProbe.class, List.of(workload.name())));
    }
}
