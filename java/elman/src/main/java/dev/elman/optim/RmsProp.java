package dev.elman.optim;

import java.util.Objects;

/**
 * RMSprop (Tieleman and Hinton, 2012). With {@code v = rho v + (1 - rho) g^2}:
 *
 * <ul>
 *   <li>Keras: {@code w -= lr g / sqrt(v + eps)}.
 *   <li>PyTorch: {@code w -= lr g / (sqrt(v) + eps)}.
 * </ul>
 *
 * @param learningRate {@code lr}, positive
 * @param rho how much of the average of squares is kept, in [0, 1); PyTorch calls it alpha
 * @param epsilon {@code eps}, positive
 * @param form the library whose equations it follows
 */
public record RmsProp(double learningRate, double rho, double epsilon, Form form) implements Optimizer {

    public RmsProp {
        Require.positive("learningRate", learningRate);
        Require.fraction("rho", rho);
        Require.positive("epsilon", epsilon);
        Objects.requireNonNull(form, "form");
    }

    /** Keras's defaults: learning rate 0.001, rho 0.9, epsilon 1e-7. */
    public static RmsProp keras() {
        return new RmsProp(1e-3, 0.9, 1e-7, Form.KERAS);
    }

    /** PyTorch's defaults: learning rate 0.01, alpha 0.99, epsilon 1e-8. */
    public static RmsProp torch() {
        return new RmsProp(1e-2, 0.99, 1e-8, Form.TORCH);
    }

    @Override
    public RmsProp withLearningRate(double learningRate) {
        return new RmsProp(learningRate, rho, epsilon, form);
    }

    @Override
    public int stateSlots() {
        return 1;
    }

    @Override
    public String id() {
        return "rmsProp";
    }
}
