package dev.elman.cli.demo;

import dev.elman.data.Dataset;
import dev.elman.data.Vocabulary;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The embedded Reber grammar (Reber, 1967; embedded by Cleeremans, Servan-Schreiber and McClelland, 1989; with
 * Hochreiter and Schmidhuber, 1997, one of the first tasks of the LSTM): strings {@code B T .. T E} or
 * {@code B P .. P E} around a string of the inner grammar, whose every symbol leads from a node to the next:
 *
 * <pre>
 *   0 -B- 1     1 -T- 2   2 -S- 2   2 -X- 4   4 -S- 6   4 -X- 3
 *               1 -P- 3   3 -T- 3   3 -V- 5   5 -V- 6   5 -P- 4     6 -E- end
 * </pre>
 *
 * Whether the last symbol but one is right depends on the second, however far apart they are.
 */
public final class ReberGrammar {

    /** The seven symbols. */
    public static final Vocabulary SYMBOLS = Vocabulary.ofCharacters("BEPSTVX");

    private static final int END = 7;
    /** For each node the symbols that leave it, and where each leads. */
    private static final String[] LEAVING = {"B", "TP", "SX", "TV", "SX", "VP", "E"};
    private static final int[][] LEADING = {{1}, {2, 3}, {2, 4}, {3, 5}, {6, 3}, {6, 4}, {END}};

    private final RandomStream random;

    private ReberGrammar(RandomStream random) {
        this.random = random;
    }

    /**
     * Strings and whether each is of the grammar.
     *
     * @param strings of any length
     * @param valid of each, whether it is of the grammar
     */
    public record Strings(List<String> strings, boolean[] valid) {

        /** As token sequences of their own lengths with the target 1 (valid) or 0. */
        public Dataset dataset() {
            int[][] tokens = strings.stream().map(SYMBOLS::encode).toArray(int[][]::new);
            double[][] targets = new double[valid.length][1];
            for (int i = 0; i < valid.length; i++) {
                targets[i][0] = valid[i] ? 1 : 0;
            }
            return Dataset.tokens(tokens, targets);
        }
    }

    /**
     * Draws strings, every other one of the grammar. Of the others half have the wrong last symbol but one, the rest
     * another symbol in any one place.
     */
    public static Strings draw(int count, long seed) {
        ReberGrammar grammar = new ReberGrammar(RandomStream.of(seed, Purpose.DATA));
        List<String> strings = new ArrayList<>();
        boolean[] valid = new boolean[count];
        for (int i = 0; i < count; i++) {
            String string = grammar.embedded();
            valid[i] = i % 2 == 0;
            strings.add(valid[i] ? string : i % 4 == 1 ? wrongEnd(string) : grammar.changed(string));
        }
        return new Strings(strings, valid);
    }

    private String embedded() {
        char frame = "TP".charAt(random.nextInt(2));
        return "B" + frame + inner() + frame + "E";
    }

    private String inner() {
        StringBuilder string = new StringBuilder();
        int node = 0;
        while (node != END) {
            int way = random.nextInt(LEAVING[node].length());
            string.append(LEAVING[node].charAt(way));
            node = LEADING[node][way];
        }
        return string.toString();
    }

    private static String wrongEnd(String string) {
        int place = string.length() - 2;
        char other = string.charAt(place) == 'T' ? 'P' : 'T';
        return string.substring(0, place) + other + string.substring(place + 1);
    }

    private String changed(String string) {
        while (true) {
            int place = random.nextInt(string.length());
            String other = SYMBOLS.symbol(random.nextInt(SYMBOLS.size()));
            String changed = string.substring(0, place) + other + string.substring(place + 1);
            if (!isValid(changed)) {
                return changed;
            }
        }
    }

    /** Whether a string is of the embedded grammar. */
    public static boolean isValid(String string) {
        int length = string.length();
        if (length < 4 || string.charAt(0) != 'B' || string.charAt(length - 1) != 'E'
                || "TP".indexOf(string.charAt(1)) < 0 || string.charAt(1) != string.charAt(length - 2)) {
            return false;
        }
        int node = 0;
        for (char symbol : string.substring(2, length - 2).toCharArray()) {
            int way = node == END ? -1 : LEAVING[node].indexOf(symbol);
            if (way < 0) {
                return false;
            }
            node = LEADING[node][way];
        }
        return node == END;
    }
}
