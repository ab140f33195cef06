package dev.elman.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How other processes of the Java that runs here are started; they inherit the cores that this one is pinned to. */
final class Jvm {

    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private Jvm() {}

    /** The class path of this process. */
    static String ownClassPath() {
        return System.getProperty("java.class.path");
    }

    /** The command line of a program with this process's class path and options. */
    static List<String> likeThis(Class<?> program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", ownClassPath(), program.getName()));
        command.addAll(arguments);
        return command;
    }

    /** The command line of a program with another class path and no options. */
    static List<String> plain(String classPath, Class<?> program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(JAVA));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", classPath, program.getName()));
        command.addAll(arguments);
        return command;
    }

    /** The command line of a program with another class path and options. */
    static List<String> command(String classPath, List<String> options, Class<?> program, List<String> arguments) {
        List<String> command = plain(classPath, program, arguments);
        command.addAll(1, options);
        command.addAll(1, List.of("-XX:+UseSerialGC", "-Djava.awt.headless=true"));
        return command;
    }

    /**
     * Runs a process to its end.
     *
     * @throws IOException where it cannot be started or fails
     */
    static void requireSuccess(ProcessBuilder builder) throws IOException {
        try {
            int status = builder.start().waitFor();
            if (status != 0) {
                throw new IOException("a process ended with " + status + ": " + String.join(" ", builder.command()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
