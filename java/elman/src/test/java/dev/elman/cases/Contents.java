package dev.elman.cases;

/** What the samples of a case have beside inputs and targets. */
public enum Contents {
    PLAIN(false, false, false),
    RAGGED(true, false, false),
    WEIGHTED(false, true, false),
    STATES(false, false, true),
    RAGGED_WEIGHTED(true, true, false),
    ALL(true, true, true);

    private final boolean ragged;
    private final boolean weighted;
    private final boolean states;

    Contents(boolean ragged, boolean weighted, boolean states) {
        this.ragged = ragged;
        this.weighted = weighted;
        this.states = states;
    }

    /** Whether every sample has a length of its own. */
    public boolean isRagged() {
        return ragged;
    }

    /** Whether the time steps with a target have weights, some of them zero. */
    public boolean isWeighted() {
        return weighted;
    }

    /** Whether every sample brings the state that it begins with. */
    public boolean hasStates() {
        return states;
    }
}
