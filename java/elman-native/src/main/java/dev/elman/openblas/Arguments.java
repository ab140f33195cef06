package dev.elman.openblas;

import dev.elman.engine.Data;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import java.util.Objects;

/** Checks what callers pass before it goes to the native engine, with messages that name what was wrong. */
final class Arguments {

    private Arguments() {}

    static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
        }
    }

    static void shard(int shard) {
        if (shard < 0 || shard >= Network.MAX_SHARDS) {
            throw new IllegalArgumentException(
                    "shard must be from 0 to " + (Network.MAX_SHARDS - 1) + " but was " + shard);
        }
    }

    static void shards(int shards) {
        if (shards < 1 || shards > Network.MAX_SHARDS) {
            throw new IllegalArgumentException(
                    "shards must be from 1 to " + Network.MAX_SHARDS + " but was " + shards);
        }
    }

    static void step(String name, long step) {
        if (step < 1) {
            throw new IllegalArgumentException(name + " must be at least 1 but was " + step);
        }
    }

    static void learningRate(double learningRate) {
        if (!(learningRate >= 0) || learningRate == Double.POSITIVE_INFINITY) {
            throw badLearningRate("learningRate", learningRate);
        }
    }

    static void learningRates(double[] learningRates, int count) {
        if (learningRates.length < count) {
            throw tooShort("learningRates", learningRates.length, count, "a rate for each mini-batch");
        }
        for (int i = 0; i < count; i++) {
            double rate = learningRates[i];
            if (!(rate >= 0) || rate == Double.POSITIVE_INFINITY) {
                throw badLearningRate("learningRates[" + i + "]", rate);
            }
        }
    }

    private static IllegalArgumentException badLearningRate(String name, double value) {
        return new IllegalArgumentException(name + " must be at least 0 and finite but was " + value);
    }

    /** A range of something that is not empty. */
    static void range(int from, int to, int length, String what) {
        if (from < 0 || to <= from || to > length) {
            throw new IllegalArgumentException("from and to must name at least one of the " + length + " " + what
                    + " but were " + from + " and " + to);
        }
    }

    /** Whole rounds of lanes, where samples continue one another. */
    static void lanes(int from, int to, int lanes) {
        if (lanes > 0 && (from % lanes != 0 || to % lanes != 0)) {
            throw new IllegalArgumentException("from and to must be multiples of the " + lanes
                    + " lanes of the data but were " + from + " and " + to);
        }
    }

    /** Sample numbers that exist. */
    static void order(int[] order, int from, int to, int samples) {
        for (int i = from; i < to; i++) {
            if (order[i] < 0 || order[i] >= samples) {
                throw new IllegalArgumentException("order[" + i + "] must be from 0 to " + (samples - 1)
                        + ", the last sample, but was " + order[i]);
            }
        }
    }

    /** An array that is long enough for a product of three extents, each at least 1. */
    static void length(String name, int available, int first, int second, int third, String shape) {
        // Two ints fit into a long; a third might not.
        long pairs = (long) first * second;
        if (pairs > available / third) {
            throw new IllegalArgumentException(name + " must hold " + shape + " = [" + first + ", " + second + ", "
                    + third + "] values but has " + available);
        }
    }

    static IllegalArgumentException tooShort(String name, int available, int needed, String why) {
        return new IllegalArgumentException(
                name + " must hold at least " + needed + " values (" + why + ") but has " + available);
    }

    static void exactly(String name, int length, long needed, String why) {
        if (length != needed) {
            throw new IllegalArgumentException(
                    name + " must hold exactly " + needed + " values (" + why + ") but has " + length);
        }
    }

    /** An array that is long enough for a product of two extents, each at least 0. */
    static void length(String name, int available, int first, int second, String shape) {
        if ((long) first * second > available) {
            throw new IllegalArgumentException(name + " must hold " + shape + " = [" + first + ", " + second
                    + "] values but has " + available);
        }
    }

    /** A number of time steps for each of {@code count} sequences. */
    static void lengths(int[] lengths, int count, int timeSteps) {
        if (lengths.length < count) {
            throw tooShort("lengths", lengths.length, count, "the time steps of each sequence");
        }
        for (int i = 0; i < count; i++) {
            if (lengths[i] < 1 || lengths[i] > timeSteps) {
                throw new IllegalArgumentException("lengths[" + i + "] must be from 1 to " + timeSteps
                        + ", the time steps, but was " + lengths[i]);
            }
        }
    }

    /** A data set of this engine. */
    static NativeData data(Data data) {
        Objects.requireNonNull(data, "data");
        if (!(data instanceof NativeData mine)) {
            throw new IllegalArgumentException("data must be opened by the engine 'native' but was opened by another ("
                    + data.getClass().getName() + ")");
        }
        return mine;
    }
}
