package dev.elman.agreement;

import dev.elman.cases.Cases;
import dev.elman.cases.Families;
import dev.elman.cases.LaneChecks;
import dev.elman.cases.SequenceChecks;
import dev.elman.cases.StreamChecks;
import dev.elman.engine.Engine;
import dev.elman.engine.Engines;
import dev.elman.engine.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sequences alone and in batches, padded, as streams and in chunks, on the native engine. */
class NativeSequencesTest {

    private static final Engine NATIVE = Engines.get("native");

    @ParameterizedTest
    @EnumSource
    void aSequenceAloneIsOneInABatchWhateverItsPadding(Precision precision) {
        new SequenceChecks(NATIVE, precision).all(Cases.table());
    }

    @ParameterizedTest
    @EnumSource
    void stepByStepAsAWhole(Precision precision) {
        new StreamChecks(NATIVE, precision).all(Cases.table());
    }

    @ParameterizedTest
    @EnumSource
    void chunksGoOnWhereTheOnesBeforeEnded(Precision precision) {
        new LaneChecks(NATIVE, precision).all(Families.lanes());
    }
}
