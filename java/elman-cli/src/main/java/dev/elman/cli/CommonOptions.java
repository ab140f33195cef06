package dev.elman.cli;

import dev.elman.engine.Precision;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that every command takes. */
final class CommonOptions {

    @Option(
            names = "--engine",
            paramLabel = "native|reference",
            converter = Values.EngineName.class,
            defaultValue = "native",
            description = "What computes: C++ over OpenBLAS, or the slow, readable Java that says what is right."
                    + " Default: ${DEFAULT-VALUE}.")
    private String engine;

    @Option(
            names = "--precision",
            paramLabel = "float|double",
            converter = Values.PrecisionName.class,
            description = "Element type of weights and arithmetic. Default: float; a saved model's own; for the sine"
                    + " article's recipe double, as there.")
    private Precision precision;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Where weights and the order of samples come from: same seed, same result. Default:"
                    + " ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Values.Size.class,
            description = "Threads that compute. The number never changes a result. Default: one per core.")
    private Integer threads;

    @Option(
            names = "--json",
            description = "Results alone on standard output, one JSON object a line; everything else on standard"
                    + " error.")
    private boolean json;

    @Option(names = "--plot", paramLabel = "FILE.png", description = "Draw a picture of the result into this file.")
    private Path plot;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    String engine() {
        return engine;
    }

    Optional<Precision> precision() {
        return Optional.ofNullable(precision);
    }

    long seed() {
        return seed;
    }

    int threads() {
        return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    }

    boolean json() {
        return json;
    }

    Optional<Path> plot() {
        return Optional.ofNullable(plot);
    }
}
