package dev.elman.engine;

/** An engine that is asked for is not there or cannot be loaded; the message says what to do. */
public final class EngineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An exception with a message that says what to do. */
    public EngineException(String message) {
        super(message);
    }

    /** An exception with a message that says what to do, and its cause. */
    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
