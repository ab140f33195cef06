package dev.elman.benchmarks;

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

    static native boolean is_counting();

    static native long allocation_calls();

    static native long allocation_bytes();
}
