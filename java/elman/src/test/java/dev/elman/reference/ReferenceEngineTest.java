package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.cases.WorkedExample;
import dev.elman.cases.WorkedGates;
import dev.elman.engine.Engine;
import dev.elman.engine.Engines;
import dev.elman.engine.Precision;
import dev.elman.engine.Version;
import dev.elman.layers.Architecture;
import org.junit.jupiter.api.Test;

class ReferenceEngineTest {

    @Test
    void isFoundByItsName() {
        Engine engine = Engines.get("reference");
        assertInstanceOf(ReferenceEngine.class, engine);
        assertEquals(Version.NUMBER, engine.version());
        assertTrue(engine.description().contains("double"));
        assertTrue(Engines.names().contains("reference"));
    }

    @Test
    void findsTheTutorialsWorkedExample() {
        for (Precision precision : Precision.values()) {
            WorkedExample.check(new ReferenceEngine(), precision);
        }
    }

    @Test
    void findsTheNumbersOfSmallGatedLayersWorkedByHand() {
        for (Precision precision : Precision.values()) {
            WorkedGates.check(new ReferenceEngine(), precision);
        }
    }

    @Test
    void refusesAnArchitectureWithoutLayers() {
        IllegalArgumentException none = assertThrows(
                IllegalArgumentException.class,
                () -> new ReferenceEngine().openNetwork(Architecture.inputs(1), Precision.DOUBLE, null));
        assertTrue(none.getMessage().contains("at least one layer"));
    }
}
