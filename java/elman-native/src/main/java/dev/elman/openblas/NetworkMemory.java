package dev.elman.openblas;

import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.openblas.internal.Native;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What a network owns outside the Java heap: the native network, and arrays through which arguments and results pass.
 * The arrays grow with the largest call so far; once they have, no call allocates anything.
 */
final class NetworkMemory implements Runnable {

    /** The address of the native network. */
    final long network;
    final NativeArray.Ints order = new NativeArray.Ints();
    final NativeArray.Doubles learningRates = new NativeArray.Doubles();
    final NativeArray.Doubles losses = new NativeArray.Doubles();
    final NativeArray.Ints numbers = new NativeArray.Ints();
    final NativeArray.Ints lengths = new NativeArray.Ints();
    final NativeArray.Values inputs;
    final NativeArray.Values staticFeatures;
    final NativeArray.Values initialStates;
    final NativeArray.Values outputs;
    final NativeArray.Values finalStates;
    private final Shard[] shards = new Shard[Network.MAX_SHARDS];
    private final AtomicIntegerArray shardInUse = new AtomicIntegerArray(Network.MAX_SHARDS);

    /** What one shard's calls need. */
    static final class Shard {
        final NativeArray.Ints order = new NativeArray.Ints();
        final NativeArray.Doubles loss = new NativeArray.Doubles();
        final NativeArray.Doubles outputs = new NativeArray.Doubles();

        private Shard() {
            loss.reserve(1);
        }

        private void free() {
            order.free();
            loss.free();
            outputs.free();
        }
    }

    NetworkMemory(Architecture architecture, Precision precision, Objective objective) {
        inputs = NativeArray.Values.of(precision);
        staticFeatures = NativeArray.Values.of(precision);
        initialStates = NativeArray.Values.of(precision);
        outputs = NativeArray.Values.of(precision);
        finalStates = NativeArray.Values.of(precision);
        numbers.reserve(2);
        try {
            network = open(architecture, precision, objective);
        } catch (Throwable e) {
            numbers.free();
            throw e;
        }
    }

    private static long open(Architecture architecture, Precision precision, Objective objective) {
        int layerCount = architecture.layers().size();
        try (Copies copies = new Copies()) {
            Copies.Block layers = copies.zeros(Math.multiplyExact(layerCount, LayerStruct.SIZE));
            LayerStruct structs = new LayerStruct(layers.bytes());
            Structs.write(architecture.layers(), structs);
            long rules = 0;
            if (objective != null) {
                Structs.writeRules(objective, layerCount, structs);
                Copies.Block block = copies.zeros(ObjectiveStruct.SIZE);
                Structs.write(objective, new ObjectiveStruct(block.bytes()), copies);
                rules = block.address();
            }
            Copies.Block opened = copies.zeros(Long.BYTES);
            Status.check(Native.elman_network_open(architecture.features(), layers.address(), layerCount,
                    Structs.element(precision), rules, opened.address()));
            return opened.bytes().getLong(0);
        }
    }

    /** Takes a shard for the calling thread; {@link #endShard} gives it back. */
    Shard beginShard(int shard) {
        if (!shardInUse.compareAndSet(shard, 0, 1)) {
            throw new IllegalStateException("shard " + shard + " of the network is in use by another thread");
        }
        Shard mine = shards[shard];
        if (mine == null) {
            try {
                mine = new Shard();
            } catch (Throwable e) {
                endShard(shard);
                throw e;
            }
            shards[shard] = mine;
        }
        return mine;
    }

    void endShard(int shard) {
        shardInUse.set(shard, 0);
    }

    /** Frees everything. */
    @Override
    public void run() {
        Native.elman_network_close(network);
        order.free();
        learningRates.free();
        losses.free();
        numbers.free();
        lengths.free();
        inputs.free();
        staticFeatures.free();
        initialStates.free();
        outputs.free();
        finalStates.free();
        for (Shard shard : shards) {
            if (shard != null) {
                shard.free();
            }
        }
    }
}
