package dev.elman.cli;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The horizontal axis of a plot over rows: years with a fraction where the rows have times that span some of them,
 * times of day and dates where they span less, else numbers of rows.
 *
 * @param unit what the places are
 * @param places where each row is
 */
record TimeAxis(Unit unit, double[] places) {

    /** What the places of an axis are. */
    enum Unit {
        /** Years, with a fraction. */
        YEARS,
        /** Milliseconds since 1970. */
        MILLIS,
        /** Numbers of rows. */
        ROWS
    }

    private static final int FEW_YEARS = 3;

    /**
     * The axis for rows with these labels.
     *
     * @param times whether the labels are times; else they are numbers
     */
    static TimeAxis of(List<String> labels, boolean times) {
        double[] numbers = IntStream.rangeClosed(1, labels.size()).asDoubleStream().toArray();
        if (times) {
            Optional<List<LocalDateTime>> moments = TimeLabels.moments(labels);
            return moments.map(TimeAxis::of).orElseGet(() -> new TimeAxis(Unit.ROWS, numbers));
        }
        boolean numbered = labels.stream().allMatch(label -> label.matches("\\d{1,15}"));
        return new TimeAxis(
                Unit.ROWS, numbered ? labels.stream().mapToDouble(Double::parseDouble).toArray() : numbers);
    }

    private static TimeAxis of(List<LocalDateTime> moments) {
        long years = ChronoUnit.YEARS.between(moments.get(0), moments.get(moments.size() - 1));
        if (years >= FEW_YEARS) {
            return new TimeAxis(Unit.YEARS, moments.stream().mapToDouble(TimeAxis::year).toArray());
        }
        return new TimeAxis(Unit.MILLIS,
                moments.stream().mapToDouble(moment -> moment.toInstant(ZoneOffset.UTC).toEpochMilli()).toArray());
    }

    private static double year(LocalDateTime moment) {
        LocalDateTime begin = moment.toLocalDate().withDayOfYear(1).atStartOfDay();
        return moment.getYear() + (double) ChronoUnit.SECONDS.between(begin, moment)
                / ChronoUnit.SECONDS.between(begin, begin.plusYears(1));
    }

    /** What to write at the axis. */
    String title() {
        return switch (unit) {
            case YEARS -> "year";
            case MILLIS -> "time";
            case ROWS -> "row";
        };
    }

    /** The place between a row and the one before it. */
    double before(int row) {
        return (places[row - 1] + places[row]) / 2;
    }
}
