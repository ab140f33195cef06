package dev.elman;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.engine.Engine;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests to which the {@link CountingEngine} is there, with none of its networks open. */
abstract class WithCountingEngine {

    @TempDir
    static Path services;

    final Thread thread = Thread.currentThread();
    private final ClassLoader original = thread.getContextClassLoader();

    @BeforeEach
    void letTheEngineBeFound() throws Exception {
        // What models of other tests left behind.
        await(() -> open() == 0);
        Path file = services.resolve("META-INF/services/" + Engine.class.getName());
        Files.createDirectories(file.getParent());
        Files.writeString(file, CountingEngine.class.getName());
        thread.setContextClassLoader(new URLClassLoader(new URL[] {services.toUri().toURL()}, original));
    }

    @AfterEach
    void restore() {
        CountingEngine.gate = null;
        thread.setContextClassLoader(original);
    }

    static int open() {
        return CountingEngine.OPEN.get();
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertTrue(condition.getAsBoolean());
    }
}
