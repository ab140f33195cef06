package dev.elman.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A contender in a Java process of its own, on the same core: other libraries bring native libraries, threads and
 * versions of JavaCPP that must not meet those of this library. It is asked for a block of work, times that itself, and
 * sleeps while the others work.
 *
 * @param name the name in results
 * @param program the class that does it, see {@link PeerProgram}; only its name is known here
 * @param classPath what it needs
 * @param options what its Java is started with besides
 * @param can whether it can do a workload
 * @param remark what it leaves out of one
 */
record RemoteContender(
        String name,
        String program,
        List<Path> classPath,
        List<String> options,
        Predicate<Workload> can,
        Function<Workload, String> remark) implements Contender {

    @Override
    public boolean does(Workload workload) {
        return can.test(workload);
    }

    @Override
    public String note(Workload workload) {
        return remark.apply(workload);
    }

    /** Other libraries add Adam's epsilon in another place, or a smaller one, which counts where slopes are small. */
    @Override
    public double tolerance() {
        return 10 * Harness.TOLERANCE;
    }

    @Override
    public Subject open(Workload workload) {
        try {
            return new Remote(command(PeerProgram.class, List.of(program, workload.name())));
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be started", e);
        }
    }

    /** A process of one of this program's classes that has what the contender needs. */
    ProcessBuilder command(Class<?> main, List<String> arguments) {
        List<String> jars = classPath.stream().map(Path::toString).toList();
        // Several of these live at once. What JavaCPP counts as its own is also what others have allocated.
        List<String> all = new ArrayList<>(List.of("-Xmx2g", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.bytedeco.javacpp.maxBytes=0"));
        all.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(
                Jvm.command(String.join(System.getProperty("path.separator"), jars), all, main, arguments));
        // One thread. ONNX Runtime 1.29 reports home, and crashes on the way where a command line is long.
        for (String variable : List.of(
                "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ORT_DISABLE_TELEMETRY")) {
            builder.environment().put(variable, "1");
        }
        return builder;
    }

    /** The process. */
    private final class Remote implements Subject {

        /** Of what it says on the side, shown where it fails. */
        private static final int KEPT_LINES = 30;

        private final Process process;
        private final PrintStream questions;
        private final BufferedReader answers;
        private final Deque<String> chatter = new ArrayDeque<>();
        private final int units;
        private final boolean updates;

        Remote(ProcessBuilder builder) throws IOException {
            process = builder.redirectErrorStream(true).start();
            questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            try {
                String[] properties = answer().split(" ");
                units = Integer.parseInt(properties[0]);
                updates = Boolean.parseBoolean(properties[1]);
            } catch (RuntimeException e) {
                process.destroyForcibly();
                throw e;
            }
        }

        private String ask(String question) {
            questions.println(question);
            return answer();
        }

        /** The next answer; libraries say other things in between. */
        private String answer() {
            try {
                String line;
                while ((line = answers.readLine()) != null) {
                    if (line.startsWith(PeerProgram.ANSWER)) {
                        return line.substring(PeerProgram.ANSWER.length());
                    }
                    chatter.add(line);
                    if (chatter.size() > KEPT_LINES) {
                        chatter.remove();
                    }
                }
            } catch (IOException e) {
                chatter.add(e.toString());
            }
            throw new IllegalStateException(name + " has ended; the last that it said:\n" + String.join("\n", chatter));
        }

        @Override
        public void run() {
            seconds(1);
        }

        @Override
        public double seconds(int runs) {
            return Double.parseDouble(ask(PeerProgram.RUN + runs));
        }

        @Override
        public double[] outcome() {
            return Arrays.stream(ask(PeerProgram.OUTCOME).split(" ")).mapToDouble(Double::parseDouble).toArray();
        }

        @Override
        public int units() {
            return units;
        }

        @Override
        public boolean updates() {
            return updates;
        }

        @Override
        public void close() {
            questions.close();
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
