package dev.elman.openblas;

import dev.elman.engine.Streams;
import dev.elman.openblas.internal.Native;
import java.util.Objects;

/** Streams of the native engine, which keeps their states. One native call per step, however many streams step. */
final class NativeStreams implements Streams {

    private final Shapes shapes;
    private final int count;
    private final Memory memory;
    private final Handle handle;

    /** What streams own outside the Java heap; the arrays grow with the largest step so far. */
    private static final class Memory implements Runnable {

        /** The address of the native streams. */
        final long streams;
        final NativeArray.Ints numbers = new NativeArray.Ints();
        final NativeArray.Values inputs;
        final NativeArray.Values outputs;
        final NativeArray.Doubles state = new NativeArray.Doubles();

        Memory(long network, Shapes shapes, int count) {
            inputs = NativeArray.Values.of(shapes.precision());
            outputs = NativeArray.Values.of(shapes.precision());
            streams = open(network, count);
        }

        private static long open(long network, int count) {
            try (Copies copies = new Copies()) {
                Copies.Block opened = copies.zeros(Long.BYTES);
                Status.check(Native.elman_streams_open(network, count, opened.address()));
                return opened.bytes().getLong(0);
            }
        }

        @Override
        public void run() {
            Native.elman_streams_close(streams);
            numbers.free();
            inputs.free();
            outputs.free();
            state.free();
        }
    }

    /** Opens streams of a network that the caller holds. */
    NativeStreams(long network, Shapes shapes, int count) {
        this.shapes = shapes;
        this.count = count;
        this.memory = new Memory(network, shapes, count);
        this.handle = new Handle("the set of streams", memory);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void step(int[] streams, int stepped, float[] inputs, float[] outputs) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(outputs, "outputs");
        requireFits(streams, stepped, inputs.length, outputs.length);
        handle.beginExclusive();
        try {
            memory.inputs.put(inputs, stepped * shapes.features());
            step(streams, stepped);
            memory.outputs.get(outputs, stepped * shapes.outputs());
        } finally {
            handle.endExclusive();
        }
    }

    @Override
    public void step(int[] streams, int stepped, double[] inputs, double[] outputs) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(outputs, "outputs");
        requireFits(streams, stepped, inputs.length, outputs.length);
        handle.beginExclusive();
        try {
            memory.inputs.put(inputs, stepped * shapes.features());
            step(streams, stepped);
            memory.outputs.get(outputs, 0, stepped * shapes.outputs());
        } finally {
            handle.endExclusive();
        }
    }

    /** Outputs of the inputs that lie in memory. */
    private void step(int[] streams, int stepped) {
        if (streams != null) {
            memory.numbers.put(streams, 0, stepped);
        }
        memory.outputs.reserve((long) stepped * shapes.outputs());
        long numbers = streams == null ? 0 : memory.numbers.address();
        Status.check(Native.elman_streams_step(
                memory.streams, numbers, stepped, memory.inputs.address(), memory.outputs.address()));
    }

    /** Whether a stream is named twice, the native engine finds out. */
    private void requireFits(int[] streams, int stepped, int inputLength, int outputLength) {
        if (stepped < 1 || stepped > count) {
            throw new IllegalArgumentException(
                    "count must be from 1 to " + count + ", the number of streams, but was " + stepped);
        }
        if (streams != null && streams.length < stepped) {
            throw Arguments.tooShort("streams", streams.length, stepped, "the numbers of those that step");
        }
        for (int i = 0; streams != null && i < stepped; i++) {
            requireStream(streams[i]);
        }
        Arguments.length("inputs", inputLength, stepped, shapes.features(), "[count, features]");
        Arguments.length("outputs", outputLength, stepped, shapes.outputs(), "[count, outputs]");
    }

    private void requireStream(int stream) {
        if (stream < 0 || stream >= count) {
            throw new IllegalArgumentException(
                    "the number of a stream must be from 0 to " + (count - 1) + " but was " + stream);
        }
    }

    @Override
    public void read(int stream, double[] destination) {
        Objects.requireNonNull(destination, "destination");
        move(stream, "destination", destination, 0);
    }

    @Override
    public void write(int stream, double[] source) {
        Objects.requireNonNull(source, "source");
        move(stream, "source", source, 1);
    }

    private void move(int stream, String name, double[] values, int write) {
        requireStream(stream);
        Arguments.exactly(name, values.length, shapes.stateSize() + shapes.staticFeatures(),
                "the state and the static features of a stream");
        handle.beginExclusive();
        try {
            if (values.length > 0) {
                memory.state.put(values, values.length);
                Status.check(Native.elman_streams_state(
                        memory.streams, stream, write, memory.state.address(), values.length));
                memory.state.get(values, 0, values.length);
            }
        } finally {
            handle.endExclusive();
        }
    }

    @Override
    public void close() {
        handle.close();
    }
}
