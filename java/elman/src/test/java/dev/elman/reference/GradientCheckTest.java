package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.cases.Case;
import dev.elman.cases.Cases;
import dev.elman.cases.GradientCheck;
import org.junit.jupiter.api.Test;

/** The reference engine is right on its own: its gradients are those that central differences find. */
class GradientCheckTest {

    /** Multiplications and additions for one case, beyond which it is left to others of the same values. */
    private static final double AFFORDABLE = 3e8;

    @Test
    void findsTheGradientsThatCentralDifferencesFind() {
        GradientCheck check = new GradientCheck(new ReferenceEngine());
        for (Case one : Cases.table()) {
            if (GradientCheck.cost(one) <= AFFORDABLE) {
                check.check(one);
            }
        }
        System.out.println(check.summary());
        assertTrue(check.cases() >= 200, "only " + check.cases() + " cases");
    }
}
