package dev.elman.benchmarks;

import dev.elman.data.Chunks;
import dev.elman.data.Dataset;
import dev.elman.data.TimeSeries;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.training.Trainer;
import dev.elman.training.TrainingSession;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;

/** Trains on one series in chunks and prints what memory that took; a process of its own for {@link MemoryGrowth}. */
public final class MemoryProbe {

    private static final int UNITS = 64;
    private static final int CHUNK = 100;
    private static final int LANES = 32;

    private MemoryProbe() {}

    /**
     * What was measured, in bytes.
     *
     * @param timeSteps the length of the series
     * @param trainingSteps how many were taken
     * @param peak the most memory that the process had in use at once while it trained, as the operating system counts
     * @param series what holds the series: as Java's doubles in the series itself and in the data set, and once more as
     *     the engine's numbers
     * @param peakHeap the most that was in use of Java's heap while it trained, garbage too
     */
    record Measured(int timeSteps, long trainingSteps, long peak, long series, long peakHeap) {

        /** All but the series. */
        long rest() {
            return peak - series;
        }

        /** What of the heap was not the series. */
        long restOfHeap() {
            return peakHeap - 2L * Double.BYTES * timeSteps;
        }

        static Measured parse(String line) {
            String[] numbers = line.split(" ");
            return new Measured(Integer.parseInt(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]),
                    Long.parseLong(numbers[3]), Long.parseLong(numbers[4]));
        }

        String line() {
            return timeSteps + " " + trainingSteps + " " + peak + " " + series + " " + peakHeap;
        }
    }

    /** Arguments: engine, time steps, epochs. */
    public static void main(String[] arguments) throws IOException {
        String engine = arguments[0];
        System.out.println(measure(engine, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2])).line());
    }

    /** What every series has in common, whatever its length: how often it is gone through for as many steps. */
    static int trainingSteps(int timeSteps) {
        return (timeSteps - 1) / LANES / CHUNK;
    }

    private static Measured measure(String engine, int timeSteps, int epochs) throws IOException {
        Dataset data = Chunks.of(CHUNK).lanes(LANES).over(series(timeSteps));
        Architecture net = Architecture.inputs(1).lstm(UNITS).allSteps().dense(1, Activation.LINEAR);
        Trainer trainer = Trainer.builder().engine(engine).epochs(epochs).threads(1).seed(1).build();
        long steps = (long) epochs * trainingSteps(timeSteps);
        long engineBytes = engine.equals("native") ? Float.BYTES : Double.BYTES;
        long series = timeSteps * (2L * Double.BYTES + engineBytes);
        System.gc();
        resetPeaks();
        try (TrainingSession session = trainer.start(net, data)) {
            session.run();
            return new Measured(timeSteps, steps, status("VmHWM"), series, peakHeap());
        }
    }

    private static TimeSeries series(int length) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = Math.sin(0.1 * i) + 0.5 * Math.sin(0.017 * i);
        }
        return TimeSeries.of("wave", values);
    }

    /** Linux forgets the peak so far where a process asks it to. */
    private static void resetPeaks() throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** A size that Linux tells of this process, such as VmRSS, in bytes. */
    static long status(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(name + ":")) {
                return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("/proc/self/status has no " + name);
    }

    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }
}
