package dev.elman.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Timings as a table for people. */
final class Report {

    private static final String ROW = "  %-17s %7s  %-18s %-20s %8s  %-24s %-22s %s";

    private Report() {}

    /** What the figures were measured on, and how to read them. */
    static String heading(Machine machine, Yardsticks yardsticks) {
        return text("%s; on core %s; %s; commit %s%n%s.%n", machine.name(), machine.cores(), machine.date(),
                machine.commit(), yardsticks.description())
                + OtherCore.sentence()
                + text("Times are medians with quartiles; ratio is GFLOP/s over the SGEMM rate on one thread around the"
                        + " same repetition.%n");
    }

    /** The table of one workload. */
    static String rows(List<Timing> timings) {
        Timing first = timings.get(0);
        Workload workload = first.workload();
        StringBuilder rows = new StringBuilder();
        rows.append(text("%n%s  %s%n", workload.name(), workload.description()));
        rows.append(text("  SGEMM %s GFLOP/s (%s), FMA peak %s GFLOP/s%n",
                number(first.product().median()), range(first.product()), number(first.peak())));
        rows.append(row("", "threads", "median", "quartiles, us", "GFLOP/s", "ratio", "times as long", ""));
        for (Timing timing : timings) {
            rows.append(row(
                    timing.contender(),
                    Integer.toString(timing.threads()),
                    number(timing.time().median()) + " us/" + workload.task().unit(),
                    range(timing.time()),
                    number(timing.gflops()),
                    quantiles(timing.ratio()),
                    timing == first ? "" : quantiles(first.timesFasterThan(timing)),
                    remarks(timing, first)));
        }
        return rows.toString();
    }

    private static String remarks(Timing timing, Timing first) {
        Workload workload = timing.workload();
        List<String> remarks = new ArrayList<>();
        if (timing.threads() > first.threads()) {
            remarks.add("speed-up " + quantiles(timing.timesFasterThan(first)));
        }
        if (workload.task() == Workload.Task.PREDICTION && workload.batch() > 1) {
            remarks.add(text("%,.0f sequences/s", workload.batch() / timing.time().median() * 1e6));
        }
        if (!timing.note().isEmpty()) {
            remarks.add(timing.note());
        }
        return String.join("; ", remarks);
    }

    /** The median with the quartiles. */
    static String quantiles(Quantiles quantiles) {
        return number(quantiles.median()) + " (" + range(quantiles) + ")";
    }

    private static String row(String... cells) {
        return text(ROW, (Object[]) cells).stripTrailing() + System.lineSeparator();
    }

    private static String range(Quantiles quantiles) {
        return number(quantiles.lower()) + " to " + number(quantiles.upper());
    }

    /** A time in the unit that suits it. */
    static String time(double microseconds) {
        return microseconds < 1e3 ? number(microseconds) + " us"
                : microseconds < 1e6 ? number(microseconds / 1e3) + " ms" : number(microseconds / 1e6) + " s";
    }

    /** Three significant digits, without an exponent. */
    static String number(double value) {
        int decimals = (int) Math.max(0, 2 - Math.floor(Math.log10(value)));
        return text("%,." + decimals + "f", value);
    }

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
