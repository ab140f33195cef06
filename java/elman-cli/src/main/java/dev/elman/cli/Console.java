package dev.elman.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a command writes.
 *
 * @param out results
 * @param err progress and errors
 * @param interactive whether {@code err} is a terminal, on which a line may be drawn over
 * @param lost what went wrong with {@code out}, which a {@link PrintStream} keeps to itself
 */
record Console(PrintStream out, PrintStream err, boolean interactive, Optional<Lost> lost) {

    /** The process's own streams; standard output is flushed when the command ends. */
    static Console ofProcess() {
        Lost lost = new Lost(new FileOutputStream(FileDescriptor.out));
        PrintStream out = new PrintStream(new BufferedOutputStream(lost, 1 << 16), false, StandardCharsets.UTF_8);
        return new Console(out, System.err, isTerminal(2), Optional.of(lost));
    }

    /** Whether whoever read the results has had enough, as {@code head} after some lines. */
    boolean nobodyReads() {
        return lost.isPresent() && lost.get().failure != null
                && String.valueOf(lost.get().failure.getMessage()).contains("Broken pipe");
    }

    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            if (Files.isSymbolicLink(link)) {
                String target = Files.readSymbolicLink(link).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            }
        } catch (IOException e) {
            return false;
        }
        // Without /proc only the console as a whole can be asked for; it is there where input and output are terminals.
        return System.console() != null && System.getenv("TERM") != null;
    }

    /** Passes everything on and remembers the first failure. */
    static final class Lost extends OutputStream {

        private final OutputStream out;
        private IOException failure;

        Lost(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
