package dev.elman.cli;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads the times of a series and continues them where they are regular. */
final class TimeLabels {

    /** How many of the last labels must be equally far apart. */
    private static final int LOOKED_AT = 25;

    /** A way to write a time, and the units in which such times may be regular, the coarsest first. */
    private record Form(String pattern, Function<String, Temporal> parse, List<ChronoUnit> units) {
        String write(Temporal time) {
            return DateTimeFormatter.ofPattern(pattern).format(time);
        }
    }

    private static final List<ChronoUnit> CLOCK =
            List.of(ChronoUnit.YEARS, ChronoUnit.MONTHS, ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES,
                    ChronoUnit.SECONDS);
    private static final List<Form> FORMS = List.of(
            new Form("uuuu", text -> Year.of(Integer.parseInt(text)), List.of(ChronoUnit.YEARS)),
            month("uuuu-MM"), month("uuuu/MM"), month("uuuu-M"), month("uuuu/M"),
            day("uuuu-MM-dd"), day("uuuu/MM/dd"), day("uuuu-M-d"), day("uuuu/M/d"),
            moment("uuuu-MM-dd'T'HH:mm"), moment("uuuu-MM-dd HH:mm"), moment("uuuu/M/d H:mm"),
            moment("uuuu-MM-dd'T'HH:mm:ss"), moment("uuuu-MM-dd HH:mm:ss"),
            instant("uuuu-MM-dd'T'HH:mmX"), instant("uuuu-MM-dd'T'HH:mm:ssX"));

    private TimeLabels() {}

    private static Form month(String pattern) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern);
        return new Form(pattern, text -> YearMonth.parse(text, format), List.of(ChronoUnit.YEARS, ChronoUnit.MONTHS));
    }

    private static Form day(String pattern) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern);
        return new Form(pattern, text -> LocalDate.parse(text, format),
                List.of(ChronoUnit.YEARS, ChronoUnit.MONTHS, ChronoUnit.DAYS));
    }

    private static Form instant(String pattern) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern);
        return new Form(pattern, text -> OffsetDateTime.parse(text, format), CLOCK);
    }

    private static Form moment(String pattern) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern);
        return new Form(pattern, text -> LocalDateTime.parse(text, format), CLOCK);
    }

    /**
     * The labels after the last: the same form, the same distance.
     *
     * @param labels the labels known, in order
     * @return as many labels as asked for, or nothing where the known ones are no times or not regular
     */
    static Optional<List<String>> following(List<String> labels, int steps) {
        List<String> last = labels.subList(Math.max(0, labels.size() - LOOKED_AT), labels.size());
        if (last.size() < 2) {
            return Optional.empty();
        }
        for (Form form : FORMS) {
            Optional<List<Temporal>> times = parse(form, last);
            if (times.isPresent()) {
                return continued(form, times.get(), steps);
            }
        }
        return Optional.empty();
    }

    private static Optional<List<String>> continued(Form form, List<Temporal> times, int steps) {
        if (times.stream().allMatch(TimeLabels::endsMonth)) {
            List<Temporal> months = times.stream().<Temporal>map(YearMonth::from).toList();
            return continued(months, List.of(ChronoUnit.MONTHS), steps)
                    .map(following -> following.map(month -> form.write(((YearMonth) month).atEndOfMonth())).toList());
        }
        return continued(times, form.units(), steps).map(following -> following.map(form::write).toList());
    }

    private static Optional<Stream<Temporal>> continued(List<Temporal> times, List<ChronoUnit> units, int steps) {
        Temporal first = times.get(0);
        for (ChronoUnit unit : units) {
            long distance = unit.between(first, times.get(1));
            boolean regular = distance > 0;
            for (int i = 1; i < times.size() && regular; i++) {
                regular = first.plus(distance * i, unit).equals(times.get(i));
            }
            if (regular) {
                // Counted from the first, so that the 30th of a month does not become the 28th for good.
                return Optional.of(IntStream.range(0, steps)
                        .mapToObj(i -> first.plus(distance * (times.size() + (long) i), unit)));
            }
        }
        return Optional.empty();
    }

    private static boolean endsMonth(Temporal time) {
        return time instanceof LocalDate day && day.getDayOfMonth() == day.lengthOfMonth();
    }

    private static Optional<List<Temporal>> parse(Form form, List<String> labels) {
        List<Temporal> times = new ArrayList<>(labels.size());
        try {
            for (String label : labels) {
                times.add(form.parse().apply(label.trim()));
            }
            return Optional.of(times);
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * The times themselves, for an axis; nothing where a label is no time.
     *
     * @param labels all of one form
     */
    static Optional<List<LocalDateTime>> moments(List<String> labels) {
        for (Form form : FORMS) {
            Optional<List<Temporal>> times = parse(form, labels);
            if (times.isPresent()) {
                return Optional.of(times.get().stream().map(TimeLabels::moment).toList());
            }
        }
        return Optional.empty();
    }

    private static LocalDateTime moment(Temporal time) {
        if (time instanceof OffsetDateTime instant) {
            return instant.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        }
        if (time instanceof LocalDateTime local) {
            return local;
        }
        LocalDate day = time instanceof Year year
                ? year.atDay(1)
                : time instanceof YearMonth month ? month.atDay(1) : (LocalDate) time;
        return day.atStartOfDay();
    }
}
