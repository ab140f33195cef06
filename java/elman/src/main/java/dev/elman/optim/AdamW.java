package dev.elman.optim;

import java.util.Objects;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019): before each step of {@link Adam}, in either form,
 * {@code w -= lr weightDecay w}, of all parameters.
 *
 * @param learningRate {@code lr}, positive
 * @param beta1 {@code b1}, in [0, 1)
 * @param beta2 {@code b2}, in [0, 1)
 * @param epsilon {@code eps}, positive
 * @param weightDecay at least 0
 * @param form the library whose equations it follows
 */
public record AdamW(
        double learningRate, double beta1, double beta2, double epsilon, double weightDecay, Form form)
        implements Optimizer {

    public AdamW {
        Require.positive("learningRate", learningRate);
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.positive("epsilon", epsilon);
        Require.notNegative("weightDecay", weightDecay);
        Objects.requireNonNull(form, "form");
    }

    /** Keras's defaults: learning rate 0.001, betas 0.9 and 0.999, epsilon 1e-7, weight decay 0.004. */
    public static AdamW keras() {
        return new AdamW(1e-3, 0.9, 0.999, 1e-7, 4e-3, Form.KERAS);
    }

    /** PyTorch's defaults: learning rate 0.001, betas 0.9 and 0.999, epsilon 1e-8, weight decay 0.01. */
    public static AdamW torch() {
        return new AdamW(1e-3, 0.9, 0.999, 1e-8, 1e-2, Form.TORCH);
    }

    /** The step that follows the decay. */
    public Adam adam() {
        return new Adam(learningRate, beta1, beta2, epsilon, form);
    }

    @Override
    public AdamW withLearningRate(double learningRate) {
        return new AdamW(learningRate, beta1, beta2, epsilon, weightDecay, form);
    }

    /** The same optimizer with another weight decay. */
    public AdamW withWeightDecay(double weightDecay) {
        return new AdamW(learningRate, beta1, beta2, epsilon, weightDecay, form);
    }

    @Override
    public int stateSlots() {
        return 2;
    }

    @Override
    public String id() {
        return "adamW";
    }
}
