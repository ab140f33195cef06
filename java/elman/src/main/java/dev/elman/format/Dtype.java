package dev.elman.format;

/** The element types that Elman's files use, a part of those of safetensors; all little-endian. */
public enum Dtype {
    /** {@code float}. */
    F32(4),
    /** {@code double}. */
    F64(8),
    /** {@code long}. */
    I64(8),
    /** {@code int}. */
    I32(4),
    /** Bytes. */
    U8(1);

    private final int bytes;

    Dtype(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }
}
