package dev.elman.training;

import dev.elman.data.Dataset;
import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Divergence;
import dev.elman.engine.Network;
import dev.elman.layers.Architecture;
import dev.elman.optim.Loss;
import java.util.Arrays;

/**
 * Computes the validation loss, in chunks that depend on shapes alone and are added in order, so that the number of
 * threads never changes a bit. Where data have lanes every chunk goes on from the states that the one before leaves
 * behind, so that they are computed one after another.
 */
final class Validation implements Crew.Task, AutoCloseable {

    /** Hidden values of a chunk, about: bounds the memory it takes. */
    private static final int CHUNK_VALUES = 1 << 20;

    private static final int MAX_CHUNK = 256;

    private final Network network;
    private final Dataset dataset;
    private final Data data;
    private final Crew crew;
    private final double terms;
    private final int lanes;
    private final int chunk;
    private final double[] weights;
    private final double[] sums = new double[Network.MAX_SHARDS];
    private int first;

    /**
     * A validation of a network.
     *
     * @param network whose weights are judged
     * @param data the data set as the engine holds it; closed with this
     * @param shardSize samples of the largest shard that training has a workspace for
     * @param crew null for one thread
     */
    Validation(
            Network network,
            Architecture architecture,
            Loss loss,
            Dataset dataset,
            Data data,
            int shardSize,
            Crew crew) {
        this.network = network;
        this.dataset = dataset;
        this.data = data;
        this.crew = crew;
        weights = new double[architecture.parameterCount()];
        terms = loss.averaged()
                ? (double) DataChecks.lossSteps(dataset.samples()) * loss.terms(architecture.outputs())
                : dataset.count();
        lanes = dataset.samples().lanes();
        long widest = architecture.features();
        for (int layer = 0; layer < architecture.layers().size(); layer++) {
            widest = Math.max(widest, architecture.outputWidth(layer));
        }
        long fitting = Math.max(1, Math.min(MAX_CHUNK, CHUNK_VALUES / (widest * dataset.timeSteps())));
        long rows = Math.max(shardSize, fitting);
        chunk = (int) (lanes == 0 ? rows : Math.max(1, rows / lanes) * lanes);
    }

    /** Takes another network's weights, or what it keeps in the place of them, to judge. */
    void judge(Network.Part part, Network other) {
        other.read(part, weights);
        network.write(Network.Part.PARAMETERS, weights);
    }

    /** The number of chunks. */
    int chunks() {
        return (int) (((long) dataset.count() + chunk - 1) / chunk);
    }

    /** How many chunks are to be computed at once. */
    int group() {
        return crew == null || lanes > 0 ? 1 : Math.min(crew.threads(), Network.MAX_SHARDS);
    }

    /**
     * Computes one group of chunks.
     *
     * @param from the group's first chunk
     * @param sum the sum over all chunks before
     * @return the sum over the group's chunks too
     */
    double add(int from, double sum) {
        first = from;
        int count = Math.min(group(), chunks() - from);
        if (count == 1) {
            run(0);
        } else {
            crew.run(this, count);
        }
        double total = sum;
        for (int i = 0; i < count; i++) {
            total += sums[i];
        }
        return total;
    }

    /** The validation loss of a sum over all chunks. */
    double loss(double sum) {
        return sum / terms;
    }

    @Override
    public void run(int index) {
        int from = (int) Math.min(dataset.count(), (long) (first + index) * chunk);
        int to = (int) Math.min(dataset.count(), (long) from + chunk);
        sums[index] = network.evaluate(data, from, to, index, null, 0);
    }

    /** The first layer that gives a value that is not finite for the first sample where there is one. */
    Divergence divergence(Architecture architecture) {
        int layers = architecture.layers().size();
        int together = Math.max(1, lanes);
        for (int from = 0; from < dataset.count(); from += together) {
            if (!Double.isFinite(network.evaluate(data, from, from + together, 0, null, 0))) {
                for (int sample = from; sample < from + together; sample++) {
                    int layer = firstNotFinite(sample);
                    if (layer < layers) {
                        return new Divergence(layer, false);
                    }
                }
                // The loss itself, or a layer that is finite without the states that its lane carries.
                return new Divergence(layers, false);
            }
        }
        return new Divergence(layers, false);
    }

    private int firstNotFinite(int sample) {
        double[][] trace = network.trace(sample(dataset.samples(), sample));
        int layer = 0;
        while (layer < trace.length && Weights.firstNotFinite(trace[layer]) < 0) {
            layer++;
        }
        return layer;
    }

    private static Batch sample(Samples all, int sample) {
        return new Batch(part(all, all.inputOffsets()[sample], all.length(sample) * all.features()), 1,
                all.length(sample), null,
                all.staticFeatures() == 0 ? null : part(all, all.staticOffsets()[sample], all.staticFeatures()),
                all.stateSize() == 0 ? null : part(all, all.stateOffsets()[sample], all.stateSize()));
    }

    private static double[] part(Samples all, int from, int length) {
        return Arrays.copyOfRange(all.values(), from, from + length);
    }

    @Override
    public void close() {
        data.close();
    }
}
