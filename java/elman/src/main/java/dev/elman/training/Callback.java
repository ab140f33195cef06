package dev.elman.training;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * Is told how training goes on, by the thread that trains. What it throws ends {@link Trainer#train}, which closes
 * what it opened. The {@link Progress} is the same object throughout.
 */
public interface Callback {

    /** Before an epoch's first mini-batch. Not called again for an epoch that is resumed in its middle. */
    default void onEpochStart(Progress progress) {}

    /** After each mini-batch; only called where {@link #everyMiniBatch()} says so. */
    default void onMiniBatch(Progress progress) {}

    /** After an epoch and its validation. */
    default void onEpochEnd(Progress progress) {}

    /**
     * Whether {@link #onMiniBatch} is to be called. It costs time with small networks, since each mini-batch then
     * needs a call of the engine of its own. It never changes what is computed.
     */
    default boolean everyMiniBatch() {
        return false;
    }

    /** A callback that is told of the end of each epoch, for lambda expressions. */
    static Callback onEpochEnd(Consumer<Progress> action) {
        Objects.requireNonNull(action, "action");
        return new Callback() {
            @Override
            public void onEpochEnd(Progress progress) {
                action.accept(progress);
            }
        };
    }
}
