package dev.elman.optim;

import java.util.Locale;

/** Whose equations a rule follows where libraries differ in more than a constant. */
public enum Form {
    /** Keras 3. */
    KERAS,
    /** PyTorch 2. */
    TORCH;

    /** The name used in files and on the command line: the constant's name in lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
