package dev.elman.training;

/** Why a training run ended. */
public enum StopReason {
    /** All epochs were done. */
    COMPLETED,
    /** The validation loss had not fallen for as many epochs as {@link EarlyStopping} waits. */
    EARLY_STOPPED,
    /** {@link Progress#stop()} was called. */
    CALLBACK,
    /** {@link TrainingSession#finish()} was called before the end. */
    FINISHED,
    /** A loss, a gradient or a weight turned NaN or infinite. */
    DIVERGED,
    /** The thread that trains was interrupted. */
    INTERRUPTED
}
