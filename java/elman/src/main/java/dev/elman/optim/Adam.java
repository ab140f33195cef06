package dev.elman.optim;

import java.util.Objects;

/**
 * Adam (Kingma and Ba, 2015). With {@code m = b1 m + (1 - b1) g}, {@code v = b2 v + (1 - b2) g^2} and the step number
 * {@code t = 1, 2, ...}:
 *
 * <ul>
 *   <li>Keras: {@code w -= lr sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + eps)}.
 *   <li>PyTorch: {@code w -= lr / (1 - b1^t) m / (sqrt(v) / sqrt(1 - b2^t) + eps)}.
 * </ul>
 *
 * @param learningRate {@code lr}, positive
 * @param beta1 {@code b1}, in [0, 1)
 * @param beta2 {@code b2}, in [0, 1)
 * @param epsilon {@code eps}, positive
 * @param form the library whose equations it follows
 */
public record Adam(double learningRate, double beta1, double beta2, double epsilon, Form form) implements Optimizer {

    public Adam {
        Require.positive("learningRate", learningRate);
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.positive("epsilon", epsilon);
        Objects.requireNonNull(form, "form");
    }

    /** Keras's defaults: learning rate 0.001, betas 0.9 and 0.999, epsilon 1e-7. */
    public static Adam keras() {
        return new Adam(1e-3, 0.9, 0.999, 1e-7, Form.KERAS);
    }

    /** PyTorch's defaults: learning rate 0.001, betas 0.9 and 0.999, epsilon 1e-8. */
    public static Adam torch() {
        return new Adam(1e-3, 0.9, 0.999, 1e-8, Form.TORCH);
    }

    @Override
    public Adam withLearningRate(double learningRate) {
        return new Adam(learningRate, beta1, beta2, epsilon, form);
    }

    @Override
    public int stateSlots() {
        return 2;
    }

    @Override
    public String id() {
        return "adam";
    }
}
