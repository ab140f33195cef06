package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.elman.optim.Adagrad;
import dev.elman.optim.Adam;
import dev.elman.optim.AdamW;
import dev.elman.optim.Form;
import dev.elman.optim.Optimizer;
import dev.elman.optim.RmsProp;
import dev.elman.optim.Sgd;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two steps of one weight, by hand: w = 1, gradients 0.5 and then -2, learning rates 0.1 and then 0.2. */
class OptimizersTest {

    private static final double FIRST_RATE = 0.1;
    private static final double SECOND_RATE = 0.2;

    @Test
    void takesPlainSteps() {
        check(Sgd.keras(), 1 - 0.1 * 0.5, 0.95 + 0.2 * 2);
        check(Sgd.torch(), 0.95, 1.35);
    }

    /** Keras: v = -0.05, then 0.9 * -0.05 + 0.4 = 0.355. PyTorch: v = 0.5, then 0.9 * 0.5 - 2 = -1.55. */
    @Test
    void takesStepsWithMomentum() {
        check(Sgd.keras().withMomentum(0.9, false), 0.95, 0.95 + 0.355);
        check(Sgd.torch().withMomentum(0.9, false), 0.95, 0.95 + 0.2 * 1.55);
    }

    /**
     * Keras: w += 0.9 * -0.05 - 0.05, then w += 0.9 * 0.355 + 0.4. PyTorch: w -= 0.1 (0.5 + 0.9 * 0.5), then
     * w -= 0.2 (-2 + 0.9 * -1.55).
     */
    @Test
    void takesStepsWithNesterovsMomentum() {
        check(Sgd.keras().withMomentum(0.9, true), 0.905, 0.905 + 0.7195);
        check(Sgd.torch().withMomentum(0.9, true), 0.905, 0.905 + 0.2 * 3.395);
    }

    /**
     * m = 0.05, then 0.9 * 0.05 - 0.2 = -0.155; v = 0.00025, then 0.999 * 0.00025 + 0.004 = 0.00424975. The first step
     * is the learning rate, but for epsilon. A large epsilon, 0.01, tells the two forms apart.
     */
    @Test
    void takesAdamsSteps() {
        double eps = 0.01;
        double keras1 = 1 - 0.1 * Math.sqrt(0.001) / 0.1 * 0.05 / (Math.sqrt(0.00025) + eps);
        double keras2 =
                keras1 + 0.2 * Math.sqrt(1 - 0.998001) / 0.19 * 0.155 / (Math.sqrt(0.00424975) + eps);
        check(new Adam(1, 0.9, 0.999, eps, Form.KERAS), keras1, keras2);
        double torch1 = 1 - 0.1 * 0.5 / (0.5 + eps);
        double torch2 =
                torch1 + 0.2 / 0.19 * 0.155 / (Math.sqrt(0.00424975) / Math.sqrt(1 - 0.998001) + eps);
        check(new Adam(1, 0.9, 0.999, eps, Form.TORCH), torch1, torch2);
        assertEquals(0.9, step(Adam.keras(), 1, 0.1, 1, 0.5, new double[2]), 1e-6);
    }

    /** v = 0.025, then 0.9 * 0.025 + 0.4 = 0.4225 = 0.65^2. */
    @Test
    void takesRmsPropsSteps() {
        double eps = 0.01;
        double keras1 = 1 - 0.05 / Math.sqrt(0.035);
        check(new RmsProp(1, 0.9, eps, Form.KERAS), keras1, keras1 + 0.4 / Math.sqrt(0.4325));
        double torch1 = 1 - 0.05 / (Math.sqrt(0.025) + eps);
        check(new RmsProp(1, 0.9, eps, Form.TORCH), torch1, torch1 + 0.4 / 0.66);
    }

    /** Adam's steps as above from weights that are first made 0.1 * 0.5 smaller, then 0.2 * 0.5, in proportion. */
    @Test
    void takesAdamWsSteps() {
        double eps = 0.01;
        double keras1 = 0.95 - 0.1 * Math.sqrt(0.001) / 0.1 * 0.05 / (Math.sqrt(0.00025) + eps);
        double keras2 =
                0.9 * keras1 + 0.2 * Math.sqrt(1 - 0.998001) / 0.19 * 0.155 / (Math.sqrt(0.00424975) + eps);
        check(new AdamW(1, 0.9, 0.999, eps, 0.5, Form.KERAS), keras1, keras2);
        double torch1 = 0.95 - 0.1 * 0.5 / (0.5 + eps);
        double torch2 =
                0.9 * torch1 + 0.2 / 0.19 * 0.155 / (Math.sqrt(0.00424975) / Math.sqrt(1 - 0.998001) + eps);
        check(new AdamW(1, 0.9, 0.999, eps, 0.5, Form.TORCH), torch1, torch2);
    }

    /** From 0.11, s = 0.36, then 4.36; from nothing 0.25, then 4.25. */
    @Test
    void takesAdagradsSteps() {
        double eps = 0.01;
        double keras1 = 1 - 0.05 / Math.sqrt(0.37);
        check(new Adagrad(1, 0.11, eps, Form.KERAS), keras1, keras1 + 0.4 / Math.sqrt(4.37));
        double torch1 = 1 - 0.05 / (0.6 + eps);
        check(new Adagrad(1, 0.11, eps, Form.TORCH), torch1, torch1 + 0.4 / (Math.sqrt(4.36) + eps));
        torch1 = 1 - 0.05 / (0.5 + eps);
        check(new Adagrad(1, 0, eps, Form.TORCH), torch1, torch1 + 0.4 / (Math.sqrt(4.25) + eps));
    }

    /** Neither weights nor state before or behind the range move. */
    @Test
    void changesTheWeightsOfTheRangeAlone() {
        for (Optimizer optimizer : List.of(Sgd.keras().withMomentum(0.9, false), Adam.keras(), AdamW.torch(),
                RmsProp.keras(), Adagrad.keras())) {
            double[] weights = {1, -0.0, 1, 1};
            double[] state = new double[4 * optimizer.stateSlots()];
            Arrays.fill(state, 0.25);
            Optimizers.step(optimizer, 0.1, 3, weights, new double[] {1, 1, 1, 1}, state, 2, 3);
            assertArrayEquals(new double[] {1, -0.0, weights[2], 1}, weights);
            assertNotEquals(1, weights[2]);
            for (int i = 0; i < state.length; i++) {
                assertEquals(i % 4 != 2, state[i] == 0.25, optimizer + ", state " + i);
            }
        }
    }

    private static void check(Optimizer optimizer, double afterOne, double afterTwo) {
        double[] state = new double[optimizer.stateSlots()];
        Arrays.fill(state, optimizer.initialState());
        double one = step(optimizer, 1, FIRST_RATE, 1, 0.5, state);
        assertEquals(afterOne, one, 1e-14);
        assertEquals(afterTwo, step(optimizer, 2, SECOND_RATE, one, -2, state), 1e-14);
    }

    private static double step(Optimizer optimizer, long number, double rate, double w, double g, double[] state) {
        double[] weights = {w};
        Optimizers.step(optimizer, rate, number, weights, new double[] {g}, state, 0, 1);
        return weights[0];
    }
}
