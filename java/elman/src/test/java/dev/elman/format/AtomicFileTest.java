package dev.elman.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void write(Path path, String text) throws IOException {
        AtomicFile.write(path, out -> out.write(text.getBytes()));
    }

    @Test
    void fileIsWrittenAndReplaced() throws IOException {
        Path path = folder.resolve("a");
        write(path, "one");
        assertEquals("one", Files.readString(path));
        write(path, "two");
        assertEquals("two", Files.readString(path));
        assertEquals(List.of("a"), names());
    }

    @Test
    void failureLeavesTheOldFileAndNothingElse() throws IOException {
        Path path = folder.resolve("a");
        write(path, "old");
        IOException e = assertThrows(IOException.class, () -> AtomicFile.write(path, out -> {
            out.write(new byte[1 << 20]);
            throw new IOException("No space left on device");
        }));
        assertTrue(e.getMessage().contains("cannot write " + path) && e.getMessage().contains("No space left"),
                e.getMessage());
        assertThrows(IllegalStateException.class, () -> AtomicFile.write(path, out -> {
            throw new IllegalStateException("a mistake");
        }));
        assertThrows(IOException.class, () -> AtomicFile.write(folder.resolve("new"), out -> {
            throw new IOException("broken");
        }));
        assertEquals("old", Files.readString(path));
        assertEquals(List.of("a"), names());
    }

    @Test
    void readerNeverSeesAHalfWrittenFile() throws Exception {
        Path path = folder.resolve("a");
        String one = "1".repeat(300_000);
        String two = "2".repeat(500_000);
        write(path, one);
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            try {
                while (!done.get()) {
                    String seen = Files.readString(path);
                    assertTrue(seen.equals(one) || seen.equals(two), () -> "length " + seen.length());
                }
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        reader.start();
        for (int i = 0; i < 30; i++) {
            write(path, i % 2 == 0 ? two : one);
        }
        done.set(true);
        reader.join();
        assertEquals(null, failure.get());
    }

    @Test
    void linkStaysAndItsTargetIsReplaced() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real")).resolve("file");
        Files.writeString(real, "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real", "file"));
        write(link, "new");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(real));
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("fresh"));
        write(dangling, "born");
        assertEquals("born", Files.readString(folder.resolve("fresh")));
        Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
        assertThrows(IOException.class, () -> write(circle, "never"));
    }

    @Test
    void permissionsOfAnExistingFileAreKept() throws IOException {
        Path path = folder.resolve("a");
        Files.writeString(path, "old");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        write(path, "new");
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        Path plain = Files.createFile(folder.resolve("plain"));
        Path fresh = folder.resolve("fresh");
        write(fresh, "new");
        assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(fresh));
    }

    @Test
    void unwritableTargetIsRefusedWithAdvice() throws IOException {
        refused(folder, "it is a folder; name a file in it");
        refused(folder.resolve("no/such/file"), "there is no folder " + folder.resolve("no/such") + "; create it first");
        Path file = Files.createFile(folder.resolve("file"));
        refused(file.resolve("below"), file + " is not a folder");
        refused(Path.of("/dev/null"), "not a regular file");
        assertEquals(List.of("file"), names());
    }

    @Test
    void interruptDoesNotDisturbWriting() throws IOException {
        Path path = folder.resolve("a");
        Thread.currentThread().interrupt();
        try {
            write(path, "all");
            assertTrue(Thread.interrupted());
        } finally {
            Thread.interrupted();
        }
        assertEquals("all", Files.readString(path));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    private static void refused(Path path, String message) {
        IOException e = assertThrows(IOException.class, () -> write(path, "never"));
        assertTrue(e.getMessage().contains(message) && e.getMessage().contains("cannot write " + path), e.getMessage());
    }
}
