package dev.elman.cases;

import java.util.concurrent.atomic.AtomicInteger;

/** Prints now and then how many of many cases are done, where the system property {@value #PROPERTY} is true. */
public final class Progress {

    /** The system property. */
    public static final String PROPERTY = "elman.test.progress";

    private static final int LINES = 20;

    private final String what;
    private final int total;
    private final AtomicInteger done = new AtomicInteger();

    /** Of so many cases. */
    public Progress(String what, int total) {
        this.what = what;
        this.total = total;
    }

    /** Counts one more as done; any thread may call it. */
    public void step() {
        int count = done.incrementAndGet();
        int part = Math.max(1, total / LINES);
        if ((count % part == 0 || count == total) && Boolean.getBoolean(PROPERTY)) {
            System.out.println(what + ": " + count + " of " + total + " cases");
        }
    }
}
