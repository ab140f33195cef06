package dev.elman.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How another process of the Java that runs here is started; it inherits the cores that this one is pinned to. */
final class Jvm {

    private Jvm() {}

    /** The class path of this process. */
    static String ownClassPath() {
        return System.getProperty("java.class.path");
    }

    /** The command line of a program. */
    static List<String> command(String classPath, Class<?> program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("-Djava.awt.headless=true");
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-cp");
        command.add(classPath);
        command.add(program.getName());
        command.addAll(arguments);
        return command;
    }
}
