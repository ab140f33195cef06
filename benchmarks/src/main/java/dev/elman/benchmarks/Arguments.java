package dev.elman.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The arguments of a program, taken one after another; what is wrong with them ends it with 2. */
final class Arguments {

    private final String usage;
    private final List<String> left;

    Arguments(String usage, String... arguments) {
        this.usage = usage;
        this.left = new ArrayList<>(List.of(arguments));
    }

    /** Whether an option without a value is there. */
    boolean flag(String option) {
        return left.remove(option);
    }

    /** The value of an option; where it is not there, another. */
    String text(String option, String otherwise) {
        int at = left.indexOf(option);
        if (at < 0) {
            return otherwise;
        }
        if (at + 1 == left.size()) {
            throw wrong(option + " needs a value");
        }
        left.remove(at);
        return left.remove(at);
    }

    /** The value of an option that is a number of at least 1. */
    int number(String option, int otherwise) {
        String text = text(option, Integer.toString(otherwise));
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw wrong(option + " must be a number of at least 1 but was " + text);
        }
        return Integer.parseInt(text);
    }

    /** What stands there without an option, each made into something. */
    <T> List<T> rest(Function<String, T> make) {
        List<T> made = new ArrayList<>();
        for (String text : left) {
            if (text.startsWith("-")) {
                throw wrong("unknown option " + text);
            }
            try {
                made.add(make.apply(text));
            } catch (IllegalArgumentException e) {
                throw wrong(e.getMessage());
            }
        }
        return made;
    }

    private IllegalArgumentException wrong(String message) {
        System.err.println(message);
        System.err.print(usage);
        System.exit(2);
        return new IllegalArgumentException(message);
    }
}
