package dev.elman.openblas;

import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.openblas.internal.Elman;
import dev.elman.openblas.internal.LayerStruct;
import dev.elman.openblas.internal.NetworkPointer;
import dev.elman.openblas.internal.ObjectiveStruct;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.bytedeco.javacpp.Pointer;

/**
 * What a network owns outside the Java heap: the native network, and arrays through which arguments and results pass.
 * The arrays grow with the largest call so far; once they have, no call allocates anything.
 */
final class NetworkMemory implements Runnable {

    final NetworkPointer network;
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

    private static NetworkPointer open(Architecture architecture, Precision precision, Objective objective) {
        int layerCount = architecture.layers().size();
        try (Copies copies = new Copies()) {
            LayerStruct layers =
                    new LayerStruct(copies.zeros(layerCount, new LayerStruct((Pointer) null).sizeof()));
            Structs.write(architecture.layers(), layers);
            ObjectiveStruct struct = null;
            if (objective != null) {
                Structs.writeRules(objective, layerCount, layers);
                struct = new ObjectiveStruct(copies.zeros(1, new ObjectiveStruct((Pointer) null).sizeof()));
                Structs.write(objective, struct, copies);
            }
            NetworkPointer opened = new NetworkPointer();
            Status.check(Elman.elman_network_open(
                    architecture.features(), layers, layerCount, Structs.element(precision), struct, opened));
            return opened;
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
        Elman.elman_network_close(network);
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
