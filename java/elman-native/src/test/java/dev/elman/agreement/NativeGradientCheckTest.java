package dev.elman.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.cases.Cases;
import dev.elman.cases.GradientCheck;
import dev.elman.engine.Engines;
import org.junit.jupiter.api.Test;

/** The native engine's gradients are right by themselves, not only equal to the reference's. */
class NativeGradientCheckTest {

    @Test
    void findsTheGradientsThatCentralDifferencesFind() {
        GradientCheck check = new GradientCheck(Engines.get("native"));
        GradientCheck.affordable(Cases.table()).forEach(check::check);
        System.out.println(check.summary());
        assertTrue(check.cases() >= 200, "only " + check.cases() + " cases");
    }

    @Test
    void truncatesAsTheUntiedNetworkDoes() {
        GradientCheck check = new GradientCheck(Engines.get("native"));
        Cases.truncations().forEach(check::check);
        System.out.println("truncation: " + check.summary());
        assertEquals(160, check.cases());
    }
}
