package dev.elman.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteContenderTest {

    private static final Workload P1 = Workloads.named("P1");

    private static RemoteContender remote(String program) {
        List<Path> own = Arrays.stream(Jvm.ownClassPath().split(System.getProperty("path.separator")))
                .map(Path::of).toList();
        return new RemoteContender("remote", program, own, List.of(), workload -> true, workload -> "a note");
    }

    @Test
    void otherProcessWorksWhatIsAskedFor() {
        try (Contender.Subject subject = remote(Counting.class.getName()).open(P1)) {
            assertEquals(7, subject.units());
            assertFalse(subject.updates());
            subject.run();
            assertTrue(subject.seconds(3) >= 0);
            assertArrayEquals(new double[] {4, 12}, subject.outcome());
        }
    }

    @Test
    void whatOtherProcessSaidLastIsInTheError() {
        IllegalStateException error =
                assertThrows(IllegalStateException.class, () -> remote(Failing.class.getName()).open(P1));
        assertTrue(error.getMessage().contains("there is no such library"), error.getMessage());
    }

    /** Counts its runs, and says things in between as libraries do. */
    public static final class Counting implements PeerProgram.Peer {

        /** Found by its name. */
        public Counting() {}

        @Override
        public Contender.Subject open(Given given) {
            System.out.println("a library that talks");
            return new Contender.Subject() {
                private int runs;

                @Override
                public void run() {
                    runs++;
                    System.out.println("run " + runs);
                }

                @Override
                public double[] outcome() {
                    return new double[] {runs, given.workload().timeSteps()};
                }

                @Override
                public int units() {
                    return 7;
                }

                @Override
                public boolean updates() {
                    return false;
                }
            };
        }
    }

    /** Cannot do anything. */
    public static final class Failing implements PeerProgram.Peer {

        /** Found by its name. */
        public Failing() {}

        @Override
        public Contender.Subject open(Given given) {
            throw new IllegalStateException("there is no such library");
        }
    }
}
