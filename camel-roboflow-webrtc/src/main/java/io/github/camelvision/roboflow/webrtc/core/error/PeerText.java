package io.github.camelvision.roboflow.webrtc.core.error;

import java.util.List;
import java.util.regex.Pattern;

/** What a peer said, fit for a log or a message: one line without control characters, of bounded length. */
public final class PeerText {

    /** Longest line that is made of several texts. */
    private static final int MAX_LINE = 1000;
    /** Longest text of one among several. */
    private static final int MAX_PIECE = 300;
    private static final int MAX_PIECES = 5;

    // Line and paragraph separators, and the characters that turn the direction of the text after them, are none of \p{Cntrl}.
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]+");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private PeerText() {}

    /** The text with a blank in place of control characters, and no longer than {@code max}; null stays null. */
    public static String line(String text, int max) {
        if (text == null) {
            return null;
        }
        // what is cut anyway need not be searched; runs of blanks that shrink are worth a little more
        String head = text.length() > 4L * max ? text.substring(0, 4 * max) : text;
        String clean = BLANKS.matcher(UNPRINTABLE.matcher(head).replaceAll(" ")).replaceAll(" ").strip();
        return cut(clean, max);
    }

    /** As {@link #line(String, int)}, of at most {@value #MAX_LINE} characters. */
    public static String line(String text) {
        return line(text, MAX_LINE);
    }

    /** The first of the texts in one line, and how many more there are. */
    public static String list(List<String> texts) {
        StringBuilder line = new StringBuilder();
        for (String text : texts.subList(0, Math.min(MAX_PIECES, texts.size()))) {
            line.append(line.isEmpty() ? "" : "; ").append(line(text, MAX_PIECE));
        }
        int more = texts.size() - MAX_PIECES;
        return cut(line.toString(), MAX_LINE) + (more > 0 ? "; and " + more + " more" : "");
    }

    /** The text itself, except for control characters, which become blanks; null stays null. */
    public static String printable(String text, int max) {
        return text == null ? null : UNPRINTABLE.matcher(cut(text, max)).replaceAll(" ");
    }

    /** Whether it has no control characters, nor what turns the direction of a text. */
    public static boolean isPrintable(String text) {
        return !UNPRINTABLE.matcher(text).find();
    }

    private static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
        return text.substring(0, end) + "…";
    }
}
