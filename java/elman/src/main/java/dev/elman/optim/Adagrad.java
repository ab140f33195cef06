package dev.elman.optim;

import java.util.Objects;

/**
 * Adagrad (Duchi, Hazan and Singer, 2011). With {@code s = s + g^2}, {@code s} beginning at {@code initial}:
 *
 * <ul>
 *   <li>Keras: {@code w -= lr g / sqrt(s + eps)}.
 *   <li>PyTorch: {@code w -= lr g / (sqrt(s) + eps)}.
 * </ul>
 *
 * @param learningRate {@code lr}, positive
 * @param initialAccumulator {@code initial}, at least 0
 * @param epsilon {@code eps}, positive
 * @param form the library whose equations it follows
 */
public record Adagrad(double learningRate, double initialAccumulator, double epsilon, Form form)
        implements Optimizer {

    public Adagrad {
        Require.positive("learningRate", learningRate);
        Require.notNegative("initialAccumulator", initialAccumulator);
        Require.positive("epsilon", epsilon);
        Objects.requireNonNull(form, "form");
    }

    /** Keras's defaults: learning rate 0.001, accumulators from 0.1, epsilon 1e-7. */
    public static Adagrad keras() {
        return new Adagrad(1e-3, 0.1, 1e-7, Form.KERAS);
    }

    /** PyTorch's defaults: learning rate 0.01, accumulators from 0, epsilon 1e-10. */
    public static Adagrad torch() {
        return new Adagrad(1e-2, 0, 1e-10, Form.TORCH);
    }

    @Override
    public Adagrad withLearningRate(double learningRate) {
        return new Adagrad(learningRate, initialAccumulator, epsilon, form);
    }

    @Override
    public int stateSlots() {
        return 1;
    }

    @Override
    public double initialState() {
        return initialAccumulator;
    }

    @Override
    public String id() {
        return "adagrad";
    }
}
