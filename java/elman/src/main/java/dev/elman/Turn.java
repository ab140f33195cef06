package dev.elman;

import java.util.concurrent.atomic.AtomicInteger;

/** Lets one caller at a time use what is not made for several, until it is closed. */
final class Turn {

    private static final int FREE = 0;
    private static final int IN_USE = 1;
    private static final int CLOSED = 2;

    private final String name;
    private final String advice;
    private final AtomicInteger state = new AtomicInteger(FREE);

    /**
     * A turn.
     *
     * @param name what is used, for messages
     * @param advice what to do where several threads want it
     */
    Turn(String name, String advice) {
        this.name = name;
        this.advice = advice;
    }

    /**
     * Takes it; {@link #end} gives it back.
     *
     * @throws IllegalStateException where it is taken, or closed
     */
    void begin() {
        if (!state.compareAndSet(FREE, IN_USE)) {
            throw refused();
        }
    }

    void end() {
        state.setRelease(FREE);
    }

    /**
     * Closes it for ever.
     *
     * @return whether this call did; false where another had
     * @throws IllegalStateException where it is taken
     */
    boolean close() {
        if (state.compareAndSet(FREE, CLOSED)) {
            return true;
        }
        if (state.get() != CLOSED) {
            throw refused();
        }
        return false;
    }

    private IllegalStateException refused() {
        return new IllegalStateException(state.get() == CLOSED
                ? "the " + name + " is closed; ask the model for another"
                : "the " + name + " is in use by another thread; " + advice);
    }
}
