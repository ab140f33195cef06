package dev.elman.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    /** Far more than the buffers that reading takes, far less than what the evil headers ask for. */
    private static final long MAX_ALLOCATION = 8_000_000;

    @TempDir
    Path folder;

    private Path sample() throws IOException {
        Path path = folder.resolve("sample.safetensors");
        Safetensors.write(path, Map.of("who", "Jeffrey \"E\u00f6\u2028\ud83d\ude00"), List.of(
                Tensor.of("bytes", new int[] {3}, new byte[] {1, -2, 3}),
                Tensor.of("floats", new int[] {2, 3}, new float[] {9, 1, 2, 3, -0f, Float.MIN_VALUE, Float.NaN}, 1),
                Tensor.of("doubles", new int[] {}, new double[] {Math.PI}),
                Tensor.of("longs", new int[] {2}, new long[] {Long.MIN_VALUE, 7}),
                Tensor.of("empty", new int[] {0, 5}, new float[0]),
                Tensor.of("ints", new int[] {1, 1}, new int[] {-5})));
        return path;
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Safetensors read = Safetensors.read(sample());
        assertEquals(Map.of("who", "Jeffrey \"E\u00f6\u2028\ud83d\ude00"), read.metadata());
        assertEquals(6, read.tensors().size());
        assertArrayEquals(new float[] {1, 2, 3, -0f, Float.MIN_VALUE, Float.NaN}, read.tensor("floats").floats());
        assertArrayEquals(new int[] {2, 3}, read.tensor("floats").shape());
        assertArrayEquals(new double[] {Math.PI}, read.tensor("doubles").doubles());
        assertEquals(0, read.tensor("doubles").shape().length);
        assertArrayEquals(new long[] {Long.MIN_VALUE, 7}, read.tensor("longs").longs());
        assertArrayEquals(new int[] {-5}, read.tensor("ints").ints());
        assertArrayEquals(new byte[] {1, -2, 3}, read.tensor("bytes").bytes());
        assertEquals(0, read.tensor("empty").size());
    }

    @Test
    void tensorsLargerThanABufferAreReadAndWritten() throws IOException {
        float[] floats = new float[100_003];
        double[] doubles = new double[50_021];
        byte[] bytes = new byte[70_001];
        Random random = new Random(3);
        random.nextBytes(bytes);
        Arrays.setAll(doubles, i -> random.nextGaussian());
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) random.nextGaussian();
        }
        Path path = folder.resolve("large");
        Safetensors.write(path, Map.of(), List.of(Tensor.of("b", new int[] {bytes.length}, bytes),
                Tensor.of("f", new int[] {floats.length}, floats), Tensor.of("d", new int[] {doubles.length}, doubles)));
        Safetensors read = Safetensors.read(path);
        assertArrayEquals(floats, read.tensor("f").floats());
        assertArrayEquals(doubles, read.tensor("d").doubles());
        assertArrayEquals(bytes, read.tensor("b").bytes());
        assertTrue(read.metadata().isEmpty());
    }

    @Test
    void layoutIsThatOfTheFormat() throws IOException {
        Path path = folder.resolve("layout");
        Safetensors.write(path, Map.of("k", "v"), List.of(Tensor.of("a", new int[] {2}, new float[] {1, -2})));
        String json = "{\"__metadata__\":{\"k\":\"v\"},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        byte[] bytes = Files.readAllBytes(path);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) buffer.getLong();
        assertEquals(0, header % 8);
        assertTrue(header - json.length() < 8);
        assertEquals(json + " ".repeat(header - json.length()), new String(bytes, 8, header, StandardCharsets.UTF_8));
        assertEquals(1f, buffer.getFloat(8 + header));
        assertEquals(-2f, buffer.getFloat(12 + header));
        assertEquals(16 + header, bytes.length);
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(sample());
        Path path = folder.resolve("cut");
        for (int length = 0; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            FormatException e = assertThrows(FormatException.class, () -> Safetensors.read(path), "length " + length);
            assertTrue(e.getMessage().contains("cut"), e.getMessage());
        }
        Files.write(path, Arrays.copyOf(whole, whole.length + 1));
        refused(path, "1 bytes behind its last tensor");
    }

    @Test
    void everySingleBitFlipIsReadOrRefused() throws IOException {
        byte[] whole = Files.readAllBytes(sample());
        Path path = folder.resolve("flipped");
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(path, flipped);
            readOrRefuse(path, "bit " + bit);
        }
    }

    @Test
    void randomDamageIsReadOrRefused() throws IOException {
        long seed = System.nanoTime();
        System.out.println("SafetensorsTest.randomDamageIsReadOrRefused: seed " + seed);
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(sample());
        Path path = folder.resolve("damaged");
        for (int round = 0; round < 3000; round++) {
            byte[] damaged = whole.clone();
            for (int hits = 1 + random.nextInt(6); hits > 0; hits--) {
                // Digits and brackets get further than random bytes do.
                String likely = "0123456789-.eE{}[]\",: \\";
                damaged[random.nextInt(damaged.length)] = random.nextBoolean()
                        ? (byte) likely.charAt(random.nextInt(likely.length()))
                        : (byte) random.nextInt(256);
            }
            Files.write(path, damaged);
            readOrRefuse(path, "seed " + seed + ", round " + round);
        }
    }

    private static void readOrRefuse(Path path, String what) throws IOException {
        long before = allocated();
        try {
            Safetensors.read(path);
        } catch (FormatException e) {
            assertTrue(e.getMessage().contains(path.getFileName().toString()), e.getMessage());
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what, e);
        }
        assertTrue(allocated() - before < MAX_ALLOCATION, () -> what + " allocated much");
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                                                       | does not begin with '{'
            `   {}`                                                                  | does not begin with '{'
            {}{}                                                                     | behind its closing brace
            {}x                                                                      | not valid JSON
            {"a"                                                                     | not valid JSON
            {"a":1}                                                                  | tensor 'a' must be an object
            {"a":{}}                                                                 | must have dtype, shape and data_offsets
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | Duplicate field 'a'
            {"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}     | Duplicate field 'dtype'
            {"__metadata__":{"k":"1","k":"2"}}                                       | Duplicate field 'k'
            {"__metadata__":{"k":1}}                                                 | entry 'k' must be a string
            {"__metadata__":[]}                                                      | must be an object of strings
            {"__metadata__":{},"__metadata__":{}}                                    | Duplicate field
            {"a":{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}}                  | element type 'BF16'
            {"a":{"dtype":5,"shape":[4],"data_offsets":[0,8]}}                       | element type ''
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"more":1}}          | unknown field 'more'
            {"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}                     | shape must be an array
            {"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}                 | shape must be an array of whole numbers
            {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}                  | negative number, -2
            {"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}} | out of range of long
            {"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}} | more than 16 elements
            {"a":{"dtype":"F32","shape":[2147483647],"data_offsets":[0,8]}}          | too many elements
            {"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,8]}}         | too many elements
            {"a":{"dtype":"F32","shape":[4294967296,4294967296,2],"data_offsets":[0,8]}} | too many elements
            {"a":{"dtype":"F64","shape":[2000000000],"data_offsets":[0,16000000000]}} | is cut off
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}                   | needs 12 bytes
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}                   | begin <= end
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}                     | begin <= end
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}                 | more than 2 elements
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}                  | negative number
            {"a":{"dtype":"F32","shape":[0],"data_offsets":[9223372036854775807,9223372036854775807]}} | there is a hole
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}                   | there is a hole
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | they overlap
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                   | 4 bytes behind its last tensor
            {"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}                  | tells of 16 bytes of data but there are 8
            """)
    void evilHeaderIsRefused(String header, String message) throws IOException {
        Path path = folder.resolve("evil");
        Files.write(path, file(header.getBytes(StandardCharsets.UTF_8), header.length(), 8));
        refused(path, message);
    }

    @Test
    void evilHeaderLengthIsRefused() throws IOException {
        Path path = folder.resolve("evil");
        for (long length : new long[] {0, 1, 100_000_001, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            Files.write(path, file("{}".getBytes(StandardCharsets.UTF_8), length, 0));
            refused(path, "the header " + Long.toUnsignedString(length) + " bytes");
        }
        Files.write(path, file("{}".getBytes(StandardCharsets.UTF_8), 100_000_000, 0));
        refused(path, "should have 100000000 bytes but 2 follow");
    }

    @Test
    void headerThatIsNotUtf8IsRefused() throws IOException {
        Path path = folder.resolve("evil");
        Files.write(path, file(new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'}, 8, 0));
        refused(path, "not valid UTF-8");
        byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16LE);
        Files.write(path, file(utf16, utf16.length, 0));
        refused(path, "not valid JSON");
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        Path path = folder.resolve("evil");
        for (String open : new String[] {"[", "{\"a\":"}) {
            byte[] header = ("{\"a\":" + open.repeat(500_000)).getBytes(StandardCharsets.UTF_8);
            Files.write(path, file(header, header.length, 0));
            assertThrows(FormatException.class, () -> Safetensors.read(path));
            assertThrows(FormatException.class,
                    () -> Json.parseObject(new String(header, StandardCharsets.UTF_8), "evil"));
        }
    }

    @Test
    void missingFileAndFolderAreRefused() {
        Path missing = folder.resolve("missing");
        NoSuchFileException e = assertThrows(NoSuchFileException.class, () -> Safetensors.read(missing));
        assertEquals(missing + ": there is no such file", e.getMessage());
        refused(folder, "is not a regular file");
    }

    @Test
    void writerRefusesWhatReadersWould() {
        Path path = folder.resolve("bad");
        Tensor a = Tensor.of("a", new int[] {1}, new float[1]);
        assertThrows(IllegalArgumentException.class, () -> Safetensors.write(path, Map.of(), List.of(a, a)));
        Tensor reserved = Tensor.of("__metadata__", new int[] {1}, new float[1]);
        assertThrows(IllegalArgumentException.class, () -> Safetensors.write(path, Map.of(), List.of(reserved)));
        assertThrows(IllegalArgumentException.class, () -> Tensor.of("a", new int[] {2}, new float[1]));
        assertThrows(IllegalArgumentException.class, () -> Tensor.of("a", new int[] {-1}, new float[1]));
        assertTrue(Files.notExists(path));
    }

    @Test
    void wrongTypeOrShapeIsNamed() throws IOException {
        Tensor floats = Safetensors.read(sample()).tensor("floats");
        assertEquals("tensor floats must have the element type F64 but has F32",
                assertThrows(FormatException.class, floats::doubles).getMessage());
        assertEquals("tensor floats must have the shape [3, 2] but has [2, 3]",
                assertThrows(FormatException.class, () -> floats.require(Dtype.F32, 3, 2)).getMessage());
    }

    private static void refused(Path path, String message) {
        FormatException e = assertThrows(FormatException.class, () -> Safetensors.read(path));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    private static byte[] file(byte[] header, long length, int dataBytes) {
        return ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length)
                .put(header).array();
    }
}
