package dev.elman.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Samples;
import dev.elman.layers.Architecture;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnginesTest {

    @TempDir
    Path folder;

    @Test
    void findsAnEngineByItsNameAndKeepsIt() {
        assertSame(Engines.get("reference"), Engines.get("reference"));
        assertTrue(Engines.names().contains("reference"));
    }

    /** The native engine is another artifact: without it the message says what to add and how to do without. */
    @Test
    void saysWhatToAddWhereTheNativeEngineIsMissing() {
        String message = assertThrows(EngineException.class, () -> Engines.get("native")).getMessage();
        assertTrue(message.contains("dev.elman:elman-native:" + Version.NUMBER), message);
        assertTrue(message.contains("reference"), message);
        assertTrue(message.contains("META-INF/services"), message);
    }

    @Test
    void namesTheEnginesThereAreWhereOneIsUnknown() {
        String message = assertThrows(EngineException.class, () -> Engines.get("abacus")).getMessage();
        assertTrue(message.contains("abacus") && message.contains("[reference]"), message);
    }

    @Test
    void findsEnginesOfTheContextClassLoader() throws IOException {
        inContext(Fitting.class, () -> assertEquals("fitting", Engines.get("fitting").name()));
    }

    @Test
    void refusesAnEngineOfAnotherVersion() throws IOException {
        inContext(Old.class, () -> {
            String message = assertThrows(EngineException.class, () -> Engines.get("old")).getMessage();
            assertTrue(message.contains("0.0.1") && message.contains(Version.NUMBER), message);
            assertTrue(message.contains("same version"), message);
        });
    }

    @Test
    void saysWhatToDoWhereAProviderDoesNotFit() throws IOException {
        inContext(EnginesTest.class, () -> {
            String message = assertThrows(EngineException.class, () -> Engines.get("fits not")).getMessage();
            assertTrue(message.contains("class loader"), message);
        });
    }

    private void inContext(Class<?> provider, Runnable test) throws IOException {
        Path file = folder.resolve("META-INF/services/" + Engine.class.getName());
        Files.createDirectories(file.getParent());
        Files.writeString(file, provider.getName());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            test.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** An engine that does nothing. */
    public abstract static class Idle implements Engine {
        @Override
        public String version() {
            return Version.NUMBER;
        }

        @Override
        public String description() {
            return "idle";
        }

        @Override
        public Data openData(Samples samples, Precision precision) {
            throw new EngineException("idle");
        }

        @Override
        public Network openNetwork(Architecture architecture, Precision precision, Objective objective) {
            throw new EngineException("idle");
        }
    }

    /** One of this version. */
    public static final class Fitting extends Idle {
        @Override
        public String name() {
            return "fitting";
        }
    }

    /** One of another version. */
    public static final class Old extends Idle {
        @Override
        public String name() {
            return "old";
        }

        @Override
        public String version() {
            return "0.0.1";
        }
    }
}
