package dev.elman.openblas;

import dev.elman.openblas.internal.Elman;
import dev.elman.openblas.internal.Native;

/** Turns what a native call returns into what a Java caller expects. */
final class Status {

    private Status() {}

    /** Whether a training step was taken (true) or not, since a value was not finite (false); throws otherwise. */
    static boolean taken(int status) {
        if (status == Elman.ELMAN_OK) {
            return true;
        }
        if (status == Elman.ELMAN_DIVERGED) {
            return false;
        }
        throw failure(status);
    }

    /** Throws unless the call succeeded. */
    static void check(int status) {
        if (status != Elman.ELMAN_OK) {
            throw failure(status);
        }
    }

    private static RuntimeException failure(int status) {
        // Belongs to this thread until its next native call.
        String message = Native.elman_message();
        switch (status) {
            case Elman.ELMAN_INVALID_ARGUMENT:
                return new IllegalArgumentException(message);
            case Elman.ELMAN_OUT_OF_MEMORY:
                throw new OutOfMemoryError(message);
            case Elman.ELMAN_BUSY:
                return new IllegalStateException(message);
            default:
                return new IllegalStateException("a defect of the native engine (status " + status + "): " + message
                        + "; please report it");
        }
    }
}
