package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import org.junit.jupiter.api.Test;

class StepperTest {

    @Test
    void thereIsAShardPerThirtyTwoSamplesFromOneToSixteen() {
        assertEquals(1, Stepper.shards(1));
        assertEquals(1, Stepper.shards(32));
        assertEquals(1, Stepper.shards(63));
        assertEquals(2, Stepper.shards(64));
        assertEquals(4, Stepper.shards(128));
        assertEquals(16, Stepper.shards(512));
        assertEquals(16, Stepper.shards(1_000_000));
    }

    @Test
    void shardsCoverAMiniBatchWithSharesAsEvenAsPossible() {
        for (int size = 1; size < 700; size++) {
            int shards = Stepper.shards(size);
            assertEquals(0, Stepper.shardStart(size, shards, 0));
            assertEquals(size, Stepper.shardStart(size, shards, shards));
            int before = Integer.MAX_VALUE;
            for (int shard = 0; shard < shards; shard++) {
                int share = Stepper.shardStart(size, shards, shard + 1) - Stepper.shardStart(size, shards, shard);
                assertTrue(share <= before, "the first shards are the larger ones");
                assertTrue(share == size / shards || share == size / shards + 1);
                before = share;
            }
        }
    }

    @Test
    void stepsAreRoundedUpWithoutOverflow() {
        assertEquals(3, Stepper.steps(9, 4));
        assertEquals(2, Stepper.steps(8, 4));
        assertEquals(1, Stepper.steps(8, Integer.MAX_VALUE));
        assertEquals(Integer.MAX_VALUE, Stepper.steps(Integer.MAX_VALUE, 1));
    }

    @Test
    void workGrowsWithShapesAndNotWithStepsThatALayerAboveDoesNotSee() {
        Architecture small = Architecture.inputs(1).simpleRnn(3, Activation.TANH);
        assertEquals(2, Stepper.work(small, 12, 2000) / Stepper.work(small, 12, 1000), 0.01);
        double recurrentOnly = Stepper.work(small, 1000, 1);
        double withDense = Stepper.work(small.dense(1, Activation.TANH), 1000, 1);
        assertTrue(withDense < recurrentOnly * 1.01, "a layer on the last step is computed once");
    }
}
