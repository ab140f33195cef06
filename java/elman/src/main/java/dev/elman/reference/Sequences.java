package dev.elman.reference;

/**
 * The sequences that a call computes, in order, wherever they come from. They are computed in runs of neighbours of one
 * length, side by side; so a ragged batch goes, at worst, one sequence after another.
 */
interface Sequences {

    /** How many there are. */
    int count();

    /** The time steps of the longest at most. */
    int timeSteps();

    /** The time steps of a sequence. */
    int length(int sequence);

    /** Whether a sequence may begin in a state that an earlier one leaves behind, so that they go one by one. */
    boolean follows(int sequence, int earlier);

    /** Makes a sequence, with all that belongs to it, number {@code row} of a workspace. */
    void load(int sequence, Workspace workspace, int row);

    /** Behind the last sequence of the run that begins with {@code first} and has at most {@code limit} sequences. */
    default int runEnd(int first, int limit) {
        int end = first + 1;
        while (end < count() && end - first < limit && length(end) == length(first) && !follows(end, first)) {
            end++;
        }
        return end;
    }
}
