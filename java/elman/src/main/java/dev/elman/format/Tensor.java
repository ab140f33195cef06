package dev.elman.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * A named array of a safetensors file, in row-major order. It shares its values with whoever made it: they must not
 * change while a file is written.
 */
public final class Tensor {

    private static final int CHUNK_BYTES = 1 << 16;

    private final String name;
    private final Dtype dtype;
    private final int[] shape;
    private final int size;
    private final int offset;
    /** {@code float[]}, {@code double[]}, {@code long[]}, {@code int[]} or {@code byte[]}, as the element type says. */
    private final Object values;

    private Tensor(String name, Dtype dtype, int[] shape, Object values, int offset, int available) {
        this.name = Objects.requireNonNull(name, "name");
        this.dtype = dtype;
        this.shape = shape.clone();
        long product = 1;
        for (int extent : shape) {
            if (extent < 0) {
                throw new IllegalArgumentException("no extent of tensor " + name + " may be negative, but the shape was "
                        + Arrays.toString(shape));
            }
            product = extent == 0 ? 0 : Math.multiplyExact(product, (long) extent);
        }
        if (offset < 0 || product > available - offset) {
            throw new IllegalArgumentException("tensor " + name + " of shape " + Arrays.toString(shape) + " takes "
                    + product + " values from " + offset + " on but there are " + available);
        }
        this.size = (int) product;
        this.values = values;
        this.offset = offset;
    }

    /** A tensor of {@link Dtype#F32}. */
    public static Tensor of(String name, int[] shape, float[] values) {
        return of(name, shape, values, 0);
    }

    /** A tensor of {@link Dtype#F32} whose values begin at an offset of the array. */
    public static Tensor of(String name, int[] shape, float[] values, int offset) {
        return new Tensor(name, Dtype.F32, shape, values, offset, values.length);
    }

    /** A tensor of {@link Dtype#F64}. */
    public static Tensor of(String name, int[] shape, double[] values) {
        return of(name, shape, values, 0);
    }

    /** A tensor of {@link Dtype#F64} whose values begin at an offset of the array. */
    public static Tensor of(String name, int[] shape, double[] values, int offset) {
        return new Tensor(name, Dtype.F64, shape, values, offset, values.length);
    }

    /** A tensor of {@link Dtype#I64}. */
    public static Tensor of(String name, int[] shape, long[] values) {
        return new Tensor(name, Dtype.I64, shape, values, 0, values.length);
    }

    /** A tensor of {@link Dtype#I32}. */
    public static Tensor of(String name, int[] shape, int[] values) {
        return new Tensor(name, Dtype.I32, shape, values, 0, values.length);
    }

    /** A tensor of {@link Dtype#U8}. */
    public static Tensor of(String name, int[] shape, byte[] values) {
        return new Tensor(name, Dtype.U8, shape, values, 0, values.length);
    }

    /** The name, unique in its file. */
    public String name() {
        return name;
    }

    /** The element type. */
    public Dtype dtype() {
        return dtype;
    }

    /** The extents, outermost first; empty for a single value. */
    public int[] shape() {
        return shape.clone();
    }

    /** The number of elements: the product of the extents. */
    public int size() {
        return size;
    }

    /** A copy of the values of a tensor of {@link Dtype#F32}. */
    public float[] floats() throws FormatException {
        require(Dtype.F32);
        return Arrays.copyOfRange((float[]) values, offset, offset + size);
    }

    /** A copy of the values of a tensor of {@link Dtype#F64}. */
    public double[] doubles() throws FormatException {
        require(Dtype.F64);
        return Arrays.copyOfRange((double[]) values, offset, offset + size);
    }

    /** A copy of the values of a tensor of {@link Dtype#I64}. */
    public long[] longs() throws FormatException {
        require(Dtype.I64);
        return Arrays.copyOfRange((long[]) values, offset, offset + size);
    }

