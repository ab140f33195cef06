package dev.elman.training;

/**
 * Ends training once the validation loss has stopped falling; the model is that of the epoch with the lowest
 * validation loss, also where all epochs were done.
 *
 * @param patience how many epochs to wait for the validation loss to fall, at least 1: training ends with the
 *     {@code patience}-th epoch in a row that was not better
 * @param minDelta by how much the validation loss must fall to count as better, at least 0. A smaller fall does not
 *     end the waiting, but the lowest loss is always the one whose weights are kept
 */
public record EarlyStopping(int patience, double minDelta) {

    public EarlyStopping {
        if (patience < 1) {
            throw new IllegalArgumentException("patience must be at least 1 epoch but was " + patience);
        }
        if (!(minDelta >= 0) || Double.isInfinite(minDelta)) {
            throw new IllegalArgumentException("minDelta must be finite and at least 0 but was " + minDelta);
        }
    }

    /** Waits for {@code patience} epochs, at least 1, for any fall of the validation loss. */
    public static EarlyStopping patience(int patience) {
        return new EarlyStopping(patience, 0);
    }

    /** The same with another smallest fall that counts. */
    public EarlyStopping minDelta(double minDelta) {
        return new EarlyStopping(patience, minDelta);
    }
}
