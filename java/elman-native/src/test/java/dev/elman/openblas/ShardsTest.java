package dev.elman.openblas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.engine.Data;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShardsTest {

    private static final Architecture ARCHITECTURE = Networks.architecture(2, 17, 3);
    private static final int COUNT = 90;

    @ParameterizedTest
    @EnumSource
    void theFusedCallGivesTheBitsOfOneShardAndAnUpdate(Precision precision) {
        int batchSize = 16;
        double[] rates = new double[(COUNT + batchSize - 1) / batchSize];
        Arrays.fill(rates, 1e-2);
        double[] fusedLosses = new double[rates.length];
        double[] losses = new double[rates.length];
        int[] order = Networks.order(COUNT);
        try (Data data = Networks.ENGINE.openData(Networks.windows(COUNT, 9, 2, 3, 1), precision);
                Network fused = Networks.open(ARCHITECTURE, precision, Networks.objective(), 2);
                Network stepped = Networks.open(ARCHITECTURE, precision, Networks.objective(), 2)) {
            assertEquals(rates.length, fused.train(data, order, 0, COUNT, batchSize, 1, rates, fusedLosses));
            for (int i = 0; i < rates.length; i++) {
                int from = i * batchSize;
                int to = Math.min(COUNT, from + batchSize);
                losses[i] = stepped.gradient(data, order, from, to, to - from, 0, 1);
                assertTrue(stepped.update(1, i + 1, rates[i]));
            }
            assertArrayEquals(losses, fusedLosses);
            assertSame(fused, stepped);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFusedCallInPiecesGivesTheSameBits(Precision precision) {
        double[] rates = {1e-2, 2e-2, 3e-2, 4e-2, 5e-2, 6e-2};
        int[] order = Networks.order(COUNT);
        try (Data data = Networks.ENGINE.openData(Networks.windows(COUNT, 9, 2, 3, 1), precision);
                Network whole = Networks.open(ARCHITECTURE, precision, Networks.objective(), 2);
                Network pieces = Networks.open(ARCHITECTURE, precision, Networks.objective(), 2)) {
            double[] wholeLosses = new double[6];
            whole.train(data, order, 0, COUNT, 16, 1, rates, wholeLosses);
            double[] losses = new double[6];
            double[] piece = new double[1];
            for (int i = 0; i < 6; i++) {
                double[] rate = {rates[i]};
                pieces.train(data, order, i * 16, Math.min(COUNT, i * 16 + 16), 16, i + 1, rate, piece);
                losses[i] = piece[0];
            }
            assertArrayEquals(wholeLosses, losses);
            assertSame(whole, pieces);
        }
    }

    @ParameterizedTest
    @EnumSource
    void itDoesNotMatterWhichThreadComputesWhichShard(Precision precision) throws Exception {
        int[] order = Networks.order(COUNT);
        int shards = 4;
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try (Data data = Networks.ENGINE.openData(Networks.windows(COUNT, 9, 2, 3, 1), precision);
                Network alone = Networks.open(ARCHITECTURE, precision, Networks.objective(), 2);
                Network shared = Networks.open(ARCHITECTURE, precision, Networks.objective(), 2)) {
            for (int step = 1; step <= 20; step++) {
                double loss = 0;
                for (int shard = 0; shard < shards; shard++) {
                    loss += gradient(alone, data, order, shard, shards);
                }
                assertTrue(alone.update(shards, step, 1e-2));
                List<Future<Double>> parts = new ArrayList<>();
                for (int i = 0; i < shards; i++) {
                    int shard = i;
                    parts.add(pool.submit(() -> gradient(shared, data, order, shard, shards)));
                }
                double sharedLoss = 0;
                for (Future<Double> part : parts) {
                    sharedLoss += part.get();
                }
                assertTrue(shared.update(shards, step, 1e-2));
                assertEquals(loss, sharedLoss);
            }
            assertSame(alone, shared);
        } finally {
            pool.shutdownNow();
        }
    }

    private static double gradient(Network network, Data data, int[] order, int shard, int shards) {
        return network.gradient(data, order, COUNT * shard / shards, COUNT * (shard + 1) / shards, COUNT, shard, 1);
    }

    private static void assertSame(Network a, Network b) {
        int count = ARCHITECTURE.parameterCount();
        assertArrayEquals(Networks.read(a, Network.Part.PARAMETERS, count),
                Networks.read(b, Network.Part.PARAMETERS, count));
        assertArrayEquals(Networks.read(a, Network.Part.GRADIENT, count),
                Networks.read(b, Network.Part.GRADIENT, count));
        assertArrayEquals(Networks.read(a, Network.Part.OPTIMIZER_STATE, 2 * count),
                Networks.read(b, Network.Part.OPTIMIZER_STATE, 2 * count));
    }
}
