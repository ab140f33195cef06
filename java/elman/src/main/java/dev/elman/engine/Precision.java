package dev.elman.engine;

import java.util.Locale;

/** The element type that a network works in: a property of the model and of its file. */
public enum Precision {
    /** 32 bits, the working precision. */
    FLOAT,
    /** 64 bits, for checking and for those who need it. */
    DOUBLE;

    /** The name used in files and on the command line: the constant's name in lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value as this precision holds it: rounded to the nearest float, or as it is. */
    public double round(double value) {
        return this == FLOAT ? (float) value : value;
    }
}
