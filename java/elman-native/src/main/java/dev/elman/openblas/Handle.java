package dev.elman.openblas;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;

/**
 * Guards one native resource: who may use it when, and that it is freed exactly once.
 *
 * <p>A use is shared (any number of threads) or exclusive (one thread and nobody else) and stands between {@code begin}
 * and {@code end} in a {@code try}/{@code finally}. No use waits for another: what does not fit throws
 * {@link IllegalStateException}, since two threads on one network are a mistake and not a queue.
 *
 * <p>What nobody closes is freed when it is unreachable, with a warning. An owner that is never closed itself, such as
 * a model with the networks that it keeps, closes them through a cleaner of its own and so before that.
 */
final class Handle implements AutoCloseable {

    private static final Cleaner CLEANER = Cleaner.create();
    private static final VarHandle USE;

    private static final int IDLE = 0;
    private static final int EXCLUSIVE = -1;
    private static final int CLOSED = -2;

    static {
        try {
            USE = MethodHandles.lookup().findVarHandle(Handle.class, "use", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String name;
    private final Resource resource;
    private final Cleaner.Cleanable cleanable;
    /** {@link #CLOSED}, {@link #EXCLUSIVE}, {@link #IDLE}, or how many share it. */
    private volatile int use;

    /**
     * Guards a resource from now on.
     *
     * @param name what messages call it, such as {@code "the network"}
     * @param free frees it; must not refer to this handle or to what holds it, or it would never be unreachable
     */
    Handle(String name, Runnable free) {
        this.name = name;
        this.resource = new Resource(name, free);
        this.cleanable = CLEANER.register(this, resource);
    }

    /** Begins a use that others may share; {@link #endShared} ends it. */
    void beginShared() {
        int current;
        do {
            current = use;
            if (current < IDLE) {
                throw refusal(current);
            }
        } while (!USE.weakCompareAndSet(this, current, current + 1));
    }

    /** Ends what {@link #beginShared} began. */
    void endShared() {
        // Used as an expression, so that the call has the type that it is compiled for; otherwise it would box.
        int before = (int) USE.getAndAdd(this, -1);
        assert before > 0;
        Reference.reachabilityFence(this);
    }

    /** Begins a use that shuts out every other; {@link #endExclusive} ends it. */
    void beginExclusive() {
        if (!USE.compareAndSet(this, IDLE, EXCLUSIVE)) {
            throw refusal(use);
        }
    }

    /** Ends what {@link #beginExclusive} began. */
    void endExclusive() {
        USE.setRelease(this, IDLE);
        Reference.reachabilityFence(this);
    }

    /**
     * Frees the resource; does nothing where that has been done.
     *
     * @throws IllegalStateException while it is in use
     */
    @Override
    public void close() {
        if (!USE.compareAndSet(this, IDLE, CLOSED)) {
            int current = use;
            if (current != CLOSED) {
                throw new IllegalStateException(name + " cannot be closed while a thread is using it");
            }
            return;
        }
        resource.closed = true;
        cleanable.clean();
        Reference.reachabilityFence(this);
    }

    private IllegalStateException refusal(int current) {
        return new IllegalStateException(current == CLOSED
                ? name + " is closed"
                : name + " is in use by another thread; open one for each thread");
    }

    /** What the cleaner keeps: everything that freeing needs, and no way back to the handle. */
    private static final class Resource implements Runnable {

        private final String name;
        private final Runnable free;
        private volatile boolean closed;

        Resource(String name, Runnable free) {
            this.name = name;
            this.free = free;
        }

        @Override
        public void run() {
            free.run();
            if (!closed) {
                System.getLogger("dev.elman").log(System.Logger.Level.WARNING, name + " of the native engine was never"
                        + " closed; the garbage collector has freed it now. Close what you open, best with try (...)");
            }
        }
    }
}
