package dev.elman.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.cases.Case;
import dev.elman.cases.Cases;
import dev.elman.cases.Families;
import dev.elman.cases.GradientCheck;
import dev.elman.cases.Progress;
import dev.elman.engine.Engines;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The native engine's gradients are right by themselves, not only equal to the reference's. */
class NativeGradientCheckTest {

    @Test
    void findsTheGradientsThatCentralDifferencesFind() {
        GradientCheck check = new GradientCheck(Engines.get("native"));
        List<Case> cases = GradientCheck.affordable(Cases.tested());
        Progress progress = new Progress("gradients", cases.size());
        for (Case one : cases) {
            check.check(one);
            progress.step();
        }
        System.out.println(check.summary());
        // Of a part of the table another share may be affordable.
        assertTrue(check.cases() >= (Cases.every() == 1 ? 2000 : 1), "only " + check.cases() + " cases");
    }

    @Test
    void truncatesAsTheUntiedNetworkDoes() {
        GradientCheck check = new GradientCheck(Engines.get("native"));
        Families.truncations().forEach(check::check);
        System.out.println("truncation: " + check.summary());
        assertEquals(320, check.cases());
    }
}
