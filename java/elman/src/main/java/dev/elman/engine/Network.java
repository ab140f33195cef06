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
 * The penalties of large weights, and their gradient, are part of shard 0.
 *
 * <p><b>Dropout</b> happens in {@link #gradient} and {@link #train} alone. Of a layer's value number {@code e} (of the
 * masks that are one for all time steps {@code unit}, else {@code timeStep * width + unit}) the random word is word
 * {@code e} of the stream (see {@link dev.elman.random.Philox}) of the objective's seed, purpose DROPOUT, the sample's
 * number in the data set, the step's low 32 bits, and in the epoch's place {@code 4 * layer + site}; {@code site} is 0
 * for a layer's inputs, 1 for a cell's previous state, 2 for that of the backward cell of two (whose inputs have the
 * forward one's mask). A value is dropped where its word, unsigned, is below {@code floor(rate * 2^32)}.
 *
 * <p><b>Stateful training.</b> Where data have lanes, sample {@code i} begins with the state in which sample
 * {@code i - lanes} was after {@code carrySteps} time steps, when it was last computed by the same kind of call
 * (training, or evaluation); one without such a sample with its own initial state, or zeros. Its gradient goes back to
 * its own first time step. Of a layer that goes backwards it is the state after so many time steps of its reading.
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
        OPTIMIZER_STATE,
        /** The average of the weights; only where the objective has one kept. Written with PARAMETERS too. */
        AVERAGE,
        /**
         * Not over parameters: the states {@code [lanes, stateSize]} in which the samples of stateful training (see
         * {@link dev.elman.data.Samples#lanes()}) left off, with which those that continue them begin. Of length 0
         * before any were used or written.
         */
        CARRIED_STATES
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
     * @param miniBatchSteps how many time steps with a target that counts the whole mini-batch has (see
     *     {@link dev.elman.data.Samples#lossSteps(int[], int, int)}), over which an averaged loss is averaged; 0 gives
     *     a loss and a gradient of zero, but for penalties
     * @param shard number of the shard, 0 to {@link #MAX_SHARDS} - 1
     * @param step the number of the step that this is for, from 1, from which dropout masks follow
     * @return this shard's part of the mini-batch's loss: the parts of all shards add up to it
     */
    double gradient(Data data, int[] order, int from, int to, long miniBatchSteps, int shard, long step);

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
     * their order in the data set. Where the data have lanes, {@code from} and {@code to} are multiples of them, and
     * the ranges of a data set come in order.
     *
     * @param from first sample
     * @param to behind the last
     * @param shard which workspace to use, 0 to {@link #MAX_SHARDS} - 1
     * @param outputs receives {@code [to - from, outputSteps, outputs]}, zero behind a sample's length, or null
     * @param outputOffset where in {@code outputs} to begin
     * @return the sum of the pointwise losses, each times the weight of its time step, without penalties, not averaged;
     *     0 without objective or targets
     */
    double evaluate(Data data, int from, int to, int shard, double[] outputs, int outputOffset);

    /**
     * Computes outputs of inputs that are not in a data set. No allocation once a batch of this size has been seen.
     *
     * @param inputs {@code [batch, timeSteps, features]}
     * @param batch number of sequences, at least 1
     * @param timeSteps at least 1
     * @param outputs receives {@code [batch, outputSteps, outputs]}
     * @throws IllegalArgumentException where the architecture has static features, which only a {@link Batch} brings
     */
    void predict(float[] inputs, int batch, int timeSteps, float[] outputs);

    /**
     * {@link #predict(float[], int, int, float[])} in double; a network of {@link Precision#FLOAT} rounds the inputs.
     */
    void predict(double[] inputs, int batch, int timeSteps, double[] outputs);

    /**
     * Computes outputs, and where they are asked for the states at the end, of sequences with all that belongs to them.
     *
     * @param outputs receives {@code [count, outputSteps, outputs]}, zero behind a sequence's length
     * @param finalStates receives {@code [count, stateSize]}, each sequence's state behind its last time step; null
     *     where nobody needs it
     */
    void predict(Batch batch, double[] outputs, double[] finalStates);

    /**
     * Computes what every layer gives at every time step for one sequence.
     *
     * @param batch one sequence
     * @return for each layer its output {@code [steps, width]}, where {@code steps} is {@code timeSteps} also for a
     *     recurrent layer that passes on its last step alone; the layers above such a layer have 1. Zero behind the
     *     sequence's length. A layer in both directions that passes on its last step alone shows at step {@code t} what
     *     is merged from what either cell gives after {@code t + 1} time steps of its reading
     */
    double[][] trace(Batch batch);

    /**
     * Opens streams that the weights as they are now compute; the network may be closed or changed before them.
     *
     * @param count how many, at least 1
     * @throws IllegalArgumentException where a layer goes backwards: its outputs depend on time steps to come
     * @throws OutOfMemoryError where there is not enough memory for so many; the message says how many bytes they take
     */
    Streams openStreams(int count);

    /**
     * Frees the network; a second call does nothing.
     *
     * @throws IllegalStateException while another thread is using it
     */
    @Override
    void close();
}
