package dev.elman.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class VocabularyTest {

    /** A letter, an accented one, and one beyond 16 bits. */
    private static final String TEXT = "b\u00e9a\ud83d\ude00ab";

    @Test
    void charactersAreNumberedInTheOrderOfTheirCodePoints() {
        Vocabulary vocabulary = Vocabulary.ofCharacters(TEXT);
        assertEquals(4, vocabulary.size());
        assertEquals("ab\u00e9\ud83d\ude00", vocabulary.characters());
        assertArrayEquals(new int[] {1, 2, 0, 3, 0, 1}, vocabulary.encode(TEXT));
        assertEquals(TEXT, vocabulary.decode(1, 2, 0, 3, 0, 1));
        assertEquals("\ud83d\ude00", vocabulary.symbol(3));
        assertArrayEquals(new int[0], vocabulary.encode(""));
        assertEquals(vocabulary, Vocabulary.ofCharacters(vocabulary.characters()));
    }

    @Test
    void charactersThatAreNotInItAreNamed() {
        Vocabulary vocabulary = Vocabulary.ofCharacters(TEXT);
        Errors.refused(() -> vocabulary.encode("a\ud83d\ude00z"), "\"z\" (U+007A)", "place 3", "4 of the vocabulary");
        Errors.refused(() -> vocabulary.encode("a\n"), "U+000A", "place 2");
        Errors.refused(() -> vocabulary.encode("\ud83d"), "U+D83D", "place 1");
        Errors.refused(() -> vocabulary.decode(0, 4), "tokens[1] must be from 0 to 3 but is 4");
        Errors.refused(() -> vocabulary.symbol(-1), "must be from 0 to 3 but is -1");
    }

    @Test
    void textsWithoutCharactersAreRefused() {
        Errors.refused(() -> Vocabulary.ofCharacters(""), "the text is empty");
        Errors.refused(() -> Vocabulary.ofCharacters("a\ude00"), "half a surrogate pair, U+DE00");
    }
}
