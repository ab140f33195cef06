package dev.elman.reference;

import dev.elman.engine.Divergence;
import dev.elman.layers.Architecture;
import java.util.Arrays;

/** One shard's numbers: its workspace, and where it was used for training, its part of the gradient. */
final class Shard {

    private final Architecture architecture;
    private Workspace workspace;
    double[] gradient;
    /** Whether the gradient is new since the last update. */
    boolean computed;
    /** Where the loss became infinite or NaN; null where it is finite. */
    Divergence divergence;

    Shard(Architecture architecture) {
        this.architecture = architecture;
    }

    /** Prepares for a gradient: of nothing yet, and nothing diverged. */
    void begin(int parameterCount) {
        if (gradient == null) {
            gradient = new double[parameterCount];
        }
        Arrays.fill(gradient, 0);
        computed = false;
        divergence = null;
    }

    /** Notes where a value that is not finite was met; the lowest layer counts. */
    void diverged(Divergence where) {
        if (divergence == null || where.layer() < divergence.layer()) {
            divergence = where;
        }
    }

    /** A workspace with room for runs of at most {@code limit} sequences; the one before where it has that room. */
    Workspace workspace(Sequences sequences, int limit) {
        int batch = Math.min(limit, sequences.count());
        if (workspace == null || !workspace.fits(sequences.timeSteps(), batch)) {
            workspace = new Workspace(architecture, sequences.timeSteps(), batch);
        }
        return workspace;
    }
}
