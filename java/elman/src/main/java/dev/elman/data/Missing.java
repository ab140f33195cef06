package dev.elman.data;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * What is done with values that are missing: empty, {@code NA}, {@code NaN} or {@code null} in a file, NaN in an array.
 */
public enum Missing {

    /** A missing value is an error that names its place. */
    ERROR("error"),

    /** Missing values stay (as NaN), and every window that would see one is left out. */
    DROP_WINDOWS("drop-windows"),

    /**
     * A missing value is the last one known before it. Before the first known value nothing is known, so those stay
     * missing and the windows that would see them are left out.
     */
    FORWARD_FILL("forward-fill"),

    /**
     * A missing value lies on the straight line, by row, between the known values around it; before the first and
     * after the last known value it is the nearest known one. This looks ahead: a gap that ends in the test part is
     * filled from there.
     */
    INTERPOLATE("interpolate");

    private final String id;

    Missing(String id) {
        this.id = id;
    }

    /** The name used on the command line, such as {@code forward-fill}. */
    public String id() {
        return id;
    }

    /**
     * The policy of that name.
     *
     * @throws IllegalArgumentException naming the policies there are
     */
    public static Missing of(String id) {
        return Arrays.stream(values()).filter(policy -> policy.id.equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no policy for missing values is called \"" + id
                        + "\"; there are "
                        + Arrays.stream(values()).map(Missing::id).collect(Collectors.joining(", "))));
    }

    /**
     * Applies the policy to one column, in place; infinities are an error under each of them.
     *
     * @param column values of one column, NaN where missing
     * @param place where row {@code i} is, for messages, such as {@code line 7, column "x"}
     */
    void apply(double[] column, IntFunction<String> place) {
        int known = 0;
        for (int row = 0; row < column.length; row++) {
            double value = column[row];
            if (Double.isInfinite(value)) {
                throw new DataException(place.apply(row) + ": the value is infinite");
            }
            if (!Double.isNaN(value)) {
                known++;
            } else if (this == ERROR) {
                throw new DataException(place.apply(row) + ": the value is missing; choose what to do with missing "
                        + "values: drop-windows, forward-fill or interpolate");
            }
        }
        if (known == 0) {
            throw new DataException(place.apply(0) + ": neither this value nor any other of the column is known");
        }
        if (known < column.length && this == FORWARD_FILL) {
            forwardFill(column);
        } else if (known < column.length && this == INTERPOLATE) {
            interpolate(column);
        }
    }

    private static void forwardFill(double[] column) {
        for (int row = 1; row < column.length; row++) {
            if (Double.isNaN(column[row])) {
                column[row] = column[row - 1];
            }
        }
    }

    private static void interpolate(double[] column) {
        int before = -1;
        for (int row = 0; row < column.length; row++) {
            if (Double.isNaN(column[row])) {
                continue;
            }
            for (int gap = before + 1; gap < row; gap++) {
                double share = before < 0 ? 1 : (double) (gap - before) / (row - before);
                // Weights, not a difference, so that two huge values of opposite sign do not overflow.
                column[gap] = before < 0 ? column[row] : (1 - share) * column[before] + share * column[row];
            }
            before = row;
        }
        for (int row = before + 1; row < column.length; row++) {
            column[row] = column[before];
        }
    }
}
