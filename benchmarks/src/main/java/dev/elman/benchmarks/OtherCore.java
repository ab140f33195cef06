package dev.elman.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What OpenBLAS would be on this processor without the environment variable that tells it which kernels to take: its
 * large matrix product may then be faster by half, and every ratio to it smaller. Measured in a process of its own.
 */
public final class OtherCore {

    /** The environment variable. */
    static final String VARIABLE = "OPENBLAS_CORETYPE";

    private static final int PRODUCTS = 20;

    private OtherCore() {}

    /** Prints core type and rate of the process that it runs in. */
    public static void main(String[] arguments) {
        Yardsticks yardsticks = Yardsticks.ofThisProcess();
        double[] rates = new double[PRODUCTS];
        for (int i = 0; i < PRODUCTS; i++) {
            rates[i] = yardsticks.sgemm();
        }
        System.out.println(yardsticks.openBlasCore() + ", which reaches an SGEMM rate of "
                + Report.number(Quantiles.of(rates).median()) + " GFLOP/s");
    }

    /** A sentence on it; empty where the variable is not set. */
    static String sentence() {
        if (System.getenv(VARIABLE) == null) {
            return "";
        }
        ProcessBuilder builder = new ProcessBuilder(Jvm.likeThis(OtherCore.class, List.of()));
        builder.environment().remove(VARIABLE);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? "Without " + VARIABLE + " OpenBLAS takes " + said + ".\n" : "";
        } catch (IOException e) {
            throw new IllegalStateException("another Java cannot be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
