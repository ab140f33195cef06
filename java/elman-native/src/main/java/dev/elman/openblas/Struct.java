package dev.elman.openblas;

import java.nio.ByteBuffer;

/** A struct of {@code elman.h} in native memory, or several one behind another. */
abstract class Struct {

    private final ByteBuffer bytes;
    private int at;

    /** The fields of a struct in the order of the header, each where C puts it: at the next multiple of its size. */
    static final class Layout {

        private int end;

        int int32() {
            return field(Integer.BYTES);
        }

        int int64() {
            return field(Long.BYTES);
        }

        int float64() {
            return field(Double.BYTES);
        }

        int pointer() {
            return field(Long.BYTES);
        }

        private int field(int size) {
            int offset = roundUp(size);
            end = offset + size;
            return offset;
        }

        /** The size of a struct that has a field of 8 bytes. */
        int size() {
            return roundUp(Long.BYTES);
        }

        private int roundUp(int size) {
            return (end + size - 1) / size * size;
        }
    }

    /** Structs in memory of zeros. */
    Struct(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Goes to a byte of the memory, where a struct begins. */
    final void begin(int offset) {
        at = offset;
    }

    final void put(int field, int value) {
        bytes.putInt(at + field, value);
    }

    final void put(int field, long value) {
        bytes.putLong(at + field, value);
    }

    final void put(int field, double value) {
        bytes.putDouble(at + field, value);
    }
}
