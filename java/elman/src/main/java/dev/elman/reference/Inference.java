package dev.elman.reference;

import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.layers.Architecture;
import dev.elman.optim.Loss;
import java.util.Arrays;

/** What a network computes without learning from it: outputs, losses, states at the end, and what every layer gives. */
final class Inference {

    /** How many sequences are computed together where there may be very many. */
    private static final int CHUNK = 64;

    private final Architecture architecture;
    private final double[] parameters;
    private final int stateSize;
    private final CarriedStates carried;
    private final Widened widened = new Widened();

    Inference(Architecture architecture, double[] parameters) {
        this.architecture = architecture;
        this.parameters = parameters;
        stateSize = architecture.stateSize();
        carried = new CarriedStates(stateSize);
    }

    /**
     * Outputs and the sum of the losses of samples.
     *
     * @param loss null where there is none, or nothing to compare with: its sum is zero
     * @param outputs receives {@code [to - from, outputSteps, outputs]} from {@code outputOffset} on; may be null
     */
    double evaluate(Samples samples, int from, int to, Shard shard, Loss loss, double[] outputs, int outputOffset) {
        int outputSize = architecture.outputSteps(samples.timeSteps()) * architecture.outputs();
        if (outputs != null) {
            Checks.room("outputs", outputs.length, outputOffset, (long) (to - from) * outputSize);
        }
        SampleSequences sequences = new SampleSequences(samples, null, from, to, carried.of(samples));
        Workspace workspace = shard.workspace(sequences, CHUNK);
        double sum = 0;
        int end;
        for (int first = 0; first < sequences.count(); first = end) {
            end = sequences.runEnd(first, CHUNK);
            workspace.forward(parameters, sequences, first, end, null);
            sequences.carry(first, end, workspace);
            for (int i = first; i < end; i++) {
                if (outputs != null) {
                    workspace.store(i - first, outputs, outputOffset + i * outputSize, samples.timeSteps());
                }
                if (loss != null) {
                    Checks.classes(samples, from + i, architecture, loss);
                    sum += workspace.loss(loss, i - first, samples, from + i);
                }
            }
        }
        return sum;
    }

    /** Outputs of sequences that are not in a data set, and their states at the end where somebody wants them. */
    void predict(Batch batch, Shard shard, double[] outputs, double[] finalStates) {
        Checks.batch(architecture, batch);
        int outputSize = Checks.outputs(architecture, outputs.length, batch.count(), batch.timeSteps());
        if (finalStates != null) {
            Checks.room("finalStates", finalStates.length, 0, (long) batch.count() * stateSize);
        }
        GivenSequences sequences = new GivenSequences(batch, architecture);
        Workspace workspace = shard.workspace(sequences, CHUNK);
        int end;
        for (int first = 0; first < sequences.count(); first = end) {
            end = sequences.runEnd(first, CHUNK);
            workspace.forward(parameters, sequences, first, end, null);
            workspace.readStates(sequences.length(first));
            for (int i = first; i < end; i++) {
                workspace.store(i - first, outputs, i * outputSize, batch.timeSteps());
                if (finalStates != null) {
                    workspace.storeState(i - first, finalStates, i * stateSize);
                }
            }
        }
    }

    /** {@link #predict(Batch, Shard, double[], double[])} of sequences of one length in floats. */
    void predict(float[] inputs, int batch, int timeSteps, Shard shard, float[] outputs) {
        Checks.inputs(architecture, inputs.length, batch, timeSteps);
        int size = batch * Checks.outputs(architecture, outputs.length, batch, timeSteps);
        predict(new Batch(widened.inputs(inputs), batch, timeSteps), shard, widened.outputs(size), null);
        widened.round(outputs, size);
    }

    /** What every layer gives at every time step of one sequence. */
    double[][] trace(Batch batch, Shard shard) {
        Checks.batch(architecture, batch);
        if (batch.count() != 1) {
            throw new IllegalArgumentException("a trace is of one sequence but the batch has " + batch.count());
        }
        GivenSequences sequences = new GivenSequences(batch, architecture);
        Workspace workspace = shard.workspace(sequences, 1);
        workspace.forward(parameters, sequences, 0, 1, null);
        double[][] layers = new double[architecture.layers().size()][];
        Arrays.setAll(layers, i -> workspace.layer(i, 0, batch.timeSteps()));
        return layers;
    }
}
