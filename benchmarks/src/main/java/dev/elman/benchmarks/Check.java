package dev.elman.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Compares results with those that were kept. What is compared is the ratio to the matrix product beside which each was
 * measured, which a faster or busier machine moves less than it moves times.
 */
final class Check {

    /** By how much a ratio may fall. */
    static final double ALLOWED = 0.15;

    /**
     * A row, then and now.
     *
     * @param then the kept one; null where there is none
     * @param now what was measured
     */
    record Row(Result then, Result now) {

        /** How the ratio has changed, as a part of what it was. */
        double change() {
            return now.ratio().median() / then.ratio().median() - 1;
        }

        boolean missed() {
            return then != null && change() < -ALLOWED;
        }

        /** One line for people. */
        String line() {
            String begin = Report.text("%-10s ratio %s", now.workload(), Report.quantiles(now.ratio()));
            return then == null ? begin + ", and nothing to compare it with"
                    : begin + Report.text(", was %s: %+.0f %%%s", Report.quantiles(then.ratio()), 100 * change(),
                            missed() ? ", missed" : "");
        }
    }

    private Check() {}

    /**
     * Compares row by row.
     *
     * @throws IllegalArgumentException where ratios cannot be compared, since the matrix products were not of one kind
     */
    static List<Row> compare(List<Result> kept, List<Result> measured) {
        List<Row> rows = new ArrayList<>();
        for (Result now : measured) {
            Result then = kept.stream().filter(now::isOfSameRow).findFirst().orElse(null);
            if (then != null && !then.openBlasCore().equals(now.openBlasCore())) {
                throw new IllegalArgumentException("the baseline's ratios are to a matrix product of OpenBLAS's core"
                        + " type " + then.openBlasCore() + ", and here it is " + now.openBlasCore()
                        + ": set or unset " + OtherCore.VARIABLE + ", or write another baseline");
            }
            rows.add(new Row(then, now));
        }
        return rows;
    }

    /** What is to be said before the rows: empty, or that another machine was measured then. */
    static String warning(List<Row> rows) {
        for (Row row : rows) {
            if (row.then() != null && !row.then().machine().name().equals(row.now().machine().name())) {
                return "The baseline is of another machine, " + row.then().machine().name()
                        + ": a difference may be the machine's.\n";
            }
        }
        return "";
    }
}
