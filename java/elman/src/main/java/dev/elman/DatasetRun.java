package dev.elman;

import dev.elman.data.DataException;
import dev.elman.data.Dataset;
import dev.elman.data.Schema;
import dev.elman.data.ValueChecks;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import java.util.Arrays;
import java.util.Objects;

/** Computes a data set that a model takes: checked first, with messages that name both. */
final class DatasetRun {

    private final Inference inference;
    private final Dataset data;
    private final Head head;
    private final Architecture architecture;
    /** What the numbers mean: the model's schema, or the data's own where it has none. */
    private final Schema schema;
    private final Scaling scaling;

    DatasetRun(Model model, Meaning meaning, Inference inference, Dataset data) {
        this.inference = inference;
        this.data = Objects.requireNonNull(data, "data");
        head = meaning.head();
        architecture = model.architecture();
        DatasetFit.require(architecture, head, meaning.schema(), data);
        ValueChecks.requireInputs(data, architecture, model.precision() == Precision.FLOAT);
        schema = meaning.schema() != null ? meaning.schema() : data.schema();
        if (meaning.schema() == null && schema.isScaled()) {
            meaning.withSchema(schema).require(architecture);
            scaling = new Scaling(schema, model.precision(), architecture);
        } else {
            scaling = inference.scaling();
        }
    }

    /** {@code [samples][output steps of the sample * outputs]}, as a user reads them. */
    double[][] predictions() {
        Readout readout = Readout.of(head, scaling, architecture.outputs());
        double[][] predictions = new double[data.count()][];
        inference.forEachSample(data, width(data.timeSteps()), (sample, outputs, from) -> {
            predictions[sample] = Arrays.copyOfRange(outputs, from, from + width(data.length(sample)));
            readout.read(predictions[sample], 0, predictions[sample].length);
        });
        return predictions;
    }

    Evaluation evaluation() {
        if (!data.hasTargets()) {
            throw new IllegalArgumentException("the data have no targets to compare predictions with");
        }
        requireWeight();
        Score score = Score.of(head, data, scaling, schema.targets(), architecture.outputs());
        inference.forEachSample(data, width(data.timeSteps()), score::add);
        return score.evaluation();
    }

    /** That there is something to score. */
    private void requireWeight() {
        for (int sample = 0; sample < data.count(); sample++) {
            if (data.samples().lossSteps(sample) > 0) {
                return;
            }
        }
        throw new DataException("the weight of every target is zero, so that there is nothing to score; give at least"
                + " one a weight above zero");
    }

    /** Values of the outputs of a sequence. */
    private int width(int timeSteps) {
        return Math.multiplyExact(architecture.outputSteps(timeSteps), architecture.outputs());
    }
}
