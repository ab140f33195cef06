package dev.elman.openblas;

import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Divergence;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.engine.Streams;
import dev.elman.layers.Architecture;
import dev.elman.openblas.internal.Native;
import java.util.Objects;

/**
 * A network of the native engine. Every call checks its arguments, takes the network or a shard of it, copies what is
 * to be copied into memory kept for that, and makes one native call.
 */
final class NativeNetwork implements Network {

    private final Architecture architecture;
    private final boolean trains;
    private final Parts parts;
    private final Shapes shapes;
    private final NetworkMemory memory;
    private final Handle handle;

    NativeNetwork(Architecture architecture, Precision precision, Objective objective) {
        this.architecture = architecture;
        this.trains = objective != null;
        this.parts = new Parts(architecture, objective);
        this.shapes = Shapes.of(architecture, precision, objective);
        this.memory = new NetworkMemory(architecture, precision, objective);
        this.handle = new Handle("the network", memory);
    }

    @Override
    public Precision precision() {
        return shapes.precision();
    }

    @Override
    public void read(Part part, double[] destination) {
        Objects.requireNonNull(destination, "destination");
        parts.requireLength(part, "destination", destination.length);
        handle.beginExclusive();
        try (Copies copies = new Copies()) {
            if (destination.length > 0 || part == Part.CARRIED_STATES) {
                NativeArray.Doubles values = copies.room(destination.length);
                Status.check(Native.elman_network_read(
                        memory.network, Parts.number(part), values.address(), destination.length));
                values.get(destination, 0, destination.length);
            }
        } finally {
            handle.endExclusive();
        }
    }

    @Override
    public void write(Part part, double[] source) {
        Objects.requireNonNull(source, "source");
        parts.requireWritable(part);
        parts.requireLength(part, "source", source.length);
        handle.beginExclusive();
        try (Copies copies = new Copies()) {
            if (source.length > 0) {
                Status.check(Native.elman_network_write(
                        memory.network, Parts.number(part), copies.of(source), source.length));
            }
        } finally {
            handle.endExclusive();
        }
    }

    @Override
    public double gradient(Data data, int[] order, int from, int to, long miniBatchSteps, int shard, long step) {
        requireTraining();
        NativeData resident = shapes.dataWithTargets(data);
        Objects.requireNonNull(order, "order");
        Arguments.range(from, to, order.length, "sample numbers in order");
        Arguments.shard(shard);
        Arguments.step("step", step);
        Arguments.order(order, from, to, resident.count());
        long lossSteps = resident.lossSteps(order, from, to);
        if (miniBatchSteps < lossSteps) {
            throw new IllegalArgumentException("miniBatchSteps must be at least " + lossSteps
                    + ", the time steps of this shard that have a target, but was " + miniBatchSteps);
        }
        NetworkMemory.Shard mine = begin(resident, shard);
        try {
            mine.order.put(order, from, to - from);
            Status.taken(Native.elman_gradient(memory.network, resident.address(), mine.order.address(), to - from,
                    miniBatchSteps, shard, step, mine.loss.address()));
            return mine.loss.get(0);
        } finally {
            end(resident, shard);
        }
    }

    @Override
    public boolean update(int shards, long step, double learningRate) {
        requireTraining();
        Arguments.shards(shards);
        Arguments.step("step", step);
        Arguments.learningRate(learningRate);
        handle.beginExclusive();
        try {
            return Status.taken(Native.elman_update(memory.network, shards, step, learningRate));
        } finally {
            handle.endExclusive();
        }
    }

    @Override
    public int train(
            Data data,
            int[] order,
            int from,
            int to,
            int batchSize,
            long firstStep,
            double[] learningRates,
            double[] losses) {
        requireTraining();
        NativeData resident = shapes.dataWithTargets(data);
        Objects.requireNonNull(order, "order");
        Arguments.range(from, to, order.length, "sample numbers in order");
        Arguments.atLeastOne("batchSize", batchSize);
        Arguments.step("firstStep", firstStep);
        Objects.requireNonNull(learningRates, "learningRates");
        Objects.requireNonNull(losses, "losses");
        int count = to - from;
        int miniBatches = (count - 1) / batchSize + 1;
        if (firstStep > Long.MAX_VALUE - miniBatches) {
            throw new IllegalArgumentException("firstStep must be at most " + (Long.MAX_VALUE - miniBatches)
                    + " for " + miniBatches + " mini-batches but was " + firstStep);
        }
        Arguments.learningRates(learningRates, miniBatches);
        if (losses.length < miniBatches) {
            throw Arguments.tooShort("losses", losses.length, miniBatches, "a loss for each mini-batch");
        }
        Arguments.order(order, from, to, resident.count());
        resident.handle().beginShared();
        try {
            handle.beginExclusive();
            try {
                memory.order.put(order, from, count);
                memory.learningRates.put(learningRates, miniBatches);
                memory.losses.reserve(miniBatches);
                boolean all = Status.taken(Native.elman_train(memory.network, resident.address(), memory.order.address(),
                        count, batchSize, firstStep, memory.learningRates.address(), memory.losses.address(),
                        memory.numbers.address()));
                int taken = memory.numbers.get(0);
                memory.losses.get(losses, 0, all ? taken : taken + 1);
                return taken;
            } finally {
                handle.endExclusive();
            }
        } finally {
            resident.handle().endShared();
        }
    }

