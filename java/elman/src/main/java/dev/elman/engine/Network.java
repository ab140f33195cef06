package dev.elman.engine;

/**
 * A network that an engine holds: parameters, and where it was opened for training, gradients, optimizer state and
 * one workspace per shard.
 *
 * <p>Values pass in {@code double}; a network of {@link Precision#FLOAT} rounds what it takes and gives exact values.
 * All vectors over parameters have the layout of {@link dev.elman.layers.Architecture#parameters()}.
 *
 * <p><b>Threads.</b> {@link #gradient} and {@link #evaluate} may be called by several threads at once with different
 * shards. Every other method needs the network for itself. A call that finds the network or its shard in use throws
 * {@link IllegalStateException}, and so does every call but {@code close} after {@link #close}.
 *
 * <p><b>Shards.</b> A mini-batch may be cut into shards; the gradient of each is computed on its own and
 * {@link #update} adds them in the order of their numbers, so that it does not matter which thread computed which.
 */
public interface Network extends AutoCloseable {

    /** The largest number of shards of a mini-batch. */
    int MAX_SHARDS = 16;

    /** A vector over the parameters. */
    enum Part {
        /** The weights. */
        PARAMETERS,
        /**
         * The gradient before clipping: the sum of the shards computed since the last {@link #update}, or where there
         * was none, what the last {@link #update} or {@link #train} step used. Read only.
         */
        GRADIENT,
        /** The optimizer's state: {@code stateSlots} vectors one behind another (Adam: m, then v). */
        OPTIMIZER_STATE
    }

    /** The precision it really works in; the reference engine works in double whatever was asked for. */
    Precision precision();

    /** Copies a vector out of the network; {@code destination} has exactly its length. */
    void read(Part part, double[] destination);

    /** Copies a vector into the network; {@code source} has exactly its length. */
    void write(Part part, double[] source);

    /**
     * Computes the loss and the gradient of one shard of a mini-batch into the shard's own workspace.
     *
     * @param data the data set, of this engine and precision
     * @param order sample numbers
     * @param from first index into {@code order}
     * @param to index behind the last; at least {@code from + 1}
     * @param miniBatchSize the number of samples of the whole mini-batch, over which an averaged loss is averaged
     * @param shard number of the shard, 0 to {@link #MAX_SHARDS} - 1
     * @return this shard's part of the mini-batch's loss: the parts of all shards add up to it
     */
    double gradient(Data data, int[] order, int from, int to, int miniBatchSize, int shard);

    /**
     * Adds shards 0 to {@code shards - 1} in that order, clips, and takes one optimizer step. Where a shard's loss or
     * the gradient is not finite, nothing is updated, the parameters are set back to the last that gave a finite loss,
     * and {@link #divergence} tells where.
     *
     * @param shards how many shards were computed
     * @param step the step number, from 1
     * @param learningRate the learning rate of this step, at least 0
     * @return whether the step was taken
     */
    boolean update(int shards, long step, double learningRate);

    /**
     * Takes one training step for each mini-batch, every one a single shard: the same results as {@link #gradient}
     * on shard 0 and {@link #update} for each.
     *
     * @param data the data set, of this engine and precision
     * @param order sample numbers
     * @param from first index into {@code order}
     * @param to index behind the last
     * @param batchSize samples per mini-batch; the last may be smaller
     * @param firstStep the step number of the first mini-batch, from 1
     * @param learningRates a learning rate for each mini-batch
     * @param losses receives the loss of each mini-batch, before its update
     * @return the number of steps taken; where it is less than the number of mini-batches, the next one diverged, its
     *     loss is in {@code losses}, and {@link #divergence} tells where
     */
    int train(
            Data data,
            int[] order,
            int from,
            int to,
            int batchSize,
            long firstStep,
            double[] learningRates,
            double[] losses);

    /** Where the last training step that was not taken met a value that is not finite; null where none did. */
    Divergence divergence();

    /**
     * Computes the outputs and, where the network has an objective and the data have targets, the loss of samples in
     * their order in the data set.
     *
     * @param from first sample
     * @param to behind the last
     * @param shard which workspace to use, 0 to {@link #MAX_SHARDS} - 1
     * @param outputs receives {@code [to - from, outputSteps, outputs]}, or null
     * @param outputOffset where in {@code outputs} to begin
     * @return the sum of the pointwise losses over all elements, not averaged; 0 without objective or targets
     */
    double evaluate(Data data, int from, int to, int shard, double[] outputs, int outputOffset);

    /**
     * Computes outputs of inputs that are not in a data set. No allocation once a batch of this size has been seen.
     *
     * @param inputs {@code [batch, timeSteps, features]}
     * @param batch number of sequences, at least 1
     * @param timeSteps at least 1
     * @param outputs receives {@code [batch, outputSteps, outputs]}
     */
    void predict(float[] inputs, int batch, int timeSteps, float[] outputs);

    /** {@link #predict(float[], int, int, float[])} in double; a network of {@link Precision#FLOAT} rounds the inputs. */
    void predict(double[] inputs, int batch, int timeSteps, double[] outputs);

    /**
     * Computes what every layer gives at every time step for one sequence.
     *
     * @param inputs {@code [timeSteps, features]}
     * @param timeSteps at least 1
     * @return for each layer its output {@code [steps, units]}, where {@code steps} is {@code timeSteps} also for a
     *     recurrent layer that passes on its last step alone; the layers above such a layer have 1
     */
    double[][] trace(double[] inputs, int timeSteps);

    /**
     * Frees the network; a second call does nothing.
     *
     * @throws IllegalStateException while another thread is using it
     */
    @Override
    void close();
}
