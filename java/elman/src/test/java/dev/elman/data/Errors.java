package dev.elman.data;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** Asserts of errors and what their messages must say. */
final class Errors {

    private Errors() {}

    /** Asserts that the data are refused, with a message that says all of this. */
    static void refused(Executable action, String... parts) {
        says(assertThrows(DataException.class, action), parts);
    }

    /** Asserts that an argument is refused, with a message that says all of this. */
    static void wrong(Executable action, String... parts) {
        says(assertThrows(IllegalArgumentException.class, action), parts);
    }

    private static void says(Exception e, String... parts) {
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), () -> "\"" + e.getMessage() + "\" does not say \"" + part + "\"");
        }
    }
}
