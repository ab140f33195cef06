package dev.elman.reference;

import dev.elman.data.Samples;
import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.engine.Version;
import dev.elman.layers.Architecture;
import java.util.Objects;

/**
 * The textbook engine, {@code reference}: every equation as books print it, then the loops that compute it, in
 * {@code double} whatever precision is asked for. What it computes is right by definition: other engines are compared
 * with it, and it is compared with central differences.
 */
public final class ReferenceEngine implements Engine {

    /** For {@link java.util.ServiceLoader}; does nothing. */
    public ReferenceEngine() {}

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public String version() {
        return Version.NUMBER;
    }

    @Override
    public String description() {
        return "elman " + version() + ", plain Java loops in double, no BLAS";
    }

    @Override
    public Data openData(Samples samples, Precision precision) {
        Objects.requireNonNull(samples, "samples");
        Objects.requireNonNull(precision, "precision");
        return new ReferenceData(samples, precision);
    }

    @Override
    public Network openNetwork(Architecture architecture, Precision precision, Objective objective) {
        Objects.requireNonNull(precision, "precision");
        if (architecture.layers().isEmpty()) {
            throw new IllegalArgumentException("the architecture must have at least one layer but has none");
        }
        if (objective != null) {
            Checks.objective(objective, architecture);
        }
        return new ReferenceNetwork(architecture, precision, objective);
    }
}
