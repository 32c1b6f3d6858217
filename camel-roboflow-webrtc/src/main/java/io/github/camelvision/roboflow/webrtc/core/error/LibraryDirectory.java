package io.github.camelvision.roboflow.webrtc.core.error;

import java.util.Locale;

/**
 * Why a native library that is on the class path does not load: it must be written to a directory, and that must allow to run it. Read
 * from the words of the system and the loaders, which bury them in their causes.
 */
public final class LibraryDirectory {

    private static final int MOST_CAUSES = 20;

    private LibraryDirectory() {}

    /**
     * The cause, in words that end with the cure.
     *
     * @param directory where the loader writes to
     * @param property of the JVM that names another one
     * @return null when the directory seems not to be the reason
     */
    public static String trouble(Throwable failure, String directory, String property) {
        String text = words(failure);
        String cure = ": point -D" + property + " at a directory that is writable, on a file system mounted with exec, with 100 MB of room";
        if (text.contains("failed to map segment") || text.contains("operation not permitted")) {
            return "the directory " + directory + " forbids execution (noexec)" + cure;
        }
        if (text.contains("no space left") || text.contains("not enough space") || text.contains("disk quota")
                || text.contains("too short")) {
            return "the directory " + directory + " is full" + cure;
        }
        if (text.contains("read-only file system") || text.contains("permission denied") || text.contains("accessdenied")
                || text.contains("could not create the cache")) {
            return "the directory " + directory + " cannot be written to" + cure;
        }
        return null;
    }

    private static String words(Throwable failure) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        for (Throwable each = failure; each != null && depth < MOST_CAUSES; each = each.getCause(), depth++) {
            text.append(each).append('\n');
            for (Throwable other : each.getSuppressed()) {
                text.append(other).append('\n');
            }
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }
}
