package dev.elman.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of named tensors in the safetensors format: 8 bytes of header length N, little-endian; N bytes of JSON,
 * {@code {name: {"dtype":.., "shape":[..], "data_offsets":[begin, end]}}} and an optional string map
 * {@code __metadata__}; then the values, row-major and little-endian, without holes or overlaps.
 *
 * <p>Reading is strict, and checks everything against the size of the file before it allocates: whatever the file
 * holds, it is read or refused with a {@link FormatException}.
 */
public final class Safetensors {

    /** The largest header that is read or written. */
    public static final int MAX_HEADER_BYTES = 100_000_000;

    private static final int LENGTH_BYTES = 8;

    private final Path path;
    private final Map<String, String> metadata;
    private final Map<String, Tensor> tensors;

    private Safetensors(Path path, Map<String, String> metadata, Map<String, Tensor> tensors) {
        this.path = path;
        this.metadata = Collections.unmodifiableMap(metadata);
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /** The file that was read. */
    public Path path() {
        return path;
    }

    /** The entries of {@code __metadata__}, empty where there is none. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** The tensors by name, in the order of their values in the file. */
    public Map<String, Tensor> tensors() {
        return tensors;
    }

    /**
     * The tensor of the given name.
     *
     * @throws FormatException where there is none
     */
    public Tensor tensor(String name) throws FormatException {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new FormatException(path + " has no tensor '" + name + "'; it has " + tensors.keySet());
        }
        return tensor;
    }

    /**
     * Reads a file.
     *
     * @throws NoSuchFileException where there is no such file
     * @throws FormatException where it is not a valid safetensors file, or has element types other than {@link Dtype}'s
     * @throws IOException where it cannot be read
     */
    public static Safetensors read(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString(), null, "there is no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new FormatException(path + " is not a regular file");
        }
        long fileBytes = Files.size(path);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            int headerBytes = readHeaderLength(path, in, fileBytes);
            String json = readHeader(path, in, headerBytes);
            SafetensorsHeader header =
                    SafetensorsHeader.parse(json, path.toString(), fileBytes - LENGTH_BYTES - headerBytes);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (SafetensorsHeader.Entry entry : header.entries()) {
                tensors.put(entry.name(),
                        Tensor.read(entry.name(), entry.dtype(), entry.shape(), entry.size(), in));
            }
            return new Safetensors(path, header.metadata(), tensors);
        } catch (EOFException e) {
            throw new FormatException(path + " became shorter while it was read: " + e.getMessage(), e);
        }
    }

    private static int readHeaderLength(Path path, InputStream in, long fileBytes) throws IOException {
        byte[] bytes = new byte[LENGTH_BYTES];
        if (in.readNBytes(bytes, 0, LENGTH_BYTES) < LENGTH_BYTES) {
            throw new FormatException(path + " is not a safetensors file: it has " + fileBytes
                    + " bytes, not even the 8 of the header's length");
        }
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > MAX_HEADER_BYTES) {
            throw new FormatException(path + " is not a safetensors file: its first 8 bytes give the header "
                    + Long.toUnsignedString(length) + " bytes, which must be from 2 to " + MAX_HEADER_BYTES);
        }
        if (length > fileBytes - LENGTH_BYTES) {
            throw new FormatException(path + " is cut off or not a safetensors file: its header should have " + length
                    + " bytes but " + (fileBytes - LENGTH_BYTES) + " follow");
        }
        return (int) length;
    }

    private static String readHeader(Path path, InputStream in, int headerBytes) throws IOException {
        byte[] bytes = in.readNBytes(headerBytes);
        if (bytes.length < headerBytes) {
            throw new EOFException("the file ended within the header");
        }
        if (bytes[0] != '{') {
            throw new FormatException(path + " is not a safetensors file: its header does not begin with '{'");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new FormatException(path + ": header is not valid UTF-8", e);
        }
    }

    /**
     * Writes a file atomically, as {@link AtomicFile} does.
     *
     * @param metadata entries of {@code __metadata__}; left out where empty
     * @param tensors tensors of different names
     * @throws IllegalArgumentException where two tensors have one name, or names and metadata are too long for a header
     * @throws IOException where it cannot be written: the message says why and what to do
     */
    public static void write(Path path, Map<String, String> metadata, Collection<Tensor> tensors) throws IOException {
        // Large elements first, so that every tensor lies at a multiple of its element's size.
        List<Tensor> ordered = new ArrayList<>(tensors);
        ordered.sort(Comparator.comparingInt((Tensor tensor) -> tensor.dtype().bytes()).reversed());
        byte[] header = header(metadata, ordered);
        AtomicFile.write(path, out -> {
            out.write(ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
            out.write(header);
            for (Tensor tensor : ordered) {
                tensor.writeTo(out);
            }
        });
    }

    private static byte[] header(Map<String, String> metadata, List<Tensor> tensors) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            fields.put(SafetensorsHeader.METADATA, metadata);
        }
        long at = 0;
        for (Tensor tensor : tensors) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", tensor.dtype().name());
            entry.put("shape", Arrays.stream(tensor.shape()).boxed().toList());
            entry.put("data_offsets", List.of(at, at + tensor.byteCount()));
            at += tensor.byteCount();
            if (fields.put(tensor.name(), entry) != null || tensor.name().equals(SafetensorsHeader.METADATA)) {
                throw new IllegalArgumentException("the tensor name '" + tensor.name() + "' is taken");
            }
        }
        byte[] json = Json.write(fields).getBytes(StandardCharsets.UTF_8);
        // Spaces behind the JSON let the values begin at a multiple of 8.
        int padded = Math.addExact(json.length, 7) / 8 * 8;
        if (padded > MAX_HEADER_BYTES) {
            throw new IllegalArgumentException("names, shapes and metadata of " + tensors.size() + " tensors take " + padded
                    + " bytes, more than the " + MAX_HEADER_BYTES + " of a safetensors header");
        }
        byte[] header = Arrays.copyOf(json, padded);
        Arrays.fill(header, json.length, padded, (byte) ' ');
        return header;
    }
}
