package dev.elman.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams beside predictions of whole sequences. */
class ManyStreamsTest {

    @ParameterizedTest
    @ValueSource(strings = {"native", "reference"})
    void streamsGiveWhatWholeSequencesGive(String engine) throws IOException {
        ManyStreams.Outcome outcome = ManyStreams.run(engine, 2300);
        assertEquals(2300, outcome.streams());
        assertTrue(outcome.worst() < 1e-5, outcome.toString());
        assertTrue(outcome.stepsPerSecond() > 0, outcome.toString());
    }
}
