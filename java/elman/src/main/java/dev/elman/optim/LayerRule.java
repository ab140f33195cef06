package dev.elman.optim;

import dev.elman.layers.Parameter;
import java.util.Objects;

/**
 * How training treats the parameters of one layer.
 *
 * @param trainable whether they change at all; those that do not keep their bits, and count in no norm of a gradient
 * @param kernel what large weights of the kernel, or the embedding, cost
 * @param recurrentKernel what large weights of the recurrent kernel cost
 * @param bias what large biases cost, recurrent ones too
 */
public record LayerRule(boolean trainable, Penalty kernel, Penalty recurrentKernel, Penalty bias) {

    /** Trainable, and no penalty. */
    public static final LayerRule DEFAULT = new LayerRule(true, Penalty.NONE, Penalty.NONE, Penalty.NONE);

    public LayerRule {
        Objects.requireNonNull(kernel, "kernel");
        Objects.requireNonNull(recurrentKernel, "recurrentKernel");
        Objects.requireNonNull(bias, "bias");
    }

    /** The same with trainable or frozen parameters. */
    public LayerRule withTrainable(boolean trainable) {
        return new LayerRule(trainable, kernel, recurrentKernel, bias);
    }

    /** The same with another penalty of the kernel. */
    public LayerRule withKernel(Penalty kernel) {
        return new LayerRule(trainable, kernel, recurrentKernel, bias);
    }

    /** The same with another penalty of the recurrent kernel. */
    public LayerRule withRecurrentKernel(Penalty recurrentKernel) {
        return new LayerRule(trainable, kernel, recurrentKernel, bias);
    }

    /** The same with another penalty of the biases. */
    public LayerRule withBias(Penalty bias) {
        return new LayerRule(trainable, kernel, recurrentKernel, bias);
    }

    /** The penalty of a parameter of the layer. Frozen parameters pay none; a scale never does. */
    public Penalty penalty(Parameter.Role role) {
        if (!trainable) {
            return Penalty.NONE;
        }
        return switch (role) {
            case KERNEL, EMBEDDING -> kernel;
            case RECURRENT_KERNEL -> recurrentKernel;
            case BIAS, RECURRENT_BIAS -> bias;
            case SCALE -> Penalty.NONE;
        };
    }
}
