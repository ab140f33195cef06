package dev.elman.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The process in which a {@link RemoteContender} works: does what its standard input asks for, until that ends. */
public final class PeerProgram {

    /** What answers begin with, among what libraries print. */
    static final String ANSWER = "elman-benchmarks: ";

    /** A request to run so many times; the answer is how many seconds that took. */
    static final String RUN = "run ";

    /** A request for what came of the last run. */
    static final String OUTCOME = "outcome";

    /** What a peer's class is; it has a constructor without arguments. */
    interface Peer {

        /** Makes a workload ready. */
        Contender.Subject open(Given given);
    }

    private PeerProgram() {}

    /** The program: a peer's class and a workload. */
    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        PrintStream out = System.out;
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Contender.Subject subject = open(arguments[0], arguments[1])) {
            out.println(ANSWER + subject.units() + " " + subject.updates());
            String question;
            while ((question = questions.readLine()) != null) {
                String answer = question.equals(OUTCOME)
                        ? Arrays.stream(subject.outcome()).mapToObj(Double::toString).collect(Collectors.joining(" "))
                        : Double.toString(subject.seconds(Integer.parseInt(question.substring(RUN.length()))));
                out.println(ANSWER + answer);
            }
        }
        // Libraries may have left threads behind.
        System.exit(0);
    }

    /** Opens a workload by a peer's class, which is not there where this is compiled without peers. */
    static Contender.Subject open(String peer, String workload) throws ReflectiveOperationException {
        return ((Peer) Class.forName(peer).getDeclaredConstructor().newInstance()).open(
                Given.of(Workloads.named(workload)));
    }
}
