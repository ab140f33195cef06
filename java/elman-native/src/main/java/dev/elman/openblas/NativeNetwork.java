package dev.elman.openblas;

import dev.elman.engine.Data;
import dev.elman.engine.Divergence;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.layers.Layer;
import dev.elman.layers.RecurrentLayer;
import dev.elman.openblas.internal.Elman;
import java.util.Arrays;
import java.util.Objects;

/**
 * A network of the native engine. Every call checks its arguments, takes the network or a shard of it, copies what is
 * to be copied into memory kept for that, and makes one native call.
 */
final class NativeNetwork implements Network {

    private final Architecture architecture;
    private final Precision precision;
    private final boolean trains;
    private final int stateSlots;
    private final int features;
    private final int outputWidth;
    private final boolean givesSequence;
    private final NetworkMemory memory;
    private final Handle handle;

    NativeNetwork(Architecture architecture, Precision precision, Objective objective) {
        this.architecture = architecture;
        this.precision = precision;
        this.trains = objective != null;
        this.stateSlots = trains ? objective.optimizer().stateSlots() : 0;
        this.features = architecture.features();
        this.outputWidth = architecture.outputs();
        this.givesSequence = architecture.givesSequence();
        this.memory = new NetworkMemory(architecture, precision, objective);
        this.handle = new Handle("the network", memory);
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public void read(Part part, double[] destination) {
        Objects.requireNonNull(part, "part");
        Objects.requireNonNull(destination, "destination");
        Arguments.exactly("destination", destination.length, length(part), describe(part));
        handle.beginExclusive();
        try {
            if (destination.length > 0) {
                Status.check(Elman.elman_network_read(memory.network, number(part), destination, destination.length));
            }
        } finally {
            handle.endExclusive();
        }
    }

    @Override
    public void write(Part part, double[] source) {
        Objects.requireNonNull(part, "part");
        Objects.requireNonNull(source, "source");
        if (part == Part.GRADIENT) {
            throw new IllegalArgumentException("part must be PARAMETERS or OPTIMIZER_STATE but was GRADIENT, which can"
                    + " only be read");
        }
        Arguments.exactly("source", source.length, length(part), describe(part));
        handle.beginExclusive();
        try {
            if (source.length > 0) {
                Status.check(Elman.elman_network_write(memory.network, number(part), source, source.length));
            }
        } finally {
            handle.endExclusive();
        }
    }

    private long length(Part part) {
        switch (part) {
            case PARAMETERS:
                return architecture.parameterCount();
            case GRADIENT:
                requireTraining();
                return architecture.parameterCount();
            default:
                requireTraining();
                return (long) stateSlots * architecture.parameterCount();
        }
    }

    private static String describe(Part part) {
        switch (part) {
            case PARAMETERS:
                return "the parameters";
            case GRADIENT:
                return "the gradient";
            default:
                return "the optimizer's state";
        }
    }

    private static int number(Part part) {
        switch (part) {
            case PARAMETERS:
                return Elman.ELMAN_PARAMETERS;
            case GRADIENT:
                return Elman.ELMAN_GRADIENT;
            default:
                return Elman.ELMAN_OPTIMIZER_STATE;
        }
    }

    @Override
    public double gradient(Data data, int[] order, int from, int to, int miniBatchSize, int shard) {
        requireTraining();
        NativeData resident = Arguments.data(data, features, precision);
        Arguments.targets(resident, outputSteps(resident.timeSteps()), outputWidth);
        Objects.requireNonNull(order, "order");
        Arguments.range(from, to, order.length, "sample numbers in order");
        int count = to - from;
        if (miniBatchSize < count) {
            throw new IllegalArgumentException("miniBatchSize must be at least " + count
                    + ", the number of samples of this shard, but was " + miniBatchSize);
        }
        Arguments.shard(shard);
        Arguments.order(order, from, to, resident.count());
        resident.handle().beginShared();
        try {
            handle.beginShared();
            try {
                NetworkMemory.Shard mine = memory.beginShard(shard);
                try {
                    mine.order.put(order, from, count);
                    Status.taken(Elman.elman_gradient(memory.network, resident.pointer(), mine.order.pointer(), count,
                            miniBatchSize, shard, mine.loss.pointer()));
                    return mine.loss.get(0);
                } finally {
                    memory.endShard(shard);
                }
            } finally {
                handle.endShared();
            }
        } finally {
            resident.handle().endShared();
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
            return Status.taken(Elman.elman_update(memory.network, shards, step, learningRate));
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
        NativeData resident = Arguments.data(data, features, precision);
        Arguments.targets(resident, outputSteps(resident.timeSteps()), outputWidth);
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
                boolean all = Status.taken(Elman.elman_train(memory.network, resident.pointer(), memory.order.pointer(),
                        count, batchSize, firstStep, memory.learningRates.pointer(), memory.losses.pointer(),
                        memory.numbers.pointer()));
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
        try {
            int[] layer = new int[1];
            int[] backward = new int[1];
            Status.check(Elman.elman_divergence(memory.network, layer, backward));
            return layer[0] < 0 ? null : new Divergence(layer[0], backward[0] != 0);
        } finally {
            handle.endExclusive();
        }
    }

    @Override
    public double evaluate(Data data, int from, int to, int shard, double[] outputs, int outputOffset) {
        NativeData resident = Arguments.data(data, features, precision);
        Arguments.range(from, to, resident.count(), "samples");
        Arguments.shard(shard);
        if (trains && resident.targetSteps() != 0) {
            Arguments.targets(resident, outputSteps(resident.timeSteps()), outputWidth);
        }
        int count = 0;
        if (outputs != null) {
            if (outputOffset < 0 || outputOffset > outputs.length) {
                throw new IllegalArgumentException("outputOffset must be from 0 to " + outputs.length
                        + ", the length of outputs, but was " + outputOffset);
            }
            int steps = outputSteps(resident.timeSteps());
            Arguments.length("outputs from outputOffset on", outputs.length - outputOffset, to - from, steps,
                    outputWidth, "[to - from, outputSteps, outputs]");
            count = (to - from) * steps * outputWidth;
        }
        resident.handle().beginShared();
        try {
            handle.beginShared();
            try {
                NetworkMemory.Shard mine = memory.beginShard(shard);
                try {
                    mine.outputs.reserve(count);
                    Status.check(Elman.elman_evaluate(memory.network, resident.pointer(), from, to, shard,
                            mine.loss.pointer(), outputs == null ? null : mine.outputs.pointer()));
                    if (outputs != null) {
                        mine.outputs.get(outputs, outputOffset, count);
                    }
                    return mine.loss.get(0);
                } finally {
                    memory.endShard(shard);
                }
            } finally {
                handle.endShared();
            }
        } finally {
            resident.handle().endShared();
        }
    }

    @Override
    public void predict(float[] inputs, int batch, int timeSteps, float[] outputs) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(outputs, "outputs");
        int outputCount = predictedCount(inputs.length, batch, timeSteps, outputs.length);
        int inputCount = batch * timeSteps * features;
        handle.beginExclusive();
        try {
            if (precision == Precision.FLOAT) {
                memory.floatInputs.put(inputs, inputCount);
                predictFloats(batch, timeSteps, outputCount);
                memory.floatOutputs.get(outputs, outputCount);
            } else {
                memory.doubleInputs.put(inputs, inputCount);
                predictDoubles(batch, timeSteps, outputCount);
                memory.doubleOutputs.get(outputs, outputCount);
            }
        } finally {
            handle.endExclusive();
        }
    }

    @Override
    public void predict(double[] inputs, int batch, int timeSteps, double[] outputs) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(outputs, "outputs");
        int outputCount = predictedCount(inputs.length, batch, timeSteps, outputs.length);
        int inputCount = batch * timeSteps * features;
        handle.beginExclusive();
        try {
            if (precision == Precision.FLOAT) {
                memory.floatInputs.put(inputs, inputCount);
                predictFloats(batch, timeSteps, outputCount);
                memory.floatOutputs.get(outputs, outputCount);
            } else {
                memory.doubleInputs.put(inputs, inputCount);
                predictDoubles(batch, timeSteps, outputCount);
                memory.doubleOutputs.get(outputs, 0, outputCount);
            }
        } finally {
            handle.endExclusive();
        }
    }

