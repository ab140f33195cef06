package dev.elman.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of this process's memory, in bytes. */
final class ResidentMemory {

    private ResidentMemory() {}

    /** The most that was resident, since the start or since {@link #forgetPeak}. */
    static long peak() throws IOException {
        return entry("VmHWM:");
    }

    /** What is resident now. */
    static long now() throws IOException {
        return entry("VmRSS:");
    }

    /** Lets the peak begin anew, at what is resident now. */
    static void forgetPeak() throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    }

    private static long entry(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(name)) {
                return 1024 * Long.parseLong(line.substring(name.length(), line.length() - " kB".length()).strip());
            }
        }
        throw new IOException("/proc/self/status has no " + name);
    }
}
