package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.cases.Cases;
import dev.elman.cases.GradientCheck;
import org.junit.jupiter.api.Test;

/** The reference engine is right on its own: its gradients are those that central differences find. */
class GradientCheckTest {

    @Test
    void findsTheGradientsThatCentralDifferencesFind() {
        GradientCheck check = new GradientCheck(new ReferenceEngine());
        GradientCheck.affordable(Cases.table()).forEach(check::check);
        System.out.println(check.summary());
        assertTrue(check.cases() >= 200, "only " + check.cases() + " cases");
    }

    @Test
    void truncatesAsTheUntiedNetworkDoes() {
        GradientCheck check = new GradientCheck(new ReferenceEngine());
        Cases.truncations().forEach(check::check);
        System.out.println("truncation: " + check.summary());
        assertEquals(40, check.cases());
    }
}
