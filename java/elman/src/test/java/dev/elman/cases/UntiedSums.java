package dev.elman.cases;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Parameter;
import java.util.Arrays;

/** Weighted sums of one layer or cell and, where they are asked for, the sums of the squares of their terms. */
final class UntiedSums {

    private final int[] offsets;
    private final double[] values;
    private final double[] squares;

    /**
     * Sums that are zero.
     *
     * @param offsets where the parameter of each role begins: see {@link #offsets}
     */
    UntiedSums(int[] offsets, int columns, boolean withSquares) {
        this.offsets = offsets;
        values = new double[columns];
        squares = withSquares ? new double[columns] : null;
    }

    /** Where the parameter of each role of a layer begins; -1 where there is none. */
    static int[] offsets(Architecture architecture, int index, boolean backward) {
        int[] offsets = new int[Parameter.Role.values().length];
        Arrays.fill(offsets, -1);
        for (Parameter parameter : architecture.parameters()) {
            if (parameter.layer() == index && parameter.backward() == backward) {
                offsets[parameter.role().ordinal()] = parameter.offset();
            }
        }
        return offsets;
    }

    double value(int column) {
        return values[column];
    }

    double square(int column) {
        return squares == null ? 0 : squares[column];
    }

    UntiedSums addInput(double[] w, double[] x) {
        return add(w, x, Parameter.Role.KERNEL, Parameter.Role.BIAS);
    }

    UntiedSums addState(double[] w, double[] h) {
        return add(w, h, Parameter.Role.RECURRENT_KERNEL, Parameter.Role.RECURRENT_BIAS);
    }

    private UntiedSums add(double[] w, double[] v, Parameter.Role matrix, Parameter.Role bias) {
        if (offsets[bias.ordinal()] >= 0) {
            addRow(w, offsets[bias.ordinal()], 1);
        }
        for (int i = 0; i < v.length; i++) {
            if (v[i] != 0) {
                addRow(w, offsets[matrix.ordinal()] + i * values.length, v[i]);
            }
        }
        return this;
    }

    private void addRow(double[] w, int row, double factor) {
        for (int j = 0; j < values.length; j++) {
            values[j] += factor * w[row + j];
        }
        if (squares != null) {
            for (int j = 0; j < values.length; j++) {
                double term = factor * w[row + j];
                squares[j] += term * term;
            }
        }
    }

    /** A function of a sum that has been added up. */
    double activated(Activation activation, int column, Kinks kinks) {
        return activate(activation, value(column), square(column), kinks);
    }

    /** @param square the sum of the squares of the terms that {@code a} is the sum of */
    static double activate(Activation activation, double a, double square, Kinks kinks) {
        // A sum that nothing reaches is zero whatever the weights are: that is no kink.
        if (kinks != null && square > 0) {
            switch (activation) {
                case RELU -> kinks.note(a, Math.sqrt(square));
                case HARD_SIGMOID -> kinks.note(Math.abs(a) - 3, Math.max(1, Math.sqrt(square)));
                default -> { }
            }
        }
        return switch (activation) {
            case LINEAR -> a;
            case TANH -> Math.tanh(a);
            case SIGMOID -> a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a));
            case RELU -> a > 0 ? a : 0;
            case SOFTPLUS -> a > 30 ? a : Math.log1p(Math.exp(a));
            case ELU -> a > 0 ? a : Math.expm1(a);
            case GELU -> a * normalDistribution(a);
            case HARD_SIGMOID -> Math.min(1, Math.max(0, (a + 3) / 6));
        };
    }

    /**
     * The share of a normal distribution that lies below {@code a}: 1/2 and, of the density, the integral from 0 to
     * {@code a}, as the series {@code a + a^3/3 + a^5/(3 5) + a^7/(3 5 7) + ...} times the density (Marsaglia, 2004).
     */
    private static double normalDistribution(double a) {
        if (Math.abs(a) > 9) {
            return a > 0 ? 1 : 0;
        }
        double term = a;
        double sum = a;
        for (int k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
            term *= a * a / k;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-0.5 * a * a) / Math.sqrt(2 * Math.PI);
    }

    /** How many kinks a function has. */
    static int kinks(Activation activation) {
        return switch (activation) {
            case RELU -> 1;
            case HARD_SIGMOID -> 2;
            default -> 0;
        };
    }
}
