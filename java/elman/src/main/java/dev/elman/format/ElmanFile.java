package dev.elman.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * Safetensors files that Elman writes. Beside what their kind needs, {@code __metadata__} has
 *
 * <ul>
 *   <li>{@code elman.format}: the version of the layout, 1;
 *   <li>{@code elman.kind}: {@code model} or {@code checkpoint};
 *   <li>{@code elman.crc32c}: a checksum, 8 hexadecimal digits, over the other entries whose keys begin with
 *       {@code elman.} and over all tensors: see {@link #checksum}. A file without it, as another program may write
 *       it, is read without that check.
 * </ul>
 */
public final class ElmanFile {

    /** The kind of files that hold a model. */
    public static final String MODEL = "model";
    /** The kind of files that hold a training in progress. */
    public static final String CHECKPOINT = "checkpoint";

    private static final String PREFIX = "elman.";
    private static final String FORMAT = PREFIX + "format";
    private static final String KIND = PREFIX + "kind";
    private static final String CHECKSUM = PREFIX + "crc32c";
    private static final String VERSION = "1";

    private ElmanFile() {}

    /**
     * Writes a file atomically.
     *
     * @param kind {@link #MODEL} or {@link #CHECKPOINT}
     * @param metadata further entries; keys of Elman's own begin with {@code elman.}
     * @throws IOException where it cannot be written: the message says why and what to do
     */
    public static void write(Path path, String kind, Map<String, String> metadata, Collection<Tensor> tensors)
            throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(FORMAT, VERSION);
        all.put(KIND, kind);
        all.putAll(metadata);
        all.put(CHECKSUM, checksum(all, tensors));
        Safetensors.write(path, all, tensors);
    }

    /**
     * Reads a file of the given kind and checks its checksum.
     *
     * @throws FormatException where it is another file, of an unknown version, of another kind, or damaged
     * @throws IOException where it cannot be read
     */
    public static Safetensors read(Path path, String kind) throws IOException {
        Safetensors file = Safetensors.read(path);
        Map<String, String> metadata = file.metadata();
        String version = metadata.get(FORMAT);
        if (version == null) {
            throw new FormatException(path + " is a safetensors file but not one of Elman's: its metadata have no '"
                    + FORMAT + "'");
        }
        if (!version.equals(VERSION)) {
            throw new FormatException(path + " has format version '" + version + "' but this Elman reads version "
                    + VERSION + "; use the Elman that wrote it, or a newer one");
        }
        String found = metadata.get(KIND);
        if (!kind.equals(found)) {
            throw new FormatException(path + " is not a " + kind + " but a " + found + advice(found));
        }
        String expected = metadata.get(CHECKSUM);
        if (expected != null && !expected.equals(checksum(metadata, file.tensors().values()))) {
            throw new FormatException(path + " is damaged: its content does not fit its checksum; take another copy");
        }
        return file;
    }

    /**
     * The entry of the given key.
     *
     * @throws FormatException where there is none
     */
    public static String require(Safetensors file, String key) throws FormatException {
        String value = file.metadata().get(key);
        if (value == null) {
            throw new FormatException(file.path() + ": its metadata have no '" + key + "'");
        }
        return value;
    }

    private static String advice(String found) {
        return MODEL.equals(found) ? ": load it as a model"
                : CHECKPOINT.equals(found) ? ": resume training from it and save that training's model" : "";
    }

    /**
     * CRC-32C over, in the order of the keys, key and value of every entry whose key begins with {@code elman.}
     * but the checksum, in UTF-8 with a zero byte behind each; then over, in the order of the names, each tensor's
     * {@link Tensor#toString description} in UTF-8, a zero byte, and its bytes as they are in the file.
     */
    private static String checksum(Map<String, String> metadata, Collection<Tensor> tensors) {
        CRC32C crc = new CRC32C();
        for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
            if (entry.getKey().startsWith(PREFIX) && !entry.getKey().equals(CHECKSUM)) {
                update(crc, entry.getKey());
                update(crc, entry.getValue());
            }
        }
        TreeMap<String, Tensor> ordered = new TreeMap<>();
        for (Tensor tensor : tensors) {
            ordered.put(tensor.name(), tensor);
        }
        OutputStream out = new CheckedOutputStream(OutputStream.nullOutputStream(), crc);
        try {
            for (Tensor tensor : ordered.values()) {
                update(crc, tensor.toString());
                tensor.writeTo(out);
            }
        } catch (IOException e) {
            throw new AssertionError("nothing is written", e);
        }
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static void update(CRC32C crc, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        crc.update(Arrays.copyOf(bytes, bytes.length + 1));
    }
}
