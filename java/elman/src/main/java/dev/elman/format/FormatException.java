package dev.elman.format;

import java.io.IOException;

/** A file is not what it should be: the message says which file, what is wrong with it, and where. */
public final class FormatException extends IOException {

    private static final long serialVersionUID = 1L;

    /** An exception with a message that says what is wrong and where. */
    public FormatException(String message) {
        super(message);
    }

    /** An exception with a message that says what is wrong and where, and its cause. */
    public FormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
