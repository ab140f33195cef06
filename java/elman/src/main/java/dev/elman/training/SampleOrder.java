package dev.elman.training;

import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;

/** The order of samples: a pure function of seed and epoch. */
final class SampleOrder {

    private SampleOrder() {}

    /** Writes the order of an epoch, from 1. */
    static void fill(int[] order, boolean shuffle, long seed, int epoch) {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        if (shuffle) {
            RandomStream.of(seed, Purpose.SHUFFLE, epoch).shuffle(order);
        }
    }
}
