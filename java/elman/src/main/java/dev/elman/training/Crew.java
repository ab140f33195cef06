package dev.elman.training;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A few threads that work on the shards of one mini-batch after another. Task {@code i} always falls to thread
 * {@code i mod threads}, of which thread 0 is the caller's. Waiting spins for a moment, since mini-batches follow each
 * other closely, and then sleeps. Nothing is allocated per round.
 */
final class Crew implements AutoCloseable {

    /** About 50 microseconds: longer than an update of a small network, shorter than anyone would notice. */
    private static final int SPINS = 1000;

    /** The work of a round. */
    interface Task {
        void run(int index);
    }

    private final Thread[] helpers;
    private final int spins;
    private final boolean[] used;
    private final Throwable[] failures;
    private final AtomicInteger busy = new AtomicInteger();

    // Written by the caller before the round number, read by the helpers after it.
    private Task task;
    private int tasks;
    private Thread caller;
    private volatile int round;
    private volatile boolean stopped;

    /**
     * A crew, its threads started.
     *
     * @param threads how many, the caller's included; at least 1
     */
    Crew(int threads) {
        used = new boolean[threads];
        failures = new Throwable[threads];
        helpers = new Thread[threads - 1];
        // Where threads outnumber processors, spinning takes the time of those that have work.
        spins = threads <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
        for (int i = 0; i < helpers.length; i++) {
            int number = i + 1;
            helpers[i] = new Thread(() -> help(number), "elman-training-" + number);
            helpers[i].setDaemon(true);
        }
        try {
            for (Thread helper : helpers) {
                helper.start();
            }
        } catch (OutOfMemoryError e) {
            stop();
            throw e;
        }
    }

    /** The number of threads, the caller's included. */
    int threads() {
        return used.length;
    }

    /** How many threads have worked on a task so far. */
    int threadsUsed() {
        int count = 0;
        for (boolean one : used) {
            count += one ? 1 : 0;
        }
        return count;
    }

    /** Does tasks 0 to {@code count - 1} and returns when all are done; what one throws is thrown again here. */
    void run(Task work, int count) {
        task = work;
        tasks = count;
        caller = Thread.currentThread();
        busy.set(helpers.length);
        round++;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        share(0);
        for (int spin = 0; busy.get() > 0; spin++) {
            if (spin < spins || caller.isInterrupted()) {
                // An interrupted thread cannot sleep; the helpers are nearly done.
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
        // The helpers' threads would otherwise keep what the task refers to from being collected.
        task = null;
        caller = null;
        throwFailure();
    }

    private void help(int thread) {
        int seen = 0;
        while (true) {
            for (int spin = 0; round == seen && !stopped; spin++) {
                if (spin < spins) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            if (stopped) {
                return;
            }
            seen = round;
            Thread waiting = caller;
            share(thread);
            if (busy.decrementAndGet() == 0) {
                LockSupport.unpark(waiting);
            }
        }
    }

    private void share(int thread) {
        try {
            for (int index = thread; index < tasks; index += used.length) {
                task.run(index);
                used[thread] = true;
            }
        } catch (Throwable e) {
            failures[thread] = e;
        }
    }

    private void throwFailure() {
        Throwable first = null;
        for (int thread = 0; thread < failures.length; thread++) {
            Throwable failure = failures[thread];
            failures[thread] = null;
            if (first == null) {
                first = failure;
            } else if (failure != null && failure != first) {
                first.addSuppressed(failure);
            }
        }
        if (first instanceof Error error) {
            throw error;
        }
        if (first != null) {
            // A task declares nothing, so that nothing else can come out of it.
            throw (RuntimeException) first;
        }
    }

    /** Tells the threads to end; does not wait for them. */
    void stop() {
        stopped = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    /** Ends the threads and waits until they have ended. An interrupt is kept for later. */
    @Override
    public void close() {
        stop();
        boolean interrupted = false;
        for (Thread helper : helpers) {
            while (helper.isAlive()) {
                try {
                    helper.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
