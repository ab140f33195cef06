package dev.elman;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * The networks that a model keeps open for {@code predict}, each lent to one thread at a time without locks: at most
 * one per processor stays open; more are opened while that many threads predict at once, and closed after use.
 *
 * <p>It does not refer to its model, so that a cleaner can close it when the model is gone.
 */
final class RunnerPool implements Runnable {

    private final Supplier<Runner> opener;
    private final AtomicReferenceArray<Runner> free;

    RunnerPool(Supplier<Runner> opener) {
        this.opener = opener;
        this.free = new AtomicReferenceArray<>(Math.max(1, Runtime.getRuntime().availableProcessors()));
    }

    /** Lends a network, which must be given back. */
    Runner take() {
        int slots = free.length();
        int first = first(slots);
        for (int i = 0; i < slots; i++) {
            int slot = first + i < slots ? first + i : first + i - slots;
            // Reading first: writing to an empty slot would only take its cache line from other processors.
            if (free.get(slot) != null) {
                Runner runner = free.getAndSet(slot, null);
                if (runner != null) {
                    return runner;
                }
            }
        }
        return opener.get();
    }

    void giveBack(Runner runner) {
        int slots = free.length();
        int first = first(slots);
        for (int i = 0; i < slots; i++) {
            int slot = first + i < slots ? first + i : first + i - slots;
            if (free.compareAndSet(slot, null, runner)) {
                return;
            }
        }
        runner.close();
    }

    /** Closes what is not lent. */
    @Override
    public void run() {
        for (int slot = 0; slot < free.length(); slot++) {
            Runner runner = free.getAndSet(slot, null);
            if (runner != null) {
                runner.close();
            }
        }
    }

    /** Where a thread looks first: the same slot every time, so that it finds its own network again, warm. */
    private static int first(int slots) {
        return (int) ((Thread.currentThread().getId() * 0x9E3779B9L >>> 16 & 0x7fff) % slots);
    }
}
