package dev.elman.reference;

import dev.elman.cases.Cases;
import dev.elman.cases.Families;
import dev.elman.cases.LaneChecks;
import dev.elman.cases.SequenceChecks;
import dev.elman.cases.StreamChecks;
import dev.elman.engine.Precision;
import org.junit.jupiter.api.Test;

/** Sequences alone and in batches, padded, as streams and in chunks, on the reference engine. */
class SequencesTest {

    private final ReferenceEngine engine = new ReferenceEngine();

    @Test
    void aSequenceAloneIsOneInABatchWhateverItsPadding() {
        new SequenceChecks(engine, Precision.DOUBLE).all(Cases.table());
    }

    @Test
    void stepByStepAsAWhole() {
        new StreamChecks(engine, Precision.DOUBLE).all(Cases.table());
    }

    @Test
    void chunksGoOnWhereTheOnesBeforeEnded() {
        new LaneChecks(engine, Precision.DOUBLE).all(Families.lanes());
    }
}
