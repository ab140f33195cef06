package dev.elman.benchmarks;

import dev.elman.engine.Engines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the contenders are measured against, in the same process and at the same time: a large matrix product by the
 * OpenBLAS that the engine computes with, on one thread, and the core's rate of fused multiply-adds.
 */
interface Yardsticks {

    /** The rate of a product of two matrices of 1024 x 1024 floats now, in GFLOP/s. */
    double sgemm();

    /** The rate of fused multiply-adds now, the best of some milliseconds, in GFLOP/s. */
    double peak();

    /** What the two are computed with, for people. */
    String description();

    /** The kernels that OpenBLAS has chosen. */
    String openBlasCore();

    /** Those of this process; loads the native engine. */
    static Yardsticks ofThisProcess() {
        Engines.get("native").description();
        if (NativeYardsticks.openblas_threads() != 1) {
            throw new IllegalStateException("OpenBLAS must be loaded and use one thread, but its number of threads is "
                    + NativeYardsticks.openblas_threads());
        }
        requireOneCopy();
        return new OfThisProcess();
    }

    /** A second copy, of another library for instance, would have threads and buffers of its own. */
    private static void requireOneCopy() {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.UTF_8)) {
            String files = maps.filter(line -> line.contains("/libopenblas"))
                    .map(line -> line.substring(line.indexOf('/'))).distinct().collect(Collectors.joining(", "));
            if (files.contains(", ")) {
                throw new IllegalStateException("there are two copies of OpenBLAS in this process: " + files);
            }
        } catch (IOException e) {
            throw new IllegalStateException("what this process has loaded cannot be read", e);
        }
    }

    /** Measures. */
    final class OfThisProcess implements Yardsticks {

        private static final int SIZE = 1024;
        private static final int PRODUCTS = 2;
        private static final int PEAK_MILLISECONDS = 20;

        private OfThisProcess() {}

        @Override
        public double sgemm() {
            double seconds = NativeYardsticks.sgemm_seconds(SIZE, PRODUCTS);
            if (seconds <= 0) {
                throw new IllegalStateException("OpenBLAS is not loaded, or there is no memory");
            }
            return 2e-9 * SIZE * SIZE * SIZE * PRODUCTS / seconds;
        }

        @Override
        public double peak() {
            return NativeYardsticks.fma_gflops(PEAK_MILLISECONDS);
        }

        @Override
        public String openBlasCore() {
            return NativeYardsticks.openblas_core();
        }

        @Override
        public String description() {
            String asked = System.getenv("OPENBLAS_CORETYPE");
            return "OpenBLAS's core type " + openBlasCore()
                    + (asked == null ? " (OPENBLAS_CORETYPE is not set)"
                            : ", since OPENBLAS_CORETYPE=" + asked + " is set in the environment")
                    + "; FMA peak by " + NativeYardsticks.fma_instructions();
        }
    }
}
