package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Dataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that dies while it writes checkpoints leaves a whole one behind, whenever it dies. */
class KilledWriterTest {

    @TempDir
    Path folder;

    /** The process that is killed: writes a checkpoint after every mini-batch, for ever. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) {
            trainer().checkpoints(Path.of(arguments[0]), 1).build().train(Examples.NET, data());
        }
    }

    private static Trainer.Builder trainer() {
        return Examples.reference().epochs(1_000_000);
    }

    private static Dataset data() {
        return Examples.sine(64, 5);
    }

    @Test
    void aKilledProcessLeavesAWholeCheckpoint() throws Exception {
        long seed = System.nanoTime();
        System.out.println("KilledWriterTest: random seed " + seed);
        Random random = new Random(seed);
        Path file = folder.resolve("run.checkpoint");
        for (int i = 0; i < 3; i++) {
            Process process = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                    System.getProperty("java.class.path"), Writer.class.getName(), file.toString())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!Files.exists(file) && System.nanoTime() < until && process.isAlive()) {
                Thread.sleep(5);
            }
            Thread.sleep(random.nextInt(50));
            process.destroyForcibly().waitFor();
            try (TrainingSession session = trainer().build().start(file, data())) {
                assertTrue(session.step());
            }
            Files.delete(file);
        }
    }
}
