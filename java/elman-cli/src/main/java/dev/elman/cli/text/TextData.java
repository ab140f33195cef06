package dev.elman.cli.text;

import dev.elman.data.Chunks;
import dev.elman.data.Dataset;
import dev.elman.data.Vocabulary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A text as the numbers of its characters: the first part to learn from, the last one held out.
 *
 * @param vocabulary the characters of the whole text
 * @param train to learn from
 * @param heldOut to judge by; never learnt from
 */
public record TextData(Vocabulary vocabulary, int[] train, int[] heldOut) {

    /** Reads a file of UTF-8 text; a byte-order mark at its beginning is left out. */
    public static TextData read(Path file, double heldOutShare) throws IOException {
        String text = decode(file, Files.readAllBytes(file));
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        if (text.isEmpty()) {
            throw new IOException(file + " is empty; a text to learn from is needed");
        }
        Vocabulary vocabulary = Vocabulary.ofCharacters(text);
        int[] characters = vocabulary.encode(text);
        int heldOut = (int) Math.round(characters.length * heldOutShare);
        int[] train = Arrays.copyOf(characters, characters.length - heldOut);
        return new TextData(vocabulary, train, Arrays.copyOfRange(characters, train.length, characters.length));
    }

    private static String decode(Path file, byte[] bytes) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new IOException(file + " is not UTF-8 text: byte " + in.position() + " is no part of a character;"
                    + " convert it first, for example with iconv -t UTF-8");
        }
        return out.flip().toString();
    }

    /** What is learnt from: so many lanes side by side, each in chunks of so many characters. */
    public Dataset trainChunks(int steps, int lanes) {
        return Chunks.of(steps).lanes(lanes).over(train);
    }

    /** What is held out, from its first character to its last in one go; null where nothing is. */
    public Dataset heldOutChunks(int steps) {
        return heldOut.length < 2 ? null : Chunks.of(Math.min(steps, heldOut.length - 1)).lanes(1).over(heldOut);
    }
}
