package dev.elman.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.elman.data.Samples;
import dev.elman.engine.Engines;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddingProblemTest {

    @Test
    void theTargetIsTheSumOfTheTwoMarkedNumbers() {
        int[] firstMarks = new int[7];
        int[] secondMarks = new int[7];
        Samples samples = new AddingSequences(500, 7).fill(3, 1);
        double mean = 0;
        for (int i = 0; i < 500; i++) {
            int begin = samples.inputOffsets()[i];
            double sum = 0;
            int marks = 0;
            for (int step = 0; step < 7; step++) {
                double number = samples.values()[begin + 2 * step];
                double mark = samples.values()[begin + 2 * step + 1];
                assertTrue(number >= 0 && number < 1);
                assertTrue(mark == 0 || mark == 1);
                if (mark == 1) {
                    (marks++ == 0 ? firstMarks : secondMarks)[step]++;
                    sum += number;
                }
            }
            assertEquals(2, marks);
            assertEquals(sum, samples.values()[samples.targetOffsets()[i]]);
            mean += sum / 500;
        }
        assertEquals(1, mean, 0.06, "three standard deviations");
        assertEquals(0, firstMarks[3] + firstMarks[4] + firstMarks[5] + firstMarks[6]);
        assertEquals(0, secondMarks[0] + secondMarks[1] + secondMarks[2]);
        assertTrue(Arrays.stream(firstMarks, 0, 3).allMatch(count -> count > 100));
        assertTrue(Arrays.stream(secondMarks, 3, 7).allMatch(count -> count > 70));
    }

    @Test
    void everyBlockAndEverySeedHasOthers() {
        AddingSequences sequences = new AddingSequences(2, 10);
        double[] one = sequences.fill(1, 1).values().clone();
        assertFalse(Arrays.equals(one, sequences.fill(1, 2).values()));
        assertFalse(Arrays.equals(one, sequences.fill(2, 1).values()));
        assertTrue(Arrays.equals(one, sequences.fill(1, 1).values()));
        assertFalse(Arrays.equals(one, 0, 21, one, 21, 42));
    }

    @Test
    void resultsArePrintedAsTableAndJson() throws IOException {
        List<AddingRun.Result> results = List.of(new AddingRun.Result("lstm", 1, true, 1500, 0.0066, 9.6),
                new AddingRun.Result("simpleRnn", 2, false, 5000, 0.1694, 5.7));
        String table = AddingProblem.table(results);
        assertTrue(table.contains("1500 ") && table.contains("not within 5000") && table.contains("0.00660"), table);
        String json = AddingProblem.json(Engines.get("reference"), results);
        int objects = 0;
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                objects += parser.currentToken() == JsonToken.START_OBJECT ? 1 : 0;
            }
        }
        assertEquals(2, objects);
        assertTrue(json.contains("\"engine\" : \"reference\""), json);
    }
}
