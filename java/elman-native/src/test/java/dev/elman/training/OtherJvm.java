package dev.elman.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of these tests in a new JVM. */
final class OtherJvm {

    /** Begins the line that holds the result, since a JVM may print warnings of its own. */
    static final String RESULT = "result: ";

    private OtherJvm() {}

    /** What the class prints behind {@link #RESULT}. */
    static String run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-ea");
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        return output.lines().filter(line -> line.startsWith(RESULT)).map(line -> line.substring(RESULT.length()))
                .findFirst().orElseThrow(() -> new AssertionError(
                        main.getSimpleName() + " ended with status " + status + " and printed: " + output));
    }
}