    @Override
    public Divergence divergence() {
        handle.beginExclusive();
        try (Copies copies = new Copies()) {
            Copies.Block layer = copies.zeros(Integer.BYTES);
            Copies.Block backward = copies.zeros(Integer.BYTES);
            Status.check(Native.elman_divergence(memory.network, layer.address(), backward.address()));
            int number = layer.bytes().getInt(0);
            return number < 0 ? null : new Divergence(number, backward.bytes().getInt(0) != 0);
        } finally {
            handle.endExclusive();
        }
    }

    @Override
    public double evaluate(Data data, int from, int to, int shard, double[] outputs, int outputOffset) {
        NativeData resident = shapes.data(data);
        NativeData.Extents has = resident.extents();
        Arguments.range(from, to, has.count(), "samples");
        Arguments.lanes(from, to, has.lanes());
        Arguments.shard(shard);
        if (trains && has.targetSteps() != 0) {
            shapes.dataWithTargets(data);
        }
        int count = 0;
        if (outputs != null) {
            if (outputOffset < 0 || outputOffset > outputs.length) {
                throw new IllegalArgumentException("outputOffset must be from 0 to " + outputs.length
                        + ", the length of outputs, but was " + outputOffset);
            }
            int steps = shapes.outputSteps(has.timeSteps());
            Arguments.length("outputs from outputOffset on", outputs.length - outputOffset, to - from, steps,
                    shapes.outputs(), "[to - from, outputSteps, outputs]");
            count = (to - from) * steps * shapes.outputs();
        }
        NetworkMemory.Shard mine = begin(resident, shard);
        try {
            mine.outputs.reserve(count);
            Status.check(Native.elman_evaluate(memory.network, resident.address(), from, to, shard, mine.loss.address(),
                    outputs == null ? 0 : mine.outputs.address()));
            if (outputs != null) {
                mine.outputs.get(outputs, outputOffset, count);
            }
            return mine.loss.get(0);
        } finally {
            end(resident, shard);
        }
    }

    /** Takes data, network and a shard for the calling thread; {@link #end} gives them back. */
    private NetworkMemory.Shard begin(NativeData data, int shard) {
        data.handle().beginShared();
        try {
            handle.beginShared();
            try {
                return memory.beginShard(shard);
            } catch (Throwable e) {
                handle.endShared();
                throw e;
            }
        } catch (Throwable e) {
            data.handle().endShared();
            throw e;
        }
    }

    private void end(NativeData data, int shard) {
        memory.endShard(shard);
        handle.endShared();
        data.handle().endShared();
    }

