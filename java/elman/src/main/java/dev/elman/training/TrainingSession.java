package dev.elman.training;

import dev.elman.data.Dataset;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A training run in progress: takes steps, writes checkpoints, and gives a {@link Training} in the end. Owns native
 * resources; close it, best by try-with-resources.
 *
 * <pre>{@code
 * try (TrainingSession session = trainer.start(architecture, data)) {
 *     while (session.step()) { ... }
 *     Training training = session.finish();
 * }
 * }</pre>
 *
 * <p>Any thread may use it, but only one at a time: a call while another is running, from another thread or from a
 * callback, throws {@link IllegalStateException}; so does every call but {@code close} after {@link #finish} or
 * {@link #close}, and every step after training diverged.
 */
public final class TrainingSession implements AutoCloseable {

    /** Ends the threads of runs that nobody closed; made only where there are such threads. */
    private static final class Abandoned {
        static final Cleaner CLEANER = Cleaner.create();
    }

    private final Run run;
    private final Cleaner.Cleanable cleanable;
    private final AtomicBoolean inUse = new AtomicBoolean();
    private boolean closed;

    TrainingSession(Trainer trainer, Start start, Dataset train, Dataset validation) {
        run = new Run(trainer, start, train, validation);
        Runnable emergencyStop = run.emergencyStop();
        cleanable = emergencyStop == null ? null : Abandoned.CLEANER.register(this, emergencyStop);
    }

    /**
     * Takes one training step, and at the end of an epoch its validation.
     *
     * @return whether there is more to do
     * @throws TrainingStoppedException where training diverges, or is interrupted; after an interrupt it may go on
     */
    public boolean step() {
        enter();
        try {
            return run.advance(1);
        } finally {
            leave();
        }
    }

    /**
     * Trains to the end of the epoch.
     *
     * @return whether there is more to do
     * @throws TrainingStoppedException where training diverges, or is interrupted; after an interrupt it may go on
     */
    public boolean runEpoch() {
        enter();
        try {
            int done = run.epochsDone();
            boolean more = true;
            while (more && run.epochsDone() == done) {
                more = run.advance(Integer.MAX_VALUE);
            }
            return more;
        } finally {
            leave();
        }
    }

    /**
     * Trains to the end.
     *
     * @throws TrainingStoppedException where training diverges, or is interrupted; after an interrupt it may go on
     */
    public void run() {
        enter();
        try {
            boolean more = true;
            while (more) {
                more = run.advance(Integer.MAX_VALUE);
            }
        } finally {
            leave();
        }
    }

    /** The epochs that are done. */
    public History history() {
        enter();
        try {
            return run.history();
        } finally {
            leave();
        }
    }

    /**
     * Writes a checkpoint, from which {@link Trainer#resume(Path, Dataset)} goes on.
     *
     * @throws IOException where it cannot be written; a file that was there stays as it was
     */
    public void checkpoint(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        enter();
        try {
            run.writeCheckpoint(file);
        } finally {
            leave();
        }
    }

    /**
     * Gives what was learnt until here and closes the session.
     *
     * @throws TrainingStoppedException where the weights are not finite
     */
    public Training finish() {
        enter();
        try {
            return run.result();
        } finally {
            try {
                closeResources();
            } finally {
                leave();
            }
        }
    }

    /** Frees everything; a second call does nothing. */
    @Override
    public void close() {
        if (!inUse.compareAndSet(false, true)) {
            throw new IllegalStateException("the training session cannot be closed while it is in use");
        }
        try {
            closeResources();
        } finally {
            inUse.set(false);
        }
    }

    private void closeResources() {
        closed = true;
        run.close();
        if (cleanable != null) {
            cleanable.clean();
        }
    }

    private void enter() {
        if (!inUse.compareAndSet(false, true)) {
            throw new IllegalStateException("the training session is in use by another thread, or by the call that this"
                    + " callback belongs to; use it from one place at a time");
        }
        if (closed) {
            inUse.set(false);
            throw new IllegalStateException("the training session is closed; start another one");
        }
        run.beginCall();
    }

    private void leave() {
        run.endCall();
        inUse.set(false);
    }
}
