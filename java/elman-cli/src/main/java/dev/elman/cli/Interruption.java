package dev.elman.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a training end well on Ctrl-C or a termination signal: while this is open the signal interrupts the training's
 * thread, and the process waits until that thread has saved what it has and closes this.
 */
final class Interruption {

    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch saved = new CountDownLatch(1);
    private final Thread hook;

    /** Watches for the signal on behalf of the current thread. */
    Interruption() {
        Thread worker = Thread.currentThread();
        hook = new Thread(() -> {
            worker.interrupt();
            try {
                saved.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "elman-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Everything is saved: the process may end. */
    void close() {
        saved.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, which is what the hook was for.
            return;
        }
    }
}
