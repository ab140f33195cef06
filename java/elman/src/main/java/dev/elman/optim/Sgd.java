package dev.elman.optim;

import java.util.Objects;

/**
 * Stochastic gradient descent, with momentum where {@code momentum > 0}.
 *
 * <ul>
 *   <li>No momentum: {@code w -= lr g}.
 *   <li>Keras: {@code v = m v - lr g; w += v}, with Nesterov {@code w += m v - lr g}.
 *   <li>PyTorch: {@code v = m v + g; w -= lr v}, with Nesterov {@code w -= lr (g + m v)}.
 * </ul>
 * The two forms differ as soon as the learning rate changes.
 *
 * @param learningRate {@code lr}, positive; Keras's default is 0.01
 * @param momentum {@code m}, in [0, 1)
 * @param nesterov whether the gradient is taken as at the point ahead; needs a momentum above zero
 * @param form the library whose equations it follows
 */
public record Sgd(double learningRate, double momentum, boolean nesterov, Form form) implements Optimizer {

    public Sgd {
        Require.positive("learningRate", learningRate);
        Require.fraction("momentum", momentum);
        Objects.requireNonNull(form, "form");
        if (nesterov && momentum == 0) {
            throw new IllegalArgumentException("nesterov needs a momentum above 0 but momentum was 0");
        }
    }

    /** Keras's defaults: learning rate 0.01, no momentum. */
    public static Sgd keras() {
        return new Sgd(0.01, 0, false, Form.KERAS);
    }

    /** PyTorch's defaults: learning rate 0.001, no momentum. */
    public static Sgd torch() {
        return new Sgd(0.001, 0, false, Form.TORCH);
    }

    @Override
    public Sgd withLearningRate(double learningRate) {
        return new Sgd(learningRate, momentum, nesterov, form);
    }

    /** The same with another momentum. */
    public Sgd withMomentum(double momentum, boolean nesterov) {
        return new Sgd(learningRate, momentum, nesterov, form);
    }

    @Override
    public int stateSlots() {
        return momentum > 0 ? 1 : 0;
    }

    @Override
    public String id() {
        return "sgd";
    }
}