    private int predictedCount(int inputLength, int batch, int timeSteps, int outputLength) {
        Arguments.atLeastOne("batch", batch);
        Arguments.atLeastOne("timeSteps", timeSteps);
        Arguments.length("inputs", inputLength, batch, timeSteps, features, "[batch, timeSteps, features]");
        int steps = outputSteps(timeSteps);
        Arguments.length("outputs", outputLength, batch, steps, outputWidth, "[batch, outputSteps, outputs]");
        return batch * steps * outputWidth;
    }

    /** As the architecture says; asking it would make an iterator for every call. */
    private int outputSteps(int timeSteps) {
        return givesSequence ? timeSteps : 1;
    }

    private void predictFloats(int batch, int timeSteps, int outputCount) {
        memory.floatOutputs.reserve(outputCount);
        Status.check(Elman.elman_predict(memory.network, memory.floatInputs.pointer(), batch, timeSteps,
                memory.floatOutputs.pointer()));
    }

    private void predictDoubles(int batch, int timeSteps, int outputCount) {
        memory.doubleOutputs.reserve(outputCount);
        Status.check(Elman.elman_predict(memory.network, memory.doubleInputs.pointer(), batch, timeSteps,
                memory.doubleOutputs.pointer()));
    }

    @Override
    public double[][] trace(double[] inputs, int timeSteps) {
        Objects.requireNonNull(inputs, "inputs");
        Arguments.atLeastOne("timeSteps", timeSteps);
        Arguments.length("inputs", inputs.length, 1, timeSteps, features, "[1, timeSteps, features]");
        int layerCount = architecture.layers().size();
        int[] ends = new int[layerCount];
        long end = 0;
        int steps = timeSteps;
        for (int i = 0; i < layerCount; i++) {
            Layer layer = architecture.layers().get(i);
            end += (long) steps * layer.units();
            if (end > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("timeSteps must be smaller than " + timeSteps
                        + " for this architecture: the states of its first " + (i + 1) + " layers are " + end
                        + " values, more than an array can hold");
            }
            ends[i] = (int) end;
            if (layer instanceof RecurrentLayer recurrent && !recurrent.allSteps()) {
                steps = 1;
            }
        }
        double[] states = new double[(int) end];
        handle.beginExclusive();
        try {
            Status.check(Elman.elman_trace(memory.network, inputs, timeSteps, states, states.length));
        } finally {
            handle.endExclusive();
        }
        double[][] layers = new double[layerCount][];
        for (int i = 0; i < layerCount; i++) {
            layers[i] = Arrays.copyOfRange(states, i == 0 ? 0 : ends[i - 1], ends[i]);
        }
        return layers;
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
