package dev.elman.cases;

import dev.elman.layers.Activation;

/**
 * The layers of a case.
 *
 * @param stack which there are
 * @param kind of the first recurrent layer
 * @param upperKind of the recurrent layers above it
 * @param rnnActivation of recurrent layers
 * @param recurrentActivation of their gates, where they have any
 * @param denseActivation of dense layers
 * @param bias whether recurrent and dense layers have biases
 * @param direction which way recurrent layers read
 * @param drop what recurrent layers drop
 * @param allSteps whether there is an output for every time step
 */
public record Net(
        Stack stack,
        Kind kind,
        Kind upperKind,
        Activation rnnActivation,
        Activation recurrentActivation,
        Activation denseActivation,
        boolean bias,
        Direction direction,
        Drop drop,
        boolean allSteps) {

    /** Layers with the usual activations and biases that give their last step. */
    public static Net of(Stack stack, Kind kind) {
        return new Net(stack, kind, kind, Activation.TANH, Activation.SIGMOID, Activation.LINEAR, true,
                Direction.FORWARD, Drop.NOTHING, false);
    }

    /** The same with other activations of recurrent layers and gates. */
    public Net withActivations(Activation rnn, Activation gates) {
        return new Net(stack, kind, upperKind, rnn, gates, denseActivation, bias, direction, drop, allSteps);
    }

    /** The same with another kind above the first recurrent layer. */
    public Net withUpperKind(Kind upper) {
        return new Net(stack, kind, upper, rnnActivation, recurrentActivation, denseActivation, bias, direction, drop,
                allSteps);
    }

    /** The same with another activation of dense layers. */
    public Net withDenseActivation(Activation dense) {
        return new Net(stack, kind, upperKind, rnnActivation, recurrentActivation, dense, bias, direction, drop,
                allSteps);
    }

    /** The same with or without biases. */
    public Net withBias(boolean biases) {
        return new Net(stack, kind, upperKind, rnnActivation, recurrentActivation, denseActivation, biases, direction,
                drop, allSteps);
    }

    /** The same reading another way. */
    public Net withDirection(Direction way) {
        return new Net(stack, kind, upperKind, rnnActivation, recurrentActivation, denseActivation, bias, way, drop,
                allSteps);
    }

    /** The same dropping something else. */
    public Net withDrop(Drop what) {
        return new Net(stack, kind, upperKind, rnnActivation, recurrentActivation, denseActivation, bias, direction,
                what, allSteps);
    }

    /** The same with outputs of every time step, or of the last one. */
    public Net withAllSteps(boolean all) {
        return new Net(stack, kind, upperKind, rnnActivation, recurrentActivation, denseActivation, bias, direction,
                drop, all);
    }
}
