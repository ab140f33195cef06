package dev.elman;

import dev.elman.format.FormatException;
import dev.elman.layers.StatePart;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * What a model knows of a sequence so far: the state that its recurrent layers carry from one time step to the next, as
 * a value. It belongs to the weights that made it. Never changes; kept as bytes it can go on in another process, on
 * another engine.
 */
public final class State {

    /** Says what the bytes are, and of which version. */
    private static final byte[] MAGIC = {'E', 'L', 'M', 'A', 'N', 'S', 'T', '1'};
    private static final int DIGEST_BYTES = 32;
    /** Magic, two digests, steps, bytes per value, number of values. */
    private static final int HEADER_BYTES = MAGIC.length + 2 * DIGEST_BYTES + Long.BYTES + 2 * Integer.BYTES;

    private final double[] values;
    private final long steps;
    private final ModelId model;

    /** A state of given values, which are not copied. */
    State(double[] values, long steps, ModelId model) {
        this.values = values;
        this.steps = steps;
        this.model = model;
    }

    /** A copy of all values, laid out as {@link dev.elman.layers.Architecture#stateParts()}. */
    public double[] values() {
        return values.clone();
    }

    /**
     * A copy of one vector of them, such as the cell state of an LSTM.
     *
     * @param part of the {@link dev.elman.layers.Architecture#stateParts()} of the state's own model
     * @throws IllegalArgumentException where the state ends before that part does
     */
    public double[] values(StatePart part) {
        if (part.offset() + part.units() > values.length) {
            throw new IllegalArgumentException("the state has " + values.length + " values but the part begins at "
                    + part.offset() + " and has " + part.units() + "; ask for a part of the state's own model");
        }
        return Arrays.copyOfRange(values, part.offset(), part.offset() + part.units());
    }

    /** How many time steps it has seen. */
    public long steps() {
        return steps;
    }

    /** {@link Model#sha256()} of the model that it belongs to. */
    public String modelSha256() {
        return model.weights();
    }

    /** Its values, not copied, where it fits a model; else an error that names both. */
    double[] require(Weights weights) {
        ModelId id = weights.id();
        int stateSize = weights.architecture().stateSize();
        if (values.length != stateSize || !model.equals(id)) {
            throw new IllegalArgumentException("the state has " + values.length + " values of the model with " + model
                    + ", but this model, with " + id + ", has states of " + stateSize
                    + " values; a state belongs to the weights that made it");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(weights.precision().round(values[i]))) {
                throw new IllegalArgumentException("a state must be finite to go on from but its value " + i
                        + " (from 0) is " + values[i] + " in " + weights.precision().id());
            }
        }
        return values;
    }

    /**
     * The state as bytes: header, values (4 bytes each where all are floats, else 8), checksum; docs/files.md has the
     * layout.
     */
    public byte[] toBytes() {
        boolean floats = Arrays.stream(values).allMatch(value -> Double.compare((float) value, value) == 0);
        int width = floats ? Float.BYTES : Double.BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact((long) HEADER_BYTES + (long) values.length * width
                + Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC);
        bytes.put(HexFormat.of().parseHex(model.weights()));
        bytes.put(HexFormat.of().parseHex(model.architecture()));
        bytes.putLong(steps);
        bytes.putInt(width);
        bytes.putInt(values.length);
        for (double value : values) {
            if (floats) {
                bytes.putFloat((float) value);
            } else {
                bytes.putDouble(value);
            }
        }
        bytes.putInt(checksum(bytes.array()));
        return bytes.array();
    }

    /**
     * The state that {@link #toBytes} wrote.
     *
     * @throws FormatException where it is none, damaged, or of an unknown version
     */
    public static State fromBytes(byte[] bytes) throws FormatException {
        if (Objects.requireNonNull(bytes, "bytes").length < HEADER_BYTES + Integer.BYTES) {
            throw new FormatException("a state has at least " + (HEADER_BYTES + Integer.BYTES) + " bytes but there are "
                    + bytes.length);
        }
        if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new FormatException("the bytes are no state that this version of Elman knows: they do not begin with "
                    + "ELMANST1");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
        String weights = digest(in);
        String architecture = digest(in);
        long steps = in.getLong();
        int width = in.getInt();
        int count = in.getInt();
        if (width != Float.BYTES && width != Double.BYTES || count < 0
                || HEADER_BYTES + (long) count * width + Integer.BYTES != bytes.length) {
            throw new FormatException("the state is damaged: it tells of " + count + " values of " + width
                    + " bytes but has " + bytes.length + " bytes in all");
        }
        if (in.getInt(bytes.length - Integer.BYTES) != checksum(bytes) || steps < 0) {
            throw new FormatException("the state is damaged: its content does not fit its checksum");
        }
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = width == Float.BYTES ? in.getFloat() : in.getDouble();
        }
        return new State(values, steps, new ModelId(weights, architecture));
    }

    private static String digest(ByteBuffer in) {
        byte[] digest = new byte[DIGEST_BYTES];
        in.get(digest);
        return HexFormat.of().formatHex(digest);
    }

    /** CRC-32C over all bytes but the last four, where it stands itself. */
    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - Integer.BYTES);
        return (int) crc.getValue();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof State that && steps == that.steps && model.equals(that.model)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(steps) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return values.length + " values after " + steps + " time steps of the model with " + model;
    }
}
