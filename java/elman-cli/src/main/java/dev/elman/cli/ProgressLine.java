package dev.elman.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;

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
        double elapsed = (System.nanoTime() - start) * 1e-9;
        String time = done == steps ? seconds(elapsed) : seconds(elapsed / done * (steps - done)) + " left";
        String told = message + "  " + time;
        if (bar != null) {
            bar.setExtraMessage(" " + told);
            bar.stepTo(done);
        } else if (done == steps || done * LINES / steps > (done - 1) * LINES / steps) {
            console.err().println(task + " " + done + "/" + steps + "  " + told);
        }
    }

    /** Says something that stays, above the bar where there is one. */
    synchronized void interject(String text) {
        if (bar != null) {
            // Over the bar, which is drawn again below: the first line has to hide all of it.
            console.err().print("\r" + " ".repeat(Math.max(0, columns(System.getenv("COLUMNS"), "") - 1)) + "\r");
        }
        console.err().println(text);
        console.err().flush();
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

    /** The message, with the time left in it, has all the room it needs; the bar gets the rest. */
    private static String render(ProgressState state, int columns) {
        long done = state.getCurrent();
        long steps = state.getMax();
        String before = state.getTaskName() + " " + 100 * done / steps + "% [";
        String after = "] " + done + "/" + steps + " " + state.getExtraMessage();
        int room = Math.max(1, columns - before.length() - after.length());
        int full = (int) (room * done / steps);
        String line = before + "=".repeat(full) + " ".repeat(room - full) + after;
        return line.length() <= columns ? line : line.substring(0, columns);
    }

    private static ProgressBar bar(Console console, String task, long steps) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setUpdateIntervalMillis(100)
                .setRenderer(ProgressLine::render)
                .setConsumer(new Redrawn(console))
                .build();
    }

    /**
     * How wide the terminal is: a line that is longer wraps, and cannot be drawn over.
     *
     * @param variable what the environment says, or null
     * @param size rows and columns as stty tells them, or anything else
     */
    static int columns(String variable, String size) {
        String columns = variable != null && variable.matches("[1-9]\\d{1,3}") ? variable : size.replaceAll(".* ", "");
        return columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : Redrawn.USUAL_COLUMNS;
    }

    /** Java does not know a terminal's size; stty does, in a millisecond or two. */
    private static String sizeOfTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty")).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
        } catch (IOException e) {
            return ""; // no stty, or no terminal
        }
    }

    /** Draws every state over the one before. The library's own consumer would load a terminal library for that. */
    private static final class Redrawn implements ProgressBarConsumer {

        /** As wide as terminals have been since there are any. */
        private static final int USUAL_COLUMNS = 80;

        private final Console console;
        private final int columns = columns(System.getenv("COLUMNS"), sizeOfTerminal());
        private boolean closed;

        Redrawn(Console console) {
            this.console = console;
        }

        @Override
        public int getMaxRenderedLength() {
            return Math.max(20, columns - 1);
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
