package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.layers.Activation;
import org.junit.jupiter.api.Test;

class ActivationsTest {

    @Test
    void givesValuesWorkedByHand() {
        assertEquals(Math.log(2), value(Activation.SOFTPLUS, 0), 1e-16);
        assertEquals(Math.log(3), value(Activation.SOFTPLUS, Math.log(2)), 1e-15);
        assertEquals(2.5, value(Activation.ELU, 2.5));
        assertEquals(-0.75, value(Activation.ELU, -Math.log(4)), 1e-16);
        assertEquals(0, value(Activation.ELU, 0));
        assertArrayEquals(new double[] {0, 0, 0.25, 0.5, 0.75, 1, 1}, new double[] {
                value(Activation.HARD_SIGMOID, -9), value(Activation.HARD_SIGMOID, -3),
                value(Activation.HARD_SIGMOID, -1.5), value(Activation.HARD_SIGMOID, 0),
                value(Activation.HARD_SIGMOID, 1.5), value(Activation.HARD_SIGMOID, 3),
                value(Activation.HARD_SIGMOID, 9)}, 1e-16);
    }

    /** The shares of a normal distribution within 1, 2, ... 6 standard deviations, as tables have them. */
    @Test
    void givesTheNormalDistribution() {
        double[] within = {0.682689492137086, 0.954499736103642, 0.997300203936740,
                0.999936657516334, 0.999999426696856, 0.999999998026825};
        for (int a = 1; a <= 6; a++) {
            assertEquals(within[a - 1], Normal.share(a) - Normal.share(-a), 2e-15);
            assertEquals((1 - within[a - 1]) / 2, Normal.share(-a), 1e-15);
        }
        assertEquals(0.5, Normal.share(0));
        // Of the tail beyond 6 and 10 the relative error counts.
        assertEquals(1, Normal.share(-6) / 9.86587645037698e-10, 1e-13);
        assertEquals(1, Normal.share(-10) / 7.61985302416052e-24, 1e-13);
        assertEquals(1 / Math.sqrt(2 * Math.PI), Normal.density(0), 1e-16);
    }

    /** Series and continued fraction meet at 3, and their slope is the density everywhere. */
    @Test
    void theNormalDistributionsSlopeIsItsDensity() {
        assertEquals(Normal.share(3), Normal.share(Math.nextUp(3.0)), 1e-15);
        assertEquals(1, Normal.share(-3) / Normal.share(-Math.nextUp(3.0)), 1e-13);
        for (double a = -8; a <= 8; a += 0.37) {
            double difference = (Normal.share(a + 1e-4) - Normal.share(a - 1e-4)) / 2e-4;
            assertEquals(Normal.density(a), difference, 1e-8);
        }
    }

    @Test
    void givesGelu() {
        assertEquals(0.841344746068543, value(Activation.GELU, 1), 1e-15);
        assertEquals(-0.158655253931457, value(Activation.GELU, -1), 1e-15);
        assertEquals(0, value(Activation.GELU, 0));
        assertEquals(50, value(Activation.GELU, 50));
        assertEquals(-0.0, value(Activation.GELU, -50));
    }

    @Test
    void nothingOverflowsAndNaNStaysNaN() {
        assertEquals(1000, value(Activation.SOFTPLUS, 1000));
        assertEquals(0, value(Activation.SOFTPLUS, -1000));
        assertEquals(1, value(Activation.SOFTPLUS, -50) / Math.exp(-50), 1e-14);
        assertEquals(-1, value(Activation.ELU, -1000));
        assertEquals(1, value(Activation.ELU, -1e-20) / -1e-20, 1e-15);
        assertEquals(0, value(Activation.SIGMOID, -1000));
        assertEquals(1, value(Activation.SIGMOID, 1000));
        for (Activation activation : Activation.values()) {
            assertTrue(Double.isNaN(value(activation, Double.NaN)), activation.id());
        }
    }

    /** Away from kinks, at -3, 0 and 3. */
    @Test
    void slopesAreThoseOfCentralDifferences() {
        double step = 1e-5;
        for (Activation activation : Activation.values()) {
            for (double a = -4.93; a < 5; a += 0.1) {
                double difference = (value(activation, a + step) - value(activation, a - step)) / (2 * step);
                assertEquals(1.5 * difference, slope(activation, a, 1.5), 1e-9, activation.id() + " at " + a);
            }
        }
    }

    @Test
    void slopesAtKinksAreAsDocumented() {
        assertEquals(0, slope(Activation.RELU, 0, 1));
        assertEquals(1, slope(Activation.ELU, 0, 1));
        assertEquals(0, slope(Activation.HARD_SIGMOID, -3, 1));
        assertEquals(0, slope(Activation.HARD_SIGMOID, 3, 1));
    }

    /** Where softplus is as small as exp(-50) its slope is too, and not zero. */
    @Test
    void slopesOfSmallValuesKeepTheirDigits() {
        assertEquals(1, slope(Activation.SOFTPLUS, -50, 1) / Math.exp(-50), 1e-14);
    }

    @Test
    void gelusSlopeIsNotTakenFromItsValue() {
        assertThrows(IllegalArgumentException.class,
                () -> Activations.multiplyBySlope(Activation.GELU, new double[1], new double[1], 1));
    }

    private static double value(Activation activation, double a) {
        double[] values = {a, 7};
        Activations.apply(activation, values, 1);
        assertEquals(7, values[1]);
        return values[0];
    }

    private static double slope(Activation activation, double a, double dy) {
        double[] gradient = {dy};
        if (activation == Activation.GELU) {
            Activations.multiplyByGelusSlope(new double[] {a}, gradient, 1);
        } else {
            Activations.multiplyBySlope(activation, new double[] {value(activation, a)}, gradient, 1);
        }
        return gradient[0];
    }
}
