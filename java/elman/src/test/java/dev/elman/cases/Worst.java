package dev.elman.cases;

/** The largest of many errors, and where it was. */
public final class Worst {

    private double error = -1;
    private Object where = "nowhere";

    /** Notes an error of something. */
    public synchronized void note(double error, Object where) {
        // Not a number is worse than any.
        if (!(error <= this.error) && !Double.isNaN(this.error)) {
            this.error = error;
            this.where = where;
        }
    }

    /** Whether anything was noted and all of it is within a tolerance. */
    public synchronized boolean isWithin(double tolerance) {
        return error >= 0 && error <= tolerance;
    }

    /** Prints it, and fails where it is above the tolerance. */
    public synchronized void require(String what, double tolerance) {
        System.out.printf("%s: worst error %.3g (at most %.0e) at %s%n", what, error, tolerance, where);
        if (!isWithin(tolerance)) {
            throw new AssertionError(what + ": error " + error + " is above " + tolerance + " at " + where);
        }
    }
}
