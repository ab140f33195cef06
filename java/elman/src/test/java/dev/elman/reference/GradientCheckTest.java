package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.cases.Case;
import dev.elman.cases.Cases;
import dev.elman.cases.Families;
import dev.elman.cases.GradientCheck;
import dev.elman.cases.Point;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The reference engine is right on its own: its gradients are those that central differences find. */
class GradientCheckTest {

    @Test
    void findsTheGradientsThatCentralDifferencesFind() {
        GradientCheck check = new GradientCheck(new ReferenceEngine());
        GradientCheck.affordable(Cases.table()).forEach(check::check);
        System.out.println(check.summary());
        assertTrue(check.cases() >= 2000, "only " + check.cases() + " cases");
    }

    @Test
    void truncatesAsTheUntiedNetworkDoes() {
        GradientCheck check = new GradientCheck(new ReferenceEngine());
        Families.truncations().forEach(check::check);
        System.out.println("truncation: " + check.summary());
        assertEquals(320, check.cases());
    }

    /** States of linear and relu recurrences could grow without bound over fifty steps: the weights forbid it. */
    @Test
    void statesOfTheTableStayBelowAThousand() {
        double largest = 0;
        for (Case one : Cases.table()) {
            try (Network network = new ReferenceEngine().openNetwork(one.architecture(), Precision.DOUBLE, null)) {
                network.write(Network.Part.PARAMETERS, one.parameters(0));
                for (double[] layer : network.trace(new Point(one, 0).batch(0, 1))) {
                    largest = Math.max(largest, Arrays.stream(layer).map(Math::abs).max().orElseThrow());
                }
            }
        }
        System.out.println("largest state of the table: " + largest);
        assertTrue(largest < 1e3);
    }
}
