package dev.elman.cli;

import dev.elman.engine.Engines;
import dev.elman.engine.Precision;
import java.math.BigInteger;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converters of option values; what they refuse is wrong usage, with the option named. */
final class Values {

    /** The longest array that common JVMs allocate. */
    static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private Values() {}

    /** A size: an integer of at least 1. */
    static final class Size implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            BigInteger value;
            try {
                value = new BigInteger(text.trim());
            } catch (NumberFormatException e) {
                throw new TypeConversionException("must be a whole number but was '" + text + "'");
            }
            if (value.signum() < 1 || value.bitLength() > 31) {
                throw new TypeConversionException("must be from 1 to " + Integer.MAX_VALUE + " but was " + value);
            }
            return value.intValueExact();
        }
    }

    /** A positive, finite number. */
    static final class Positive implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            double value = number(text);
            if (!(value > 0) || Double.isInfinite(value)) {
                throw new TypeConversionException("must be above 0 and finite but was " + text);
            }
            return value;
        }
    }

    /** A number from 0 up to, but not including, 1. */
    static final class Fraction implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            double value = number(text);
            if (!(value >= 0 && value < 1)) {
                throw new TypeConversionException("must be at least 0 and below 1 but was " + text);
            }
            return value;
        }
    }

    /** The name of an engine: one of the two of this project, or any other on the class path. */
    static final class EngineName implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (text.equals("native") || text.equals("reference") || Engines.names().contains(text)) {
                return text;
            }
            throw new TypeConversionException(
                    "there is no engine '" + text + "'; there are " + String.join(", ", Engines.names()));
        }
    }

    /** {@code float} or {@code double}. */
    static final class PrecisionName implements ITypeConverter<Precision> {
        @Override
        public Precision convert(String text) {
            for (Precision precision : Precision.values()) {
                if (precision.id().equals(text)) {
                    return precision;
                }
            }
            throw new TypeConversionException("must be float or double but was '" + text + "'");
        }
    }

    /** One character that separates columns; {@code tab} and {@code \t} stand for the tabulator. */
    static final class Separator implements ITypeConverter<Character> {
        @Override
        public Character convert(String text) {
            if (text.equals("tab") || text.equals("\\t")) {
                return '\t';
            }
            if (text.length() != 1 || text.charAt(0) == '"' || Character.isLetterOrDigit(text.charAt(0))) {
                throw new TypeConversionException(
                        "must be one character such as ; or the word tab, no letter, digit or quote, but was '"
                        + text + "'");
            }
            return text.charAt(0);
        }
    }

    /** A whole number of at least 0. */
    static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return text.trim().equals("0") ? 0 : new Size().convert(text);
        }
    }

    /** A finite number of at least 0. */
    static final class AtLeastZero implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            double value = number(text);
            if (!(value >= 0) || Double.isInfinite(value)) {
                throw new TypeConversionException("must be at least 0 and finite but was " + text);
            }
            return value;
        }
    }

    static double number(String text) {
        try {
            double value = Double.parseDouble(text.trim());
            if (!Double.isNaN(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new TypeConversionException("must be a number but was '" + text + "'");
        }
        throw new TypeConversionException("must be a number but was '" + text + "'");
    }
}
