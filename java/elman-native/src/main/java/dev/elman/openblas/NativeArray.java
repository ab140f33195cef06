package dev.elman.openblas;

import dev.elman.engine.Precision;
import dev.elman.openblas.internal.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * An array in native memory that is kept from call to call and grows when more is asked for. Java copies into and out
 * of it through buffers, without a native call.
 *
 * <p>The memory is the C library's and goes with {@link #free()}. What Java and JavaCPP allocate themselves counts
 * against limits taken from the size of the Java heap, and is refused where others have used up those.
 */
abstract class NativeArray {

    /** Elements per buffer, so that a buffer of any element type stays below the 2 GiB that it can have. */
    static final int PART_BITS = 27;
    /** The same as a number. */
    static final int PART = 1 << PART_BITS;

    /** So many elements are copied sooner one by one than together. */
    private static final int FEW = 16;

    private static final ByteBuffer[] NONE = {};

    private final int elementSize;
    private long address;
    private long capacity;

    private NativeArray(int elementSize) {
        this.elementSize = elementSize;
    }

    /** Where it lies, until it grows or is freed; 0 where it never had an element. */
    final long address() {
        return address;
    }

    /**
     * Makes room for so many elements; what was in the array is lost where it has to grow.
     *
     * @throws OutOfMemoryError where there is not enough memory; the array is then as it was
     */
    final void reserve(long elements) {
        if (elements > capacity) {
            grow(elements);
        }
    }

    private void grow(long elements) {
        long larger = Native.calloc(elements, elementSize);
        if (larger == 0) {
            throw new OutOfMemoryError("no native memory for " + elements + " elements of " + elementSize + " bytes");
        }
        try {
            ByteBuffer[] parts = new ByteBuffer[(int) ((elements + PART - 1) >> PART_BITS)];
            for (int i = 0; i < parts.length; i++) {
                long first = (long) i << PART_BITS;
                parts[i] = buffer(larger + first * elementSize, Math.min(PART, elements - first) * elementSize);
            }
            moved(parts);
        } catch (Throwable e) {
            Native.free(larger);
            throw e;
        }
        long smaller = address;
        address = larger;
        capacity = elements;
        Native.free(smaller);
    }

    /** Native memory as Java sees it. */
    static ByteBuffer buffer(long address, long bytes) {
        return ((ByteBuffer) Native.buffer(address, bytes)).order(ByteOrder.nativeOrder());
    }

    /** Frees the memory; the array is empty then. */
    final void free() {
        moved(NONE);
        Native.free(address);
        address = 0;
        capacity = 0;
    }

    /** Tells the subclass where its elements are now. */
    abstract void moved(ByteBuffer[] parts);

    /** An array of {@code int}. */
    static final class Ints extends NativeArray {

        private IntBuffer[] parts;

        Ints() {
            super(Integer.BYTES);
        }

        @Override
        void moved(ByteBuffer[] bytes) {
            IntBuffer[] views = new IntBuffer[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                views[i] = bytes[i].asIntBuffer();
            }
            parts = views;
        }

        int get(int index) {
            return parts[index >> PART_BITS].get(index & (PART - 1));
        }

        /** Copies elements of a Java array to the beginning of this one. */
        void put(int[] source, int from, int count) {
            reserve(count);
            for (int done = 0; done < count; ) {
                int length = Math.min(PART, count - done);
                parts[done >> PART_BITS].put(0, source, from + done, length);
                done += length;
            }
        }
    }

    /** An array of a floating-point type, which takes and gives both, rounded where it is the narrower one. */
    abstract static class Values extends NativeArray {

        private Values(int elementSize) {
            super(elementSize);
        }

        /** An empty array of a precision's element type. */
        static Values of(Precision precision) {
            return precision == Precision.FLOAT ? new Floats() : new Doubles();
        }

        /** Copies the first elements of a Java array into this one. */
        abstract void put(float[] source, int count);

        /** Copies the first elements of a Java array into this one. */
        abstract void put(double[] source, int count);

        /** Copies the first elements of this array into a Java array. */
        abstract void get(float[] destination, int count);

        /** Copies the first elements of this array into a Java array, from the index {@code to}. */
        abstract void get(double[] destination, int to, int count);
    }

    /** An array of {@code float}. */
    static final class Floats extends Values {

        private FloatBuffer[] parts;
        /** The first of the parts, which is all there is of most arrays. */
        private FloatBuffer first;

        Floats() {
            super(Float.BYTES);
        }

        @Override
        void moved(ByteBuffer[] bytes) {
            FloatBuffer[] views = new FloatBuffer[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                views[i] = bytes[i].asFloatBuffer();
            }
            parts = views;
            first = views.length == 0 ? null : views[0];
        }

        @Override
        void put(float[] source, int count) {
            reserve(count);
            if (count <= FEW) {
                for (int i = 0; i < count; i++) {
                    first.put(i, source[i]);
                }
                return;
            }
            for (int done = 0; done < count; ) {
                int length = Math.min(PART, count - done);
                parts[done >> PART_BITS].put(0, source, done, length);
                done += length;
            }
        }

        @Override
        void put(double[] source, int count) {
            reserve(count);
            for (int i = 0; i < count; i++) {
                parts[i >> PART_BITS].put(i & (PART - 1), (float) source[i]);
            }
        }

        @Override
        void get(float[] destination, int count) {
            if (count <= FEW) {
                for (int i = 0; i < count; i++) {
                    destination[i] = first.get(i);
                }
                return;
            }
            for (int done = 0; done < count; ) {
                int length = Math.min(PART, count - done);
                parts[done >> PART_BITS].get(0, destination, done, length);
                done += length;
            }
        }

        @Override
        void get(double[] destination, int to, int count) {
            for (int i = 0; i < count; i++) {
                destination[to + i] = parts[i >> PART_BITS].get(i & (PART - 1));
            }
        }
    }

    /** An array of {@code double}. */
    static final class Doubles extends Values {

        private DoubleBuffer[] parts;

        Doubles() {
            super(Double.BYTES);
        }

        @Override
        void moved(ByteBuffer[] bytes) {
            DoubleBuffer[] views = new DoubleBuffer[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                views[i] = bytes[i].asDoubleBuffer();
            }
            parts = views;
        }

        double get(int index) {
            return parts[index >> PART_BITS].get(index & (PART - 1));
        }

        @Override
        void put(double[] source, int count) {
            reserve(count);
            for (int done = 0; done < count; ) {
                int length = Math.min(PART, count - done);
                parts[done >> PART_BITS].put(0, source, done, length);
                done += length;
            }
        }

        @Override
        void put(float[] source, int count) {
            reserve(count);
            for (int i = 0; i < count; i++) {
                parts[i >> PART_BITS].put(i & (PART - 1), source[i]);
            }
        }

        @Override
        void get(double[] destination, int to, int count) {
            for (int done = 0; done < count; ) {
                int length = Math.min(PART, count - done);
                parts[done >> PART_BITS].get(0, destination, to + done, length);
                done += length;
            }
        }

        @Override
        void get(float[] destination, int count) {
            for (int i = 0; i < count; i++) {
                destination[i] = (float) parts[i >> PART_BITS].get(i & (PART - 1));
            }
        }
    }
}
