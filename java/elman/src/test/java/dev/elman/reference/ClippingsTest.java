package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Dense;
import dev.elman.optim.Clipping;
import dev.elman.optim.Form;
import org.junit.jupiter.api.Test;

class ClippingsTest {

    /** A kernel [1, 2] with gradient (3, -4) of norm 5, and a bias [2] with (0, 12); together of norm 13. */
    private static final Architecture DENSE = Architecture.inputs(1).then(new Dense(2, Activation.LINEAR));

    @Test
    void leavesTheGradientWhereThereIsNoClipping() {
        check(Clipping.none(), 3, -4, 0, 12);
    }

    @Test
    void limitsEveryElement() {
        check(Clipping.byValue(3.5), 3, -3.5, 0, 3.5);
    }

    @Test
    void limitsTheNormOfEachParameterOnItsOwn() {
        check(Clipping.byNorm(6), 3, -4, 0, 6);
        check(Clipping.byNorm(1), 0.6, -0.8, 0, 1);
    }

    @Test
    void limitsTheNormOfAllTogether() {
        check(Clipping.byGlobalNorm(6.5), 1.5, -2, 0, 6);
        check(Clipping.byGlobalNorm(13), 3, -4, 0, 12);
    }

    /** PyTorch's divisor is the norm and 1e-6: at a limit of the norm itself it still scales, a little. */
    @Test
    void limitsTheNormOfAllTogetherInPyTorchsForm() {
        double factor = 6.5 / 13.000001;
        check(Clipping.byGlobalNorm(6.5, Form.TORCH), 3 * factor, -4 * factor, 0, 12 * factor);
        factor = 13 / 13.000001;
        check(Clipping.byGlobalNorm(13, Form.TORCH), 3 * factor, -4 * factor, 0, 12 * factor);
        check(Clipping.byGlobalNorm(14, Form.TORCH), 3, -4, 0, 12);
    }

    private static void check(Clipping clipping, double... expected) {
        double[] gradient = {3, -4, 0, 12};
        Clippings.clip(clipping, DENSE.parameters(), gradient);
        assertArrayEquals(expected, gradient, 1e-14);
    }
}
