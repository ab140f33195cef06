package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.elman.data.Dataset;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The weights after training are the same bits on any number of threads and in every process. */
class OneHashTest {

    private static final int BATCH = 128;
    private static final int TIME_STEPS = 50;
    private static final int STEPS = 50;
    private static final int FEATURES = 3;

    /** Trains with the number of threads that is its argument; prints the hash and how many threads were used. */
    static final class Trains {

        private Trains() {}

        public static void main(String[] arguments) {
            Training run = train(Integer.parseInt(arguments[0]));
            System.out.println(OtherJvm.RESULT + run.model().sha256() + " " + run.threadsUsed());
        }
    }

    private static Training train(int threads) {
        Random random = new Random(1);
        int samples = 5 * BATCH;
        double[] inputs = random.doubles((long) samples * TIME_STEPS * FEATURES, -1, 1).toArray();
        double[] targets = random.doubles(samples, -1, 1).toArray();
        Dataset data = Dataset.of(inputs, samples, TIME_STEPS, FEATURES, targets, 1, 1);
        Architecture net =
                Architecture.inputs(FEATURES).simpleRnn(64, Activation.TANH).dense(1, Activation.LINEAR);
        return Trainer.builder().seed(3).batchSize(BATCH).epochs(STEPS / 5).threads(threads).build().train(net, data);
    }

    @Test
    void oneHashOnOneTwoThreeAndEightThreadsInFiveProcessesEach() throws Exception {
        int shards = Stepper.shards(BATCH);
        assertEquals(4, shards);
        Set<String> hashes = new TreeSet<>();
        for (int threads : new int[] {1, 2, 3, 8}) {
            for (int process = 0; process < 5; process++) {
                String[] result = OtherJvm.run(Trains.class, Integer.toString(threads)).split(" ");
                hashes.add(result[0]);
                assertEquals(Math.min(threads, shards), Integer.parseInt(result[1]),
                        "threads that computed shards, of " + threads);
            }
        }
        hashes.add(train(2).model().sha256());
        assertEquals(1, hashes.size(), "hashes of the weights: " + hashes);
        System.out.println("OneHashTest: one hash in 20 processes: " + hashes.iterator().next());
    }
}
