package dev.elman.optim;

/**
 * How far back in time the gradient of one loss reaches.
 *
 * <p>With truncation length {@code k} the loss at time step {@code t} reaches no layer at any step {@code <= t - k}:
 * {@code k} steps receive gradient from it, its own included. Where the loss is on every step, each has its own reach
 * and the gradients add up. A {@code k} of the number of time steps or more is full back-propagation through time.
 *
 * @param length {@code k}, at least 1
 */
public record Truncation(int length) {

    public Truncation {
        if (length < 1) {
            throw new IllegalArgumentException("truncation length must be at least 1 but was " + length
                    + "; use Truncation.full() for back-propagation through all time steps");
        }
    }

    /** Back-propagation through all time steps. */
    public static Truncation full() {
        return new Truncation(Integer.MAX_VALUE);
    }

    /** Back-propagation through the {@code length} last time steps before each loss, its own included. */
    public static Truncation of(int length) {
        return new Truncation(length);
    }

    /** Whether every time step is reached, however many there are. */
    public boolean isFull() {
        return length == Integer.MAX_VALUE;
    }
}
