package dev.elman.openblas;

import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import java.util.Objects;

/**
 * The sizes against which a network's calls are checked, asked of its architecture once: asking it in every call would
 * allocate.
 *
 * @param targets values of a target at a time step; 0 for a network that only predicts
 */
record Shapes(
        Precision precision,
        int features,
        int outputs,
        boolean givesSequence,
        int staticFeatures,
        int stateSize,
        int targets) {

    static Shapes of(Architecture architecture, Precision precision, Objective objective) {
        return new Shapes(precision, architecture.features(), architecture.outputs(), architecture.givesSequence(),
                architecture.staticFeatures(), architecture.stateSize(),
                objective == null ? 0 : objective.loss().targets(architecture.outputs()));
    }

    int outputSteps(int timeSteps) {
        return givesSequence ? timeSteps : 1;
    }

    /** A data set of this engine that fits the network's inputs, static features and states. */
    NativeData data(Data data) {
        NativeData mine = Arguments.data(data);
        NativeData.Extents has = mine.extents();
        if (mine.precision() != precision) {
            throw new IllegalArgumentException("data must have the network's precision " + precision.id()
                    + " but has " + mine.precision().id());
        }
        requireSame(features, has.features(), "features");
        if (staticFeatures > 0 || has.staticFeatures() > 0) {
            requireSame(staticFeatures, has.staticFeatures(), "static features");
        }
        if (has.stateSize() > 0) {
            requireSame(stateSize, has.stateSize(), "values of state");
        }
        return mine;
    }

    private static void requireSame(int expected, int found, String what) {
        if (found != expected) {
            throw new IllegalArgumentException(
                    "data must have the network's " + expected + " " + what + " but has " + found);
        }
    }

    /** {@link #data} with targets of the shape of the network's outputs. */
    NativeData dataWithTargets(Data data) {
        NativeData mine = data(data);
        NativeData.Extents has = mine.extents();
        if (has.targetSteps() == 0) {
            throw new IllegalArgumentException("data must have targets to learn from but has none");
        }
        int steps = outputSteps(has.timeSteps());
        if (has.targetSteps() != steps || has.outputs() != targets) {
            throw new IllegalArgumentException("data must have targets of the shape [" + steps + ", " + targets
                    + "], as the network's outputs and its loss want them, but has [" + has.targetSteps() + ", "
                    + has.outputs() + "]");
        }
        return mine;
    }

    /** Checks what a prediction is made of, and gives the number of its output values. */
    int outputCount(int inputLength, int batch, int timeSteps, int outputLength) {
        Arguments.atLeastOne("batch", batch);
        Arguments.atLeastOne("timeSteps", timeSteps);
        Arguments.length("inputs", inputLength, batch, timeSteps, features, "[batch, timeSteps, features]");
        int steps = outputSteps(timeSteps);
        Arguments.length("outputs", outputLength, batch, steps, outputs, "[batch, outputSteps, outputs]");
        return batch * steps * outputs;
    }

    /** Checks sequences and all that belongs to them. */
    void requireFits(Batch batch) {
        Objects.requireNonNull(batch, "batch");
        int count = batch.count();
        Arguments.atLeastOne("count", count);
        Arguments.atLeastOne("timeSteps", batch.timeSteps());
        Arguments.length(
                "inputs", batch.inputs().length, count, batch.timeSteps(), features, "[count, timeSteps, features]");
        if (batch.lengths() != null) {
            Arguments.lengths(batch.lengths(), count, batch.timeSteps());
        }
        requireStatics(batch.staticFeatures() != null);
        if (batch.staticFeatures() != null) {
            Arguments.length("staticFeatures", batch.staticFeatures().length, count, staticFeatures,
                    "[count, staticFeatures]");
        }
        if (batch.initialStates() != null) {
            Arguments.length("initialStates", batch.initialStates().length, count, stateSize, "[count, stateSize]");
        }
    }

    /** Checks that static features come where the architecture joins them, and nowhere else. */
    void requireStatics(boolean given) {
        if (given != staticFeatures > 0) {
            throw new IllegalArgumentException(given
                    ? "there are static features, but no layer of the architecture joins any"
                    : "the architecture joins " + staticFeatures + " static features to each sequence, but there are"
                            + " none; predict with a Batch, which brings them");
        }
    }
}
