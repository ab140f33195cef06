package dev.elman.reference;

import dev.elman.engine.Streams;
import dev.elman.layers.Architecture;

/** Streams of the reference engine: a pass of one time step from the state in which each stream was. */
final class ReferenceStreams implements Streams {

    /** The longest array that common JVMs allocate. */
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final double[] parameters;
    private final int count;
    private final int features;
    private final int outputs;
    private final int stateSize;
    private final int staticFeatures;
    /** {@code [count, stateSize + staticFeatures]}. */
    private final double[] values;
    private final boolean[] chosen;
    private final Shard shard;
    private final Step step = new Step();
    private final Widened widened = new Widened();
    private final Guard guard = new Guard("the set of streams");

    /**
     * Opens streams whose states are zero.
     *
     * @param parameters the weights, which no one else changes
     */
    ReferenceStreams(Architecture architecture, double[] parameters, int count) {
        if (architecture.goesBackwards()) {
            throw new IllegalArgumentException("the network cannot be streamed: a layer of it goes backwards, so that"
                    + " its outputs depend on time steps to come; predict whole sequences instead");
        }
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1 but was " + count);
        }
        this.parameters = parameters;
        this.count = count;
        features = architecture.features();
        outputs = architecture.outputs();
        stateSize = architecture.stateSize();
        staticFeatures = architecture.staticFeatures();
        values = new double[values(count, (long) stateSize + staticFeatures)];
        chosen = new boolean[count];
        shard = new Shard(architecture);
    }

    /** How many values all streams keep together. */
    private static int values(int count, long each) {
        long all = count * each;
        if (all > LARGEST_ARRAY) {
            throw new OutOfMemoryError(count + " streams of " + each + " values each take " + all * Double.BYTES
                    + " bytes, more than the reference engine's one array holds; open fewer, or use the native engine");
        }
        return (int) all;
    }

    /** The streams that a call steps, as sequences of one time step. */
    private final class Step implements Sequences {

        private int[] streams;
        private int count;
        private double[] inputs;

        int stream(int sequence) {
            return streams == null ? sequence : streams[sequence];
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public int timeSteps() {
            return 1;
        }

        @Override
        public int length(int sequence) {
            return 1;
        }

        @Override
        public boolean follows(int sequence, int earlier) {
            return false;
        }

        @Override
        public void load(int sequence, Workspace workspace, int row) {
            int state = offset(stream(sequence));
            workspace.name(row, stream(sequence));
            workspace.load(row, 1, inputs, sequence * features);
            workspace.loadState(row, values, state);
            workspace.loadStaticFeatures(row, values, state + stateSize);
        }
    }

    @Override
    public int count() {
        return count;
    }

    private int offset(int stream) {
        return stream * (stateSize + staticFeatures);
    }

    @Override
    public void step(int[] streams, int count, float[] inputs, float[] outputs) {
        guard.enterAlone();
        try {
            check(streams, count, inputs.length, outputs.length);
            compute(streams, count, widened.inputs(inputs), widened.outputs(count * this.outputs));
            widened.round(outputs, count * this.outputs);
        } finally {
            guard.leaveAlone();
        }
    }

    @Override
    public void step(int[] streams, int count, double[] inputs, double[] outputs) {
        guard.enterAlone();
        try {
            check(streams, count, inputs.length, outputs.length);
            compute(streams, count, inputs, outputs);
        } finally {
            guard.leaveAlone();
        }
    }

    private void compute(int[] streams, int count, double[] inputs, double[] outputs) {
        step.streams = streams;
        step.count = count;
        step.inputs = inputs;
        Workspace workspace = shard.workspace(step, count);
        workspace.forward(parameters, step, 0, count, null);
        workspace.readStates(1);
        for (int row = 0; row < count; row++) {
            workspace.store(row, outputs, row * this.outputs, 1);
            workspace.storeState(row, values, offset(step.stream(row)));
        }
    }

    private void check(int[] streams, int count, int inputLength, int outputLength) {
        if (count < 1 || count > this.count) {
            throw new IllegalArgumentException(
                    "count must be from 1 to the " + this.count + " streams there are but was " + count);
        }
        Checks.room("inputs", inputLength, 0, (long) count * features);
        Checks.room("outputs", outputLength, 0, (long) count * outputs);
        if (streams == null) {
            return;
        }
        Checks.room("streams", streams.length, 0, count);
        int marked = 0;
        try {
            for (; marked < count; marked++) {
                int stream = streams[marked];
                checkStream(stream);
                if (chosen[stream]) {
                    throw new IllegalArgumentException("stream " + stream + " was named twice in one step");
                }
                chosen[stream] = true;
            }
        } finally {
            for (int i = 0; i < marked; i++) {
                chosen[streams[i]] = false;
            }
        }
    }

    private void checkStream(int stream) {
        if (stream < 0 || stream >= count) {
            throw new IllegalArgumentException("stream must be from 0 to " + (count - 1) + " but was " + stream);
        }
    }

    @Override
    public void read(int stream, double[] destination) {
        guard.enterAlone();
        try {
            checkState(stream, destination.length);
            System.arraycopy(values, offset(stream), destination, 0, destination.length);
        } finally {
            guard.leaveAlone();
        }
    }

    @Override
    public void write(int stream, double[] source) {
        guard.enterAlone();
        try {
            checkState(stream, source.length);
            System.arraycopy(source, 0, values, offset(stream), source.length);
        } finally {
            guard.leaveAlone();
        }
    }

    private void checkState(int stream, int length) {
        checkStream(stream);
        if (length != stateSize + staticFeatures) {
            throw new IllegalArgumentException("the state of a stream has " + stateSize + " values and "
                    + staticFeatures + " static features but the array has " + length);
        }
    }

    @Override
    public void close() {
        guard.close();
    }
}
