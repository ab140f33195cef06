package dev.elman.cases;

import dev.elman.optim.Truncation;

/** How far back gradients reach in a case, some of them in terms of the number of time steps. */
public enum Reach {
    ONE,
    TWO,
    FIVE,
    ALL_BUT_ONE,
    ALL,
    FULL;

    /** The truncation for a number of time steps; of one step, all but one is the one that there must be. */
    public Truncation truncation(int timeSteps) {
        return switch (this) {
            case ONE -> Truncation.of(1);
            case TWO -> Truncation.of(2);
            case FIVE -> Truncation.of(5);
            case ALL_BUT_ONE -> Truncation.of(Math.max(1, timeSteps - 1));
            case ALL -> Truncation.of(timeSteps);
            case FULL -> Truncation.full();
        };
    }
}
