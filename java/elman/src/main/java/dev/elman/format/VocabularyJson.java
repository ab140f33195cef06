package dev.elman.format;

import dev.elman.data.Vocabulary;
import java.util.Map;

/** A vocabulary as JSON: {@code {"characters":"\n abc"}}, the symbols in the order of their tokens. */
public final class VocabularyJson {

    private VocabularyJson() {}

    /** The vocabulary as one line of JSON. */
    public static String write(Vocabulary vocabulary) {
        return Json.write(Map.of("characters", vocabulary.characters()));
    }

    /**
     * The vocabulary that {@link #write} wrote.
     *
     * @param where what it is and where it stands, for messages
     * @throws FormatException where it is none
     */
    public static Vocabulary read(String json, String where) throws FormatException {
        JsonObject fields = Json.parseObject(json, where);
        fields.requireOnly("characters");
        String characters = fields.text("characters");
        Vocabulary vocabulary;
        try {
            vocabulary = Vocabulary.ofCharacters(characters);
        } catch (IllegalArgumentException e) {
            throw new FormatException(where + ": " + e.getMessage(), e);
        }
        if (!vocabulary.characters().equals(characters)) {
            throw fields.invalid("'characters' must be different ones in the order of their code points");
        }
        return vocabulary;
    }
}
