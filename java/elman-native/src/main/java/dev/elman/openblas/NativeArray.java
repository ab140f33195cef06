package dev.elman.openblas;

import dev.elman.engine.Precision;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * An array in native memory that is kept from call to call and grows when more is asked for. Java copies into and out
 * of it through buffers, without a native call.
 *
 * <p>The memory comes from {@code malloc} and goes with {@link #free()}. JavaCPP's own allocation would count it
 * against a limit taken from the size of the Java heap, and refuse it where others have used up that limit.
 */
abstract class NativeArray {

    /** Elements per buffer, so that a buffer of any element type stays below the 2 GiB that it can have. */
    static final int PART_BITS = 27;
    /** The same as a number. */
    static final int PART = 1 << PART_BITS;

    private final int elementSize;
    private Pointer memory = new Pointer();
    private long capacity;

    private NativeArray(int elementSize) {
        this.elementSize = elementSize;
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
        Pointer larger = Pointer.malloc(Math.multiplyExact(elements, elementSize));
        if (larger == null || larger.isNull()) {
            throw new OutOfMemoryError("no native memory for " + elements + " elements of " + elementSize + " bytes");
        }
        ByteBuffer[] parts = new ByteBuffer[(int) ((elements + PART - 1) >> PART_BITS)];
        for (int i = 0; i < parts.length; i++) {
            long first = (long) i << PART_BITS;
            long length = Math.min(PART, elements - first);
            // A Pointer without a type counts bytes.
            parts[i] = new Pointer(larger)
                    .position(first * elementSize)
                    .limit((first + length) * elementSize)
                    .asByteBuffer();
        }
        Pointer.free(memory);
        memory = larger;
        capacity = elements;
        moved(larger, parts);
    }

    /** Frees the memory; the array is empty then. */
    final void free() {
        Pointer.free(memory);
        memory = new Pointer();
        capacity = 0;
        moved(memory, new ByteBuffer[0]);
    }

    /** Tells the subclass where its elements are now. */
    abstract void moved(Pointer memory, ByteBuffer[] parts);

    /** An array of {@code int}. */
    static final class Ints extends NativeArray {

        private IntPointer pointer;
        private IntBuffer[] parts;

        Ints() {
            super(Integer.BYTES);
        }

        @Override
        void moved(Pointer memory, ByteBuffer[] bytes) {
            pointer = new IntPointer(memory);
            parts = new IntBuffer[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                parts[i] = bytes[i].asIntBuffer();
            }
        }

        IntPointer pointer() {
            return pointer;
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

        abstract Pointer pointer();

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

        private FloatPointer pointer;
        private FloatBuffer[] parts;

        Floats() {
            super(Float.BYTES);
        }

        @Override
        void moved(Pointer memory, ByteBuffer[] bytes) {
            pointer = new FloatPointer(memory);
            parts = new FloatBuffer[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                parts[i] = bytes[i].asFloatBuffer();
            }
        }

        @Override
        FloatPointer pointer() {
            return pointer;
        }

        @Override
        void put(float[] source, int count) {
            reserve(count);
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

        private DoublePointer pointer;
        private DoubleBuffer[] parts;

        Doubles() {
            super(Double.BYTES);
        }

        @Override
        void moved(Pointer memory, ByteBuffer[] bytes) {
            pointer = new DoublePointer(memory);
            parts = new DoubleBuffer[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                parts[i] = bytes[i].asDoubleBuffer();
            }
        }

        @Override
        DoublePointer pointer() {
            return pointer;
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
