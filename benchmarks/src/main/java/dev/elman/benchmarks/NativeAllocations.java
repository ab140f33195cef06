package dev.elman.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Platform;

/** The functions of {@code allocations.h}, which count where {@link #LIBRARY} is preloaded. */
@Platform(
        value = {"linux-x86_64", "linux-arm64"},
        compiler = "cpp17",
        include = "allocations.h",
        library = "jniElmanAllocations")
final class NativeAllocations {

    /** The file of the library. */
    static final String LIBRARY = Loader.load();

    private NativeAllocations() {}

    /** Runs a program of this class path where allocations are counted; returns the line that it prints. */
    static String lineOf(Class<?> program, List<String> arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Jvm.likeThis(program, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("LD_PRELOAD", LIBRARY);
        Process process = builder.start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("a process that counts failed: " + String.join(" ", builder.command()));
            }
            return line;
        }
    }

    /** That this process counts. */
    static void requireCounting() {
        if (!is_counting()) {
            throw new IllegalStateException("not preloaded: " + LIBRARY);
        }
    }

    static native boolean is_counting();

    static native long allocation_calls();

    static native long allocation_bytes();

    static native void forget_peak();

    static native long peak_bytes();
}
