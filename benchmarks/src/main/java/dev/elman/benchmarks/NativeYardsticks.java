package dev.elman.benchmarks;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Platform;

/** The functions of {@code yardsticks.h}. The engine must have been loaded before: its OpenBLAS is what is asked. */
@Platform(
        value = {"linux-x86_64", "linux-arm64"},
        compiler = "cpp17",
        include = "yardsticks.h",
        library = "jniElmanYardsticks")
final class NativeYardsticks {

    static {
        Loader.load();
    }

    private NativeYardsticks() {}

    static native double fma_gflops(int milliseconds);

    static native String fma_instructions();

    static native double sgemm_seconds(int size, int times);

    static native String openblas_core();

    static native int openblas_threads();
}
