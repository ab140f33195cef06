package dev.elman.data;

/**
 * Input data are bad: the message says what is wrong, where (file, line, column, row, sample) and, where there is one,
 * what to do about it.
 */
public final class DataException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** An exception with a message that says what is wrong and where. */
    public DataException(String message) {
        super(message);
    }

    /** An exception with a message that says what is wrong and where, and its cause. */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
