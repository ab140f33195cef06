package dev.elman.openblas;

import dev.elman.data.Samples;
import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import java.util.Objects;

/**
 * The engine in C++ over OpenBLAS, asked for by the name {@code native}. Found by
 * {@link dev.elman.engine.Engines}; an application has no need to name this class.
 *
 * <p>The native library is loaded by the first call that needs it, not before. Where that fails, every such call
 * throws the same {@link dev.elman.engine.EngineException}, which says what to do.
 */
public final class NativeEngine implements Engine {

    /** Does nothing; for {@link java.util.ServiceLoader}. */
    public NativeEngine() {}

    @Override
    public String name() {
        return "native";
    }

    @Override
    public String version() {
        return NativeLibrary.version();
    }

    @Override
    public String description() {
        return NativeLibrary.load();
    }

    @Override
    public Data openData(Samples samples, Precision precision) {
        Objects.requireNonNull(samples, "samples");
        Objects.requireNonNull(precision, "precision");
        NativeLibrary.load();
        return new NativeData(samples, precision);
    }

    @Override
    public Network openNetwork(Architecture architecture, Precision precision, Objective objective) {
        Objects.requireNonNull(architecture, "architecture");
        Objects.requireNonNull(precision, "precision");
        if (architecture.layers().isEmpty()) {
            throw new IllegalArgumentException("the architecture must have at least one layer but has none");
        }
        NativeLibrary.load();
        return new NativeNetwork(architecture, precision, objective);
    }
}