    @Override
    public void predict(float[] inputs, int batch, int timeSteps, float[] outputs) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(outputs, "outputs");
        shapes.requireStatics(false);
        int outputCount = shapes.outputCount(inputs.length, batch, timeSteps, outputs.length);
        handle.beginExclusive();
        try {
            memory.inputs.put(inputs, batch * timeSteps * shapes.features());
            predict(batch, timeSteps, outputCount);
            memory.outputs.get(outputs, outputCount);
        } finally {
            handle.endExclusive();
        }
    }

    @Override
    public void predict(double[] inputs, int batch, int timeSteps, double[] outputs) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(outputs, "outputs");
        shapes.requireStatics(false);
        int outputCount = shapes.outputCount(inputs.length, batch, timeSteps, outputs.length);
        handle.beginExclusive();
        try {
            memory.inputs.put(inputs, batch * timeSteps * shapes.features());
            predict(batch, timeSteps, outputCount);
            memory.outputs.get(outputs, 0, outputCount);
        } finally {
            handle.endExclusive();
        }
    }

    /** Outputs of the inputs that lie in memory. */
    private void predict(int batch, int timeSteps, int outputCount) {
        memory.outputs.reserve(outputCount);
        Status.check(Native.elman_predict(memory.network, memory.inputs.address(), batch, timeSteps, 0, 0, 0,
                memory.outputs.address(), 0));
    }

    @Override
    public void predict(Batch batch, double[] outputs, double[] finalStates) {
        shapes.requireFits(batch);
        Objects.requireNonNull(outputs, "outputs");
        int count = batch.count();
        int outputCount = shapes.outputCount(batch.inputs().length, count, batch.timeSteps(), outputs.length);
        if (finalStates != null) {
            Arguments.length("finalStates", finalStates.length, count, shapes.stateSize(), "[count, stateSize]");
        }
        boolean hasStates = batch.initialStates() != null && shapes.stateSize() > 0;
        boolean wantsStates = finalStates != null && shapes.stateSize() > 0;
        handle.beginExclusive();
        try {
            memory.inputs.put(batch.inputs(), count * batch.timeSteps() * shapes.features());
            if (batch.lengths() != null) {
                memory.lengths.put(batch.lengths(), 0, count);
            }
            if (batch.staticFeatures() != null) {
                memory.staticFeatures.put(batch.staticFeatures(), count * shapes.staticFeatures());
            }
            if (hasStates) {
                memory.initialStates.put(batch.initialStates(), count * shapes.stateSize());
            }
            memory.outputs.reserve(outputCount);
            if (wantsStates) {
                memory.finalStates.reserve((long) count * shapes.stateSize());
            }
            Status.check(Native.elman_predict(
                    memory.network,
                    memory.inputs.address(),
                    count,
                    batch.timeSteps(),
                    batch.lengths() == null ? 0 : memory.lengths.address(),
                    batch.staticFeatures() == null ? 0 : memory.staticFeatures.address(),
                    hasStates ? memory.initialStates.address() : 0,
                    memory.outputs.address(),
                    wantsStates ? memory.finalStates.address() : 0));
            memory.outputs.get(outputs, 0, outputCount);
            if (wantsStates) {
                memory.finalStates.get(finalStates, 0, count * shapes.stateSize());
            }
        } finally {
            handle.endExclusive();
        }
    }

    @Override
    public double[][] trace(Batch batch) {
        shapes.requireFits(batch);
        if (batch.count() != 1) {
            throw new IllegalArgumentException("a trace is of one sequence but count was " + batch.count());
        }
        int length = batch.lengths() == null ? batch.timeSteps() : batch.lengths()[0];
        double[][] layers = new double[architecture.layers().size()][];
        double[] values = new double[traceCount(length, batch.timeSteps(), layers)];
        handle.beginExclusive();
        try (Copies copies = new Copies()) {
            NativeArray.Doubles given = copies.room(values.length);
            Status.check(Native.elman_trace(memory.network, copies.of(batch.inputs()), length,
                    copies.orNull(batch.staticFeatures()), copies.orNull(batch.initialStates()), given.address(),
                    values.length));
            given.get(values, 0, values.length);
        } finally {
            handle.endExclusive();
        }
        int from = 0;
        int rows = length;
        for (int i = 0; i < layers.length; i++) {
            int count = rows * architecture.outputWidth(i);
            System.arraycopy(values, from, layers[i], 0, count);
            from += count;
            rows = architecture.layers().get(i).givesLastStep() ? 1 : rows;
        }
        return layers;
    }

    /**
     * The number of values in a trace of a sequence's steps; makes room for every layer's, with the steps behind it.
     */
    private int traceCount(int length, int timeSteps, double[][] layers) {
        long count = 0;
        boolean sequence = true;
        for (int i = 0; i < layers.length; i++) {
            long width = architecture.outputWidth(i);
            count += (sequence ? length : 1) * width;
            long room = (sequence ? timeSteps : 1) * width;
            if (Math.max(count, room) > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("timeSteps must be smaller than " + timeSteps
                        + " for this architecture: the states of its first " + (i + 1) + " layers are "
                        + Math.max(count, room) + " values, more than an array can hold");
            }
            layers[i] = new double[(int) room];
            sequence &= !architecture.layers().get(i).givesLastStep();
        }
        return (int) count;
    }

    @Override
    public Streams openStreams(int count) {
        Arguments.atLeastOne("count", count);
        handle.beginExclusive();
        try {
            return new NativeStreams(memory.network, shapes, count);
        } finally {
            handle.endExclusive();
        }
    }

    private void requireTraining() {
        if (!trains) {
            throw new IllegalStateException("the network was opened without an objective and can only predict;"
                    + " open it with one to train");
        }
    }

    @Override
    public void close() {
        handle.close();
    }
}
