package dev.elman.data;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The symbols of a text and their numbers, the tokens: every character (Unicode code point) that is in it, in the order
 * of their code points. Never changes.
 */
public final class Vocabulary {

    private final int[] characters;
    private final Map<Integer, Integer> tokens;

    private Vocabulary(int[] characters) {
        this.characters = characters;
        tokens = new HashMap<>(characters.length * 2);
        for (int token = 0; token < characters.length; token++) {
            tokens.put(characters[token], token);
        }
    }

    /**
     * The vocabulary of the characters of a text.
     *
     * @throws DataException where the text is empty, or has half a surrogate pair
     */
    public static Vocabulary ofCharacters(String text) {
        int[] characters = Objects.requireNonNull(text, "text").codePoints().distinct().sorted().toArray();
        if (characters.length == 0) {
            throw new DataException("the text is empty, so that there are no characters to learn");
        }
        for (int character : characters) {
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                throw new DataException("the text has half a surrogate pair, " + name(character)
                        + ", which is no character; was it cut in the middle of one, or read in another encoding?");
            }
        }
        return new Vocabulary(characters);
    }

    /**
     * The tokens of a text, one for each of its characters.
     *
     * @throws DataException naming the first character that is not in the vocabulary, and its place
     */
    public int[] encode(String text) {
        int[] encoded = new int[Objects.requireNonNull(text, "text").codePointCount(0, text.length())];
        int at = 0;
        for (int i = 0; i < encoded.length; i++) {
            int character = text.codePointAt(at);
            Integer token = tokens.get(character);
            if (token == null) {
                throw new DataException("character " + name(character) + " at place " + (i + 1)
                        + " of the text is not among the " + size() + " of the vocabulary");
            }
            encoded[i] = token;
            at += Character.charCount(character);
        }
        return encoded;
    }

    /**
     * The text of tokens.
     *
     * @throws DataException naming the first that is none
     */
    public String decode(int... tokens) {
        StringBuilder text = new StringBuilder(Objects.requireNonNull(tokens, "tokens").length);
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] < 0 || tokens[i] >= size()) {
                throw new DataException("tokens[" + i + "] must be from 0 to " + (size() - 1) + " but is "
                        + tokens[i]);
            }
            text.appendCodePoint(characters[tokens[i]]);
        }
        return text.toString();
    }

    /** How many symbols there are. */
    public int size() {
        return characters.length;
    }

    /** The symbol of a token. */
    public String symbol(int token) {
        return decode(token);
    }

    /** All symbols one behind another, in the order of their tokens; {@link #ofCharacters} makes this one of it. */
    public String characters() {
        return new String(characters, 0, characters.length);
    }

    /** A character for a message: as it is seen, and as Unicode numbers it. */
    private static String name(int character) {
        String number = String.format("U+%04X", character);
        boolean visible = Character.isDefined(character) && !Character.isISOControl(character)
                && !Character.isWhitespace(character) && Character.getType(character) != Character.SURROGATE;
        return visible ? "\"" + Character.toString(character) + "\" (" + number + ")" : number;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary that && characters().equals(that.characters());
    }

    @Override
    public int hashCode() {
        return characters().hashCode();
    }

    @Override
    public String toString() {
        return size() + " characters";
    }
}
