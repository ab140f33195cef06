package dev.elman.openblas;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/** Structs and copies of Java arrays in native memory for a call that opens something; gone when this is closed. */
final class Copies implements AutoCloseable {

    private final List<NativeArray> arrays = new ArrayList<>();
    private final List<Pointer> structs = new ArrayList<>();

    /** Memory of zeros for structs. */
    Pointer zeros(long count, long size) {
        Pointer memory = Pointer.calloc(Math.max(1, count), size);
        if (memory == null || memory.isNull()) {
            throw new OutOfMemoryError("no native memory for what describes a network or a data set");
        }
        structs.add(memory);
        return memory;
    }

    /** A copy of an array, never null. */
    DoublePointer of(double[] source) {
        NativeArray.Doubles copy = new NativeArray.Doubles();
        arrays.add(copy);
        copy.reserve(1);
        copy.put(source, source.length);
        return copy.pointer();
    }

    /** A copy of an array, never null. */
    IntPointer of(int[] source) {
        NativeArray.Ints copy = new NativeArray.Ints();
        arrays.add(copy);
        copy.reserve(1);
        copy.put(source, 0, source.length);
        return copy.pointer();
    }

    /** A copy of an array, or null where it is empty. */
    IntPointer orNull(int[] source) {
        return source.length == 0 ? null : of(source);
    }

    @Override
    public void close() {
        arrays.forEach(NativeArray::free);
        structs.forEach(Pointer::free);
    }
}
