package dev.elman.cli;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line for a person and an exit code. */
final class Failures {

    private static final String STACK_TRACE = "--stacktrace";

    private Failures() {}

    /** Whether whoever looks for a fault wants to see where an exception came from. */
    static boolean wantsStackTrace(String[] arguments) {
        return Arrays.asList(arguments).contains(STACK_TRACE) || System.getenv("ELMAN_DEBUG") != null;
    }

    /** Writes one line on a failure and gives the exit code that belongs to it. */
    static int report(Console console, String command, Throwable failure, boolean stackTrace) {
        console.out().flush();
        boolean usage = failure instanceof UsageException;
        console.err().println(oneLine(command + ": " + message(failure)) + (usage ? hint(command) : ""));
        if (stackTrace) {
            failure.printStackTrace(console.err());
        }
        return usage ? Main.WRONG_USAGE : Main.FAILED;
    }

    /** Writes one line on a command line that could not be read. */
    static void reportUsage(Console console, CommandLine.ParameterException failure) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        String message = failure.getMessage();
        if (failure instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            String argument = unmatched.getUnmatched().get(0);
            boolean expectsCommand = !failure.getCommandLine().getSubcommands().isEmpty();
            String kind = argument.startsWith("-")
                    ? "unknown option"
                    : expectsCommand ? "unknown command" : "unexpected";
            List<String> suggestions = unmatched.getSuggestions();
            message = kind + " '" + argument + "'"
                    + (suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?");
            if (expectsCommand && suggestions.isEmpty()) {
                message += "; there are " + String.join(", ", failure.getCommandLine().getSubcommands().keySet());
            }
        }
        console.err().println(oneLine(command + ": " + message) + hint(command));
    }

    private static String hint(String command) {
        return " (see: " + command + " --help)";
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ");
    }

    /** What a failure means to a person. */
    static String message(Throwable failure) {
        if (failure instanceof NoSuchFileException missing && missing.getReason() == null) {
            return "no such file or folder: " + missing.getFile();
        }
        if (failure instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        if (failure instanceof FileSystemException files) {
            return (files.getFile() == null ? "" : files.getFile() + ": ")
                    + (files.getReason() == null ? "input or output failed" : files.getReason());
        }
        if (failure instanceof UncheckedIOException unchecked) {
            boolean silent = unchecked.getCause().toString().equals(unchecked.getMessage());
            return silent ? message(unchecked.getCause()) : unchecked.getMessage();
        }
        if (failure instanceof OutOfMemoryError) {
            return "out of memory (" + failure.getMessage() + "); use fewer units, shorter windows or a smaller batch,"
                    + " or give Java more memory: JAVA_TOOL_OPTIONS=-Xmx4g";
        }
        String message = failure.getMessage();
        boolean said = failure instanceof RuntimeException || failure instanceof java.io.IOException;
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName() + " (run again with " + STACK_TRACE + " to see where)";
        }
        return said ? message : failure.getClass().getSimpleName() + ": " + message;
    }
}
