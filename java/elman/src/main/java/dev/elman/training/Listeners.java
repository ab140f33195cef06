package dev.elman.training;

import java.util.List;

/** The callbacks of a run, called by the thread that trains. */
final class Listeners {

    /** What they are told of. */
    enum Event { EPOCH_START, MINI_BATCH, EPOCH_END }

    private final List<Callback> callbacks;
    private volatile Thread thread;

    Listeners(List<Callback> callbacks) {
        this.callbacks = callbacks;
    }

    /** Whether the calling thread is within one of them. */
    boolean areTold() {
        return thread == Thread.currentThread();
    }

    void tell(Event event, Progress progress) {
        if (callbacks.isEmpty()) {
            return;
        }
        thread = Thread.currentThread();
        try {
            for (int i = 0; i < callbacks.size(); i++) {
                Callback callback = callbacks.get(i);
                switch (event) {
                    case EPOCH_START -> callback.onEpochStart(progress);
                    case EPOCH_END -> callback.onEpochEnd(progress);
                    case MINI_BATCH -> {
                        if (callback.everyMiniBatch()) {
                            callback.onMiniBatch(progress);
                        }
                    }
                }
            }
        } finally {
            thread = null;
        }
    }
}
