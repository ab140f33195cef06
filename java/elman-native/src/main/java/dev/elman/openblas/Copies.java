package dev.elman.openblas;

import dev.elman.openblas.internal.Native;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Structs and copies of Java arrays in native memory for a call that opens something; gone when this is closed. */
final class Copies implements AutoCloseable {

    private final List<NativeArray> arrays = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();

    /** Some bytes, first zeros; native calls take the address, Java reads and writes through the buffer. */
    record Block(long address, ByteBuffer bytes) {}

    /** Zeros for structs, or for what a native function returns through a pointer. */
    Block zeros(int bytes) {
        long address = Native.calloc(1, Math.max(1, bytes));
        if (address == 0) {
            throw new OutOfMemoryError("no native memory for what describes a network or a data set");
        }
        try {
            Block block = new Block(address, NativeArray.buffer(address, bytes));
            blocks.add(block);
            return block;
        } catch (Throwable e) {
            Native.free(address);
            throw e;
        }
    }

    /** The address of a copy of an array, never 0. */
    long of(double[] source) {
        NativeArray.Doubles copy = room(source.length);
        copy.put(source, source.length);
        return copy.address();
    }

    /** The address of a copy of an array, or 0 where there is none. */
    long orNull(double[] source) {
        return source == null ? 0 : of(source);
    }

    /** Room for what a native function gives; its address is never 0. */
    NativeArray.Doubles room(int count) {
        NativeArray.Doubles array = new NativeArray.Doubles();
        arrays.add(array);
        array.reserve(Math.max(1, count));
        return array;
    }

    /** The address of a copy of an array, never 0. */
    long of(int[] source) {
        NativeArray.Ints copy = new NativeArray.Ints();
        arrays.add(copy);
        copy.reserve(1);
        copy.put(source, 0, source.length);
        return copy.address();
    }

    /** The address of a copy of an array, or 0 where it is empty. */
    long orNull(int[] source) {
        return source.length == 0 ? 0 : of(source);
    }

    @Override
    public void close() {
        for (NativeArray array : arrays) {
            array.free();
        }
        for (Block block : blocks) {
            Native.free(block.address());
        }
    }
}
