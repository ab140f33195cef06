package dev.elman.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same workloads under JMH, each engine in a process of its own, for JMH's profilers: {@code -prof gc} counts what
 * a run allocates. One operation is one run, so for {@code S} a whole fit.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class WorkloadBenchmark {

    /** The name of the workload. */
    @Param({
        "S", "R1", "R2", "L1", "G1", "L2", "P1", "P2-rnn", "P2-lstm", "P3-rnn32", "P3-lstm64", "P3-rnn256", "P4-rnn",
        "P4-lstm"
    })
    public String workload;

    /** The name of the contender. */
    @Param("elman")
    public String engine;

    private Contender.Subject subject;

    /** Makes the contender ready. */
    @Setup
    public void open() {
        subject = Contenders.named(engine).open(Workloads.named(workload));
    }

    /** Does the work once. */
    @Benchmark
    public void run() {
        subject.run();
    }

    /** Gives the contender's memory back. */
    @TearDown
    public void close() {
        subject.close();
    }
}
