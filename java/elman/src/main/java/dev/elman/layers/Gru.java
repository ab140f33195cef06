package dev.elman.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The gated recurrent unit of Cho et al. (2014), Keras's {@code GRU}. It carries a hidden state {@code h[units]}, zero
 * before the first time step:
 *
 * <pre>
 * z = s(x[t] Kz + h[t-1] Rz + bz)                    how much of the state stays
 * r = s(x[t] Kr + h[t-1] Rr + br)                    how much of the state the candidate sees
 * n = a(x[t] Kn + bn + r * (h[t-1] Rn + rbn))        the candidate, reset after the product
 * n = a(x[t] Kn + (r * h[t-1]) Rn + bn)              the candidate, reset before the product
 * h[t] = z * h[t-1] + (1 - z) * n
 * </pre>
 *
 * {@code *} is elementwise. The last version of the paper (arXiv 1406.1078) resets before, its first version after;
 * after is what PyTorch, cuDNN and, by default, Keras ({@code reset_after}) compute; ONNX has both ({@code
 * linear_before_reset}). Side by side in the order z, r, n (Keras's, which calls the last one h; PyTorch's is r, z, n)
 * the three make the kernel {@code K[features, 3 * units]}, the recurrent kernel {@code R[units, 3 * units]} and the
 * bias {@code b[3 * units]}.
 * A layer that resets after and has a bias has a recurrent bias {@code rb[3 * units]} too: {@code rbz} and
 * {@code rbr} are added to {@code bz} and {@code br}, as in Keras and PyTorch.
 *
 * @param units the width of the hidden state, from 1 to {@link Layer#MAX_UNITS}
 * @param activation {@code a}, of the candidate; Keras's and PyTorch's default is tanh
 * @param recurrentActivation {@code s}, of the two gates; Keras's and PyTorch's default is sigmoid
 * @param useBias whether {@code b}, and {@code rb} where it resets after, is there
 * @param resetAfter whether the state is reset after its product with the recurrent kernel, or before; Keras's default
 *     and PyTorch's only choice is after
 * @param recurrence how it goes through time
 */
public record Gru(
        int units,
        Activation activation,
        Activation recurrentActivation,
        boolean useBias,
        boolean resetAfter,
        Recurrence recurrence)
        implements RecurrentLayer {

    private static final int GATES = 3;

    public Gru {
        Layer.requireUnits(units);
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(recurrentActivation, "recurrentActivation");
        Objects.requireNonNull(recurrence, "recurrence");
        activation.requireRecurrent("activation");
        recurrentActivation.requireRecurrent("recurrentActivation");
    }

    /** A layer with tanh, sigmoid gates and biases that resets after and gives its last step. */
    public Gru(int units) {
        this(units, Activation.TANH, Activation.SIGMOID, true, true, Recurrence.DEFAULT);
    }

    @Override
    public String type() {
        return "gru";
    }

    @Override
    public Gru withRecurrence(Recurrence recurrence) {
        return new Gru(units, activation, recurrentActivation, useBias, resetAfter, recurrence);
    }

    /** The same layer with another activation of the candidate. */
    public Gru withActivation(Activation activation) {
        return new Gru(units, activation, recurrentActivation, useBias, resetAfter, recurrence);
    }

    /** The same layer with another activation of the two gates. */
    public Gru withRecurrentActivation(Activation recurrentActivation) {
        return new Gru(units, activation, recurrentActivation, useBias, resetAfter, recurrence);
    }

    /** The same layer with or without its biases. */
    public Gru withBias(boolean useBias) {
        return new Gru(units, activation, recurrentActivation, useBias, resetAfter, recurrence);
    }

    /** The same layer with the state reset after its product with the recurrent kernel, or before. */
    public Gru withResetAfter(boolean resetAfter) {
        return new Gru(units, activation, recurrentActivation, useBias, resetAfter, recurrence);
    }

    @Override
    public List<Shape> shapes(int inputs) {
        return RecurrentLayer.gates(GATES, inputs, units, useBias, useBias && resetAfter);
    }

    @Override
    public List<String> options() {
        List<String> options = new ArrayList<>(RecurrentLayer.super.options());
        if (recurrentActivation != Activation.SIGMOID) {
            options.add(recurrentActivation.id() + " gates");
        }
        if (!resetAfter) {
            options.add("reset before");
        }
        return options;
    }
}
