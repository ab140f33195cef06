package dev.elman.reference;

import dev.elman.engine.Divergence;
import dev.elman.layers.Architecture;

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

    /** A workspace with room for a batch; the one before where that is large enough. */
    Workspace workspace(int timeSteps, int batch) {
        if (workspace == null || !workspace.fits(timeSteps, batch)) {
            workspace = new Workspace(architecture, timeSteps, batch);
        }
        return workspace;
    }
}
