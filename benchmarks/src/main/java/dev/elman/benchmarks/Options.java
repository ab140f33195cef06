package dev.elman.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the command line says. */
final class Options {

    /** What is to be done. */
    enum Mode {
        /** Time workloads. */
        TIME,
        /** Compare this library's ratios with the baseline. */
        CHECK,
        /** Make them the baseline. */
        BASELINE,
        /** Name the workloads. */
        LIST,
        /** Count what runs allocate. */
        ALLOCATION,
        /** Time starts of a JVM up to a first prediction. */
        START,
        /** Say how large what an application ships is. */
        SIZE,
        /** Time larger and larger work. */
        GROWTH,
        /** Draw a picture of results. */
        PLOT,
        /** Print results as tables in Markdown. */
        TABLE,
        /** Say how to use it. */
        HELP
    }

    /** What is wrong with a command line. */
    static final class WrongUsage extends RuntimeException {
        private static final long serialVersionUID = 1;

        WrongUsage(String message) {
            super(message);
        }
    }

    private static final int FEWEST_REPETITIONS = 3;

    Mode mode = Mode.TIME;
    Path json;
    boolean append;
    int repetitions = 15;
    int threads = 1;
    boolean peers;
    /** Names of contenders; empty for all. */
    List<String> engines = List.of();
    Path plot;
    Path from;
    /** None for all. */
    final Set<Workload> workloads = new LinkedHashSet<>();

    private final String[] arguments;
    private int next;

    private Options(String[] arguments) {
        this.arguments = arguments;
    }

    /**
     * Reads a command line.
     *
     * @throws WrongUsage where it is wrong
     */
    static Options of(String... arguments) {
        Options options = new Options(arguments);
        while (options.next < arguments.length) {
            options.read(arguments[options.next++]);
        }
        options.requireWhole();
        return options;
    }

    private void read(String argument) {
        switch (argument) {
            case "--help", "-h" -> mode = Mode.HELP;
            case "--list" -> mode = Mode.LIST;
            case "--json" -> json = Path.of(value(argument));
            case "--append" -> append = true;
            case "--repetitions" -> repetitions = number(argument, FEWEST_REPETITIONS);
            case "--threads" -> threads = number(argument, 1);
            case "--peers" -> peers = true;
            case "--engines" -> engines = Arrays.asList(value(argument).split(","));
            case "--plot" -> {
                // Of growth, what is drawn is measured by the same call.
                mode = mode == Mode.GROWTH ? mode : Mode.PLOT;
                plot = Path.of(value(argument));
            }
            case "--allocation" -> mode = Mode.ALLOCATION;
            case "--start" -> mode = Mode.START;
            case "--size" -> mode = Mode.SIZE;
            case "--growth" -> mode = Mode.GROWTH;
            case "--table" -> mode = Mode.TABLE;
            case "--from" -> from = Path.of(value(argument));
            case "--check" -> mode = Mode.CHECK;
            case "--baseline" -> mode = Mode.BASELINE;
            default -> select(argument);
        }
    }

    private void select(String argument) {
        if (argument.startsWith("-")) {
            throw new WrongUsage("unknown option " + argument);
        }
        try {
            workloads.addAll(Workloads.selected(argument));
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(e.getMessage());
        }
    }

    private void requireWhole() {
        if ((mode == Mode.PLOT || mode == Mode.TABLE) && from == null) {
            throw new WrongUsage("--plot and --table need --from FILE, the results that they are made from");
        }
        if (append && json == null) {
            throw new WrongUsage("--append needs --json FILE");
        }
        if (threads > 2) {
            throw new WrongUsage("--threads must be 1 or 2 but was " + threads);
        }
        if (threads > 1 && peers) {
            throw new WrongUsage("peers are timed on one thread: leave --threads or --peers out");
        }
    }

    private String value(String option) {
        if (next == arguments.length) {
            throw new WrongUsage(option + " needs a value");
        }
        return arguments[next++];
    }

    private int number(String option, int least) {
        String text = value(option);
        int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
        if (number < least) {
            throw new WrongUsage(option + " must be a number of at least " + least + " but was " + text);
        }
        return number;
    }

    /** The workloads that are asked for, in the table's order. */
    List<Workload> chosen() {
        List<Workload> chosen = new ArrayList<>(Workloads.ALL);
        if (!workloads.isEmpty()) {
            chosen.retainAll(workloads);
        }
        return chosen;
    }
}