    /** A copy of the values of a tensor of {@link Dtype#I32}. */
    public int[] ints() throws FormatException {
        require(Dtype.I32);
        return Arrays.copyOfRange((int[]) values, offset, offset + size);
    }

    /** A copy of the values of a tensor of {@link Dtype#U8}. */
    public byte[] bytes() throws FormatException {
        require(Dtype.U8);
        return Arrays.copyOfRange((byte[]) values, offset, offset + size);
    }

    /** Copies the values of a tensor of {@link Dtype#F32} into an array, without another copy between. */
    public void copyTo(float[] destination, int destinationOffset) throws FormatException {
        require(Dtype.F32);
        System.arraycopy(values, offset, destination, destinationOffset, size);
    }

    /** Copies the values of a tensor of {@link Dtype#F64} into an array, without another copy between. */
    public void copyTo(double[] destination, int destinationOffset) throws FormatException {
        require(Dtype.F64);
        System.arraycopy(values, offset, destination, destinationOffset, size);
    }

    /** Checks element type and shape, as a reader that knows what it wants does before it takes the values. */
    public void require(Dtype expectedDtype, int... expectedShape) throws FormatException {
        require(expectedDtype);
        if (!Arrays.equals(shape, expectedShape)) {
            throw new FormatException("tensor " + name + " must have the shape " + Arrays.toString(expectedShape)
                    + " but has " + Arrays.toString(shape));
        }
    }

    private void require(Dtype expected) throws FormatException {
        if (dtype != expected) {
            throw new FormatException("tensor " + name + " must have the element type " + expected + " but has "
                    + dtype);
        }
    }

    /** {@code F32 [3, 4]}, with its name before it. */
    @Override
    public String toString() {
        return name + ": " + dtype + " " + Arrays.toString(shape);
    }

    long byteCount() {
        return (long) size * dtype.bytes();
    }

    void writeTo(OutputStream out) throws IOException {
        byte[] bytes = new byte[(int) Math.min(CHUNK_BYTES, byteCount())];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int perChunk = bytes.length / dtype.bytes();
        for (int done = 0, count; done < size; done += count) {
            count = Math.min(perChunk, size - done);
            int from = offset + done;
            switch (dtype) {
                case F32 -> buffer.asFloatBuffer().put((float[]) values, from, count);
                case F64 -> buffer.asDoubleBuffer().put((double[]) values, from, count);
                case I64 -> buffer.asLongBuffer().put((long[]) values, from, count);
                case I32 -> buffer.asIntBuffer().put((int[]) values, from, count);
                case U8 -> System.arraycopy(values, from, bytes, 0, count);
            }
            out.write(bytes, 0, count * dtype.bytes());
        }
    }

    /** Reads a tensor whose extents have been checked against the bytes there are. */
    static Tensor read(String name, Dtype dtype, int[] shape, int size, InputStream in) throws IOException {
        Object values = switch (dtype) {
            case F32 -> new float[size];
            case F64 -> new double[size];
            case I64 -> new long[size];
            case I32 -> new int[size];
            case U8 -> new byte[size];
        };
        Tensor tensor = new Tensor(name, dtype, shape, values, 0, size);
        byte[] bytes = new byte[(int) Math.min(CHUNK_BYTES, tensor.byteCount())];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int perChunk = bytes.length / dtype.bytes();
        for (int done = 0, count; done < size; done += count) {
            count = Math.min(perChunk, size - done);
            if (in.readNBytes(bytes, 0, count * dtype.bytes()) < count * dtype.bytes()) {
                throw new EOFException("the file ended within tensor " + name);
            }
            switch (dtype) {
                case F32 -> buffer.asFloatBuffer().get((float[]) values, done, count);
                case F64 -> buffer.asDoubleBuffer().get((double[]) values, done, count);
                case I64 -> buffer.asLongBuffer().get((long[]) values, done, count);
                case I32 -> buffer.asIntBuffer().get((int[]) values, done, count);
                case U8 -> System.arraycopy(bytes, 0, values, done, count);
            }
        }
        return tensor;
    }
}
