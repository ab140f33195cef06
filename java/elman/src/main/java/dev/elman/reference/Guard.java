package dev.elman.reference;

import dev.elman.engine.Network;

/** Who is using a network, or its like: one call alone, or several with different shards. */
final class Guard {

    private final String guarded;
    private final boolean[] shards = new boolean[Network.MAX_SHARDS];
    private int shardsInUse;
    private boolean alone;
    private boolean closed;

    /** A guard of what messages call so, such as {@code the network}. */
    Guard(String guarded) {
        this.guarded = guarded;
    }

    synchronized void enter(int shard) {
        if (shard < 0 || shard >= Network.MAX_SHARDS) {
            throw new IllegalArgumentException(
                    "shard must be from 0 to " + (Network.MAX_SHARDS - 1) + " but was " + shard);
        }
        requireOpen();
        if (alone || shards[shard]) {
            throw new IllegalStateException("shard " + shard + " of " + guarded + " is in use by another thread");
        }
        shards[shard] = true;
        shardsInUse++;
    }

    synchronized void leave(int shard) {
        shards[shard] = false;
        shardsInUse--;
    }

    synchronized void enterAlone() {
        requireOpen();
        requireUnused();
        alone = true;
    }

    synchronized void leaveAlone() {
        alone = false;
    }

    synchronized void close() {
        if (!closed) {
            requireUnused();
            closed = true;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(guarded + " is closed");
        }
    }

    private void requireUnused() {
        if (alone || shardsInUse > 0) {
            throw new IllegalStateException(guarded + " is in use by another thread");
        }
    }
}
