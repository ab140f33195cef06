package dev.elman.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.cases.Cases;
import dev.elman.cases.Families;
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
        assertTrue(check.cases() >= 2000, "only " + check.cases() + " cases");
    }

    @Test
    void truncatesAsTheUntiedNetworkDoes() {
        GradientCheck check = new GradientCheck(Engines.get("native"));
        Families.truncations().forEach(check::check);
        System.out.println("truncation: " + check.summary());
        assertEquals(320, check.cases());
    }
}
