package dev.elman.data;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The parts of a series or of a data set, in order: what is learnt from, what decides when to stop (there need not be
 * any), and what is scored once. A window over a part never reaches into another part.
 *
 * @param <T> what was split
 * @param train the first part
 * @param validation the second part, or null where there is none
 * @param test the last part
 */
public record Split<T>(T train, T validation, T test) {

    public Split {
        Objects.requireNonNull(train, "train");
        Objects.requireNonNull(test, "test");
    }

    /** The validation part, if there is one. */
    public Optional<T> validationIfAny() {
        return Optional.ofNullable(validation);
    }

    /** The split whose parts are {@code change} of these, for example the windows over each part. */
    public <R> Split<R> map(Function<? super T, ? extends R> change) {
        R changedValidation = validation == null ? null : change.apply(validation);
        return new Split<>(change.apply(train), changedValidation, change.apply(test));
    }

    /** Cuts out the items {@code [from, to)}. */
    interface Slicer<T> {
        T slice(int from, int to);
    }

    /** Splits {@code length} items before the given one or two indices. */
    static <T> Split<T> at(int length, String items, Slicer<T> slicer, int... indices) {
        if (indices.length < 1 || indices.length > 2) {
            throw new IllegalArgumentException(
                    "a split takes one place (train, test) or two (train, validation, test) but there were "
                            + indices.length);
        }
        int before = 0;
        for (int index : indices) {
            if (index <= before || index >= length) {
                throw new DataException("a split of " + length + " " + items + " at " + index
                        + " leaves a part without " + items + "; the next part must begin after " + before
                        + " and before " + length);
            }
            before = index;
        }
        T train = slicer.slice(0, indices[0]);
        T test = slicer.slice(before, length);
        return new Split<>(train, indices.length == 1 ? null : slicer.slice(indices[0], indices[1]), test);
    }

    /**
     * Splits {@code length} items by one or two fractions: each part but the last gets
     * {@code floor(fraction * length)} items, the last what remains.
     *
     * <p>The product is taken of the decimal that the fraction prints as, not of the binary number nearest to it:
     * 0.29 of 100 is 29, although {@code 0.29 * 100} is 28.999999999999996 in {@code double}.
     */
    static <T> Split<T> byFractions(int length, String items, Slicer<T> slicer, double... fractions) {
        BigDecimal sum = BigDecimal.ZERO;
        int[] indices = new int[fractions.length];
        int before = 0;
        for (int part = 0; part < fractions.length; part++) {
            double fraction = fractions[part];
            if (!(fraction > 0 && fraction < 1)) {
                throw new IllegalArgumentException("a fraction must be above 0 and below 1 but was " + fraction);
            }
            BigDecimal decimal = BigDecimal.valueOf(fraction);
            sum = sum.add(decimal);
            int count = decimal.multiply(BigDecimal.valueOf(length)).setScale(0, RoundingMode.FLOOR).intValueExact();
            if (count == 0) {
                throw new DataException(
                        "a fraction of " + fraction + " of " + length + " " + items + " is less than one of them");
            }
            before += count;
            indices[part] = before;
        }
        if (sum.compareTo(BigDecimal.ONE) >= 0) {
            throw new IllegalArgumentException(
                    "the fractions of train and validation must leave something for the test part, but their sum is "
                            + sum.toPlainString());
        }
        return at(length, items, slicer, indices);
    }
}
