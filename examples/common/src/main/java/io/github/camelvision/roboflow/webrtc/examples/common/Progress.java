package io.github.camelvision.roboflow.webrtc.examples.common;

import java.io.PrintStream;

/** Shows how far it is: one line that is rewritten on a terminal, a line every five seconds elsewhere. Thread safe. */
public final class Progress {

    private static final long TERMINAL_NANOS = 200_000_000L;
    private static final long OTHER_NANOS = 5_000_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private final String what;
    private final long total;
    private final long start = System.nanoTime();
    private long lastShown;
    private boolean shown;

    /** @param total how many there will be at about; 0 when unknown */
    public Progress(PrintStream out, boolean terminal, String what, long total) {
        this.out = out;
        this.terminal = terminal;
        this.what = what;
        this.total = total;
    }

    public synchronized void show(long done) {
        long now = System.nanoTime();
        if (now - Math.max(lastShown, start) < (terminal ? TERMINAL_NANOS : OTHER_NANOS) && done != total) {
            return;
        }
        lastShown = now;
        shown = true;
        double perSecond = done / Math.max(1e-9, (now - start) / 1e9);
        String text = "%s %d%s, %.0f a second".formatted(what, done, total > 0 ? " of " + Math.max(total, done) : "", perSecond);
        if (terminal) {
            out.print("\r" + text + "   ");
            out.flush();
        } else {
            out.println(text);
        }
    }

    /** Ends the line. */
    public synchronized void end() {
        if (terminal && shown) {
            out.println();
        }
        shown = false;
    }
}
