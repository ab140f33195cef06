package dev.elman.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Losses, optimizers, clipping, truncation and schedules as values: defaults, ranges, names. */
class ValuesTest {

    @Test
    void haveTheDefaultsOfTheLibrariesTheyAreNamedAfter() {
        assertEquals(new Adam(0.001, 0.9, 0.999, 1e-7, Form.KERAS), Adam.keras());
        assertEquals(new Adam(0.001, 0.9, 0.999, 1e-8, Form.TORCH), Adam.torch());
        assertEquals(new RmsProp(0.001, 0.9, 1e-7, Form.KERAS), RmsProp.keras());
        assertEquals(new RmsProp(0.01, 0.99, 1e-8, Form.TORCH), RmsProp.torch());
        assertEquals(new Sgd(0.01, 0, false, Form.KERAS), Sgd.keras());
        assertEquals(new Sgd(0.001, 0, false, Form.TORCH), Sgd.torch());
    }

    @Test
    void changeOnlyTheLearningRate() {
        assertEquals(new Adam(0.5, 0.9, 0.999, 1e-7, Form.KERAS), Adam.keras().withLearningRate(0.5));
        assertEquals(new RmsProp(0.5, 0.99, 1e-8, Form.TORCH), RmsProp.torch().withLearningRate(0.5));
        assertEquals(
                new Sgd(0.5, 0.9, true, Form.KERAS), Sgd.keras().withMomentum(0.9, true).withLearningRate(0.5));
    }

    @Test
    void countTheirState() {
        assertEquals(2, Adam.keras().stateSlots());
        assertEquals(1, RmsProp.keras().stateSlots());
        assertEquals(0, Sgd.keras().stateSlots());
        assertEquals(1, Sgd.keras().withMomentum(0.1, false).stateSlots());
    }

    @Test
    void refuseWhatIsOutOfRangeByName() {
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            message(() -> Adam.keras().withLearningRate(bad), "learningRate", "positive", Double.toString(bad));
            message(() -> Sgd.keras().withLearningRate(bad), "learningRate");
            message(() -> RmsProp.keras().withLearningRate(bad), "learningRate");
            message(() -> new Adam(1, 0.9, 0.9, bad, Form.KERAS), "epsilon");
            message(() -> new RmsProp(1, 0.9, bad, Form.KERAS), "epsilon");
            message(() -> Clipping.byValue(bad), "clipValue");
            message(() -> Clipping.byNorm(bad), "clipNorm");
            message(() -> Clipping.byGlobalNorm(bad), "clipNorm");
            message(() -> Loss.huber(bad), "delta");
        }
        for (double bad : new double[] {-0.1, 1, 2, Double.NaN}) {
            message(() -> new Adam(1, bad, 0.9, 1, Form.KERAS), "beta1", "[0, 1)");
            message(() -> new Adam(1, 0.9, bad, 1, Form.KERAS), "beta2");
            message(() -> new RmsProp(1, bad, 1, Form.KERAS), "rho");
            message(() -> Sgd.keras().withMomentum(bad, false), "momentum");
        }
        message(() -> Sgd.keras().withMomentum(0, true), "nesterov", "momentum above 0");
        assertThrows(NullPointerException.class, () -> new Adam(1, 0, 0, 1, null));
    }

    @Test
    void refuseATruncationBelowOneSayingWhatIsMeant() {
        message(() -> Truncation.of(0), "at least 1", "0", "Truncation.full()");
        message(() -> Truncation.of(-5), "-5");
        assertTrue(Truncation.full().isFull());
        assertFalse(Truncation.of(50).isFull());
        assertEquals(5, Truncation.of(5).length());
    }

    @Test
    void averageEveryLossButTheSum() {
        assertTrue(Loss.MEAN_SQUARED_ERROR.averaged());
        assertTrue(Loss.MEAN_ABSOLUTE_ERROR.averaged());
        assertTrue(Loss.huber(1).averaged());
        assertFalse(Loss.HALF_SQUARED_ERROR.averaged());
    }

    @Test
    void haveNamesForFiles() {
        assertEquals("meanSquaredError", Loss.MEAN_SQUARED_ERROR.id());
        assertEquals("halfSquaredError", Loss.HALF_SQUARED_ERROR.id());
        assertEquals("meanAbsoluteError", Loss.MEAN_ABSOLUTE_ERROR.id());
        assertEquals("huber", Loss.huber(2).id());
        assertEquals("adam", Adam.keras().id());
        assertEquals("rmsProp", RmsProp.keras().id());
        assertEquals("sgd", Sgd.keras().id());
        assertEquals("none", Clipping.none().id());
        assertEquals("byValue", Clipping.byValue(1).id());
        assertEquals("byNorm", Clipping.byNorm(1).id());
        assertEquals("byGlobalNorm", Clipping.byGlobalNorm(1).id());
        assertEquals("constant", Schedule.constant().id());
        assertEquals("cosineDecay", Schedule.cosineDecay().id());
        assertEquals("keras", Form.KERAS.id());
        assertEquals(Clipping.byGlobalNorm(1), Clipping.byGlobalNorm(1, Form.KERAS));
    }

    private static void message(Executable call, String... parts) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), () -> part + " is not in: " + message);
        }
    }
}
