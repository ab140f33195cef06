package dev.elman.data;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time read from text. Only forms that mean one thing are read: year first, then month, day, time of day, each but
 * the year optional; {@code 01/02/2010} is not among them.
 *
 * @param time in UTC where there is an offset; otherwise local, whatever that means in the data
 * @param zoned whether there is an offset from UTC
 */
record TimeText(LocalDateTime time, boolean zoned) implements Comparable<TimeText> {

    private static final Pattern FORM = Pattern.compile("(\\d{4})(?:([-/])(\\d{1,2})(?:\\2(\\d{1,2})"
            + "(?:[Tt ](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?\\s?([Zz]|[+-]\\d{2}:?\\d{2})?)?)?)?");

    /** The time, or null where the text is none; a bare year is one. */
    static TimeText parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        try {
            String nanos = form.group(8) == null ? "0" : (form.group(8) + "00000000").substring(0, 9);
            LocalDateTime time = LocalDateTime.of(number(form, 1, 0), number(form, 3, 1), number(form, 4, 1),
                    number(form, 5, 0), number(form, 6, 0), number(form, 7, 0), Integer.parseInt(nanos));
            String offset = form.group(9);
            if (offset == null) {
                return new TimeText(time, false);
            }
            ZoneOffset zone = ZoneOffset.of(offset.toUpperCase(Locale.ROOT));
            return new TimeText(time.atOffset(zone).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime(), true);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The time, or an error that says where the text stands and what could stand there. */
    static TimeText parse(String text, String place) {
        TimeText time = parse(text);
        if (time == null) {
            throw new DataException(place + ": \"" + text + "\" cannot be read as a time; write it as 2010-01-31, "
                    + "2010-01 or 2010-01-31T15:00");
        }
        return time;
    }

    /** Whether the text is a time that no plain number could be taken for: a bare year is not enough. */
    static boolean isClearlyTime(String text) {
        return text.length() > 4 && parse(text) != null;
    }

    /** Checks that all texts are times that can be compared with one another. */
    static void check(String[] texts, IntFunction<String> place) {
        boolean zoned = false;
        for (int row = 0; row < texts.length; row++) {
            TimeText time = parse(texts[row], place.apply(row));
            if (row > 0 && time.zoned() != zoned) {
                throw new DataException(place.apply(row) + ": \"" + texts[row] + "\" cannot be compared with \""
                        + texts[0] + "\": one of them has an offset from UTC");
            }
            zoned = time.zoned();
        }
    }

    @Override
    public int compareTo(TimeText other) {
        return time.compareTo(other.time);
    }

    private static int number(Matcher form, int group, int otherwise) {
        return form.group(group) == null ? otherwise : Integer.parseInt(form.group(group));
    }
}
