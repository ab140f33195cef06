package dev.elman.data;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lists of column names. */
final class Names {

    private Names() {}

    /** A copy of the names, none of them blank or twice there. */
    static List<String> check(String what, List<String> names) {
        List<String> copy = List.copyOf(names);
        HashSet<String> seen = new HashSet<>();
        for (String name : copy) {
            if (name.isBlank()) {
                throw new DataException("a name in " + what + " is blank: " + quoted(copy));
            }
            if (!seen.add(name)) {
                throw new DataException("\"" + name + "\" is twice in " + what + ": " + quoted(copy));
            }
        }
        return copy;
    }

    /** At least one name. */
    static List<String> some(String what, String... names) {
        List<String> checked = check(what, List.of(names));
        if (checked.isEmpty()) {
            throw new IllegalArgumentException(what + " must name at least one column");
        }
        return checked;
    }

    static List<String> numbered(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).collect(Collectors.toUnmodifiableList());
    }

    /** The names for a message: {@code "a", "b"}. */
    static String quoted(List<String> names) {
        return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    }
}
