package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.cases.Case;
import dev.elman.cases.Cases;
import dev.elman.cases.GradientCheck;
import dev.elman.engine.Batch;
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
        assertTrue(check.cases() >= 200, "only " + check.cases() + " cases");
    }

    @Test
    void truncatesAsTheUntiedNetworkDoes() {
        GradientCheck check = new GradientCheck(new ReferenceEngine());
        Cases.truncations().forEach(check::check);
        System.out.println("truncation: " + check.summary());
        assertEquals(160, check.cases());
    }

    /** States of linear and relu recurrences could grow without bound over fifty steps: the weights forbid it. */
    @Test
    void statesOfTheTableStayBelowAThousand() {
        double largest = 0;
        for (Case one : Cases.table()) {
            try (Network network = new ReferenceEngine().openNetwork(one.architecture(), Precision.DOUBLE, null)) {
                network.write(Network.Part.PARAMETERS, one.parameters(0));
                double[] input = Arrays.copyOf(one.samples(0).values(), one.timeSteps() * one.features());
                for (double[] layer : network.trace(new Batch(input, 1, one.timeSteps()))) {
                    largest = Math.max(largest, Arrays.stream(layer).map(Math::abs).max().orElseThrow());
                }
            }
        }
        System.out.println("largest state of the table: " + largest);
        assertTrue(largest < 1e3);
    }
}
