package dev.elman.cli;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Tells on standard error how far something has come: a bar that is drawn over on a terminal, about ten plain lines
 * elsewhere. May be stepped by several threads.
 */
final class ProgressLine implements AutoCloseable {

    private static final int LINES = 10;

    private final Console console;
    private final String task;
    private final long steps;
    private final ProgressBar bar; // null where lines are written
    private final long start = System.nanoTime();
    private long done;

    /**
     * Begins to tell.
     *
     * @param task what is counted, such as {@code epoch}
     * @param steps how many there will be
     */
    ProgressLine(Console console, String task, long steps) {
        this.console = console;
        this.task = task;
        this.steps = steps;
        this.bar = console.interactive() ? bar(console, task, steps) : null;
    }

    /**
     * One more step is done.
     *
     * @param message what to say beside it, such as the loss
     */
    synchronized void step(String message) {
        done++;
        if (bar != null) {
            bar.setExtraMessage(" " + message);
            bar.stepTo(done);
            return;
        }
        boolean tell = done * LINES / steps > (done - 1) * LINES / steps;
        if (tell || done == steps) {
            double seconds = (System.nanoTime() - start) * 1e-9;
            double left = seconds / done * (steps - done);
            String time = done == steps ? seconds(seconds) : seconds(left) + " left";
            console.err().println(task + " " + done + "/" + steps + "  " + message + "  " + time);
        }
    }

    /** Ends the bar where it stands. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    private static String seconds(double seconds) {
        return seconds < 60
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%d min %02d s", (long) seconds / 60, (long) seconds % 60);
    }

    private static ProgressBar bar(Console console, String task, long steps) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(100)
                .setConsumer(new Redrawn(console))
                .build();
    }

    /** Draws every state over the one before. The library's own consumer would load a terminal library for that. */
    private static final class Redrawn implements ProgressBarConsumer {

        private final Console console;
        private boolean closed;

        Redrawn(Console console) {
            this.console = console;
        }

        @Override
        public int getMaxRenderedLength() {
            String columns = System.getenv("COLUMNS");
            int width = columns != null && columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : 110;
            return Math.max(20, width - 1);
        }

        /** The bar is drawn by its closing thread and by its timer, which may come last. */
        @Override
        public synchronized void accept(String line) {
            if (!closed) {
                console.err().print("\r" + line);
                console.err().flush();
            }
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                console.err().println();
            }
        }
    }
}
