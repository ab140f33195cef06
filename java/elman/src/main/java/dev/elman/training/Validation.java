package dev.elman.training;

import dev.elman.data.Dataset;
import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Divergence;
import dev.elman.engine.Network;
import dev.elman.layers.Architecture;
import dev.elman.optim.Loss;

/**
 * Computes the validation loss, in chunks that depend on shapes alone and are added in order, so that the number of
 * threads never changes a bit.
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
    private final int chunk;
    private final double[] sums = new double[Network.MAX_SHARDS];
    private int first;

    /**
     * A validation of a network.
     *
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
        terms = loss.averaged()
                ? (double) dataset.count() * dataset.targetSteps() * dataset.outputs()
                : dataset.count();
        long widest = architecture.features();
        for (int layer = 0; layer < architecture.layers().size(); layer++) {
            widest = Math.max(widest, architecture.outputWidth(layer));
        }
        long fitting = Math.max(1, Math.min(MAX_CHUNK, CHUNK_VALUES / (widest * dataset.timeSteps())));
        chunk = (int) Math.max(shardSize, fitting);
    }

    /** The number of chunks. */
    int chunks() {
        return (int) (((long) dataset.count() + chunk - 1) / chunk);
    }

    /** How many chunks are to be computed at once. */
    int group() {
        return crew == null ? 1 : Math.min(crew.threads(), Network.MAX_SHARDS);
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
        for (int sample = 0; sample < dataset.count(); sample++) {
            if (!Double.isFinite(network.evaluate(data, sample, sample + 1, 0, null, 0))) {
                double[][] trace = network.trace(new Batch(dataset.input(sample), 1, dataset.timeSteps()));
                for (int layer = 0; layer < layers; layer++) {
                    if (Weights.firstNotFinite(trace[layer]) >= 0) {
                        return new Divergence(layer, false);
                    }
                }
            }
        }
        return new Divergence(layers, false);
    }

    @Override
    public void close() {
        data.close();
    }
}
