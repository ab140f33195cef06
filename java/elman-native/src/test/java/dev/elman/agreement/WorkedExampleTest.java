package dev.elman.agreement;

import dev.elman.cases.WorkedExample;
import dev.elman.cases.WorkedGates;
import dev.elman.engine.Engines;
import dev.elman.engine.Precision;
import org.junit.jupiter.api.Test;

/** The founding example and small gated layers, in every engine and precision. */
class WorkedExampleTest {

    @Test
    void bothEnginesFindTheTutorialsWorkedExample() {
        for (String engine : new String[] {"native", "reference"}) {
            for (Precision precision : Precision.values()) {
                WorkedExample.check(Engines.get(engine), precision);
            }
        }
    }

    @Test
    void bothEnginesFindTheNumbersOfSmallGatedLayersWorkedByHand() {
        for (String engine : new String[] {"native", "reference"}) {
            for (Precision precision : Precision.values()) {
                WorkedGates.check(Engines.get(engine), precision);
            }
        }
    }
}
