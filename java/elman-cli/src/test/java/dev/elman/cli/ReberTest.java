package dev.elman.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.cli.demo.ReberGrammar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The grammar, and the network that learns it. */
class ReberTest {

    @TempDir
    Path folder;

    @Test
    void theGrammarKnowsItsStrings() {
        for (String valid : new String[] {"BTBTXSETE", "BPBTXSEPE", "BTBPVVETE", "BPBTSSXXTVVEPE"}) {
            assertTrue(ReberGrammar.isValid(valid), valid);
        }
        for (String invalid : new String[] {"BTBTXSEPE", "BPBTXSETE", "BTBTXETE", "BTBTXSET", "", "BTTE",
            "BTBTXSEETE"}) {
            assertFalse(ReberGrammar.isValid(invalid), invalid);
        }
    }

    @Test
    void everyOtherStringIsOfTheGrammarAndLengthsDiffer() {
        ReberGrammar.Strings drawn = ReberGrammar.draw(400, 5);
        Set<Integer> lengths = new HashSet<>();
        for (int i = 0; i < 400; i++) {
            assertEquals(i % 2 == 0, drawn.valid()[i]);
            assertEquals(drawn.valid()[i], ReberGrammar.isValid(drawn.strings().get(i)), drawn.strings().get(i));
            lengths.add(drawn.strings().get(i).length());
        }
        assertTrue(lengths.size() > 10, lengths.toString());
        assertEquals(drawn.strings(), ReberGrammar.draw(400, 5).strings());
    }

    @Test
    void theGrammarIsLearntFromExamples() throws Exception {
        Path picture = folder.resolve("reber.png");
        Map<String, Object> line = Cli.run("demo", "reber", "--json", "--plot", picture).ok().json().get(0);
        assertEquals("reber", line.get("demo"));
        assertTrue(Cli.number(line, "accuracy") > 0.98, line.toString());
        assertTrue(Cli.number(line, "f1") > 0.98, line.toString());
        assertTrue(Files.size(picture) > 1000);
        String text = Cli.run("demo", "reber", "--epochs", 1).ok().out();
        assertTrue(text.contains("accuracy") && text.contains("the model's probability"), text);
    }
}
