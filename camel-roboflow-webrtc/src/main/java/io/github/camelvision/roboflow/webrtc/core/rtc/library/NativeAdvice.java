package io.github.camelvision.roboflow.webrtc.core.rtc.library;

import io.github.camelvision.roboflow.webrtc.core.error.LibraryDirectory;
import java.util.List;
import java.util.Locale;

/** What to do about a native library that does not load, as text for the exception. */
final class NativeAdvice {

    private static final String TMP = "java.io.tmpdir";

    private NativeAdvice() {}

    /** The loader found no library for this platform, or could not extract it. */
    static String forFailedWebRtc(Throwable failure) {
        if (failure instanceof NullPointerException) {
            return "No webrtc-java library for " + platform() + " is on the classpath: add the dependency"
                    + " dev.onvoid.webrtc:webrtc-java with classifier " + classifier();
        }
        String trouble = LibraryDirectory.trouble(failure, System.getProperty(TMP), TMP);
        if (trouble != null) {
            return "The webrtc-java library could not be extracted, since " + trouble;
        }
        return "The webrtc-java library could not be extracted to " + System.getProperty(TMP)
                + ": point -Djava.io.tmpdir at a writable directory with 50 MB of room (" + failure.getMessage() + ")";
    }

    /** The dynamic linker refused. */
    static String forLinkError(String library, Throwable error, List<String> missing) {
        String text = texts(error);
        String what = "Cannot load " + library + " on " + platform() + ": ";
        String trouble = LibraryDirectory.trouble(error, System.getProperty(TMP), TMP);
        if (trouble != null) {
            return what + trouble;
        }
        if (text.contains("GLIBC") && text.contains("not found")) {
            return what + "the C library (glibc) is too old; run on a newer Linux distribution (" + firstLine(text) + ")";
        }
        if (text.contains("Error loading shared library") || text.contains("ld-musl") || text.contains("Error relocating")) {
            return what + "this system's C library is musl (Alpine); use an image with glibc, e.g. Debian or Ubuntu";
        }
        if (!missing.isEmpty()) {
            return what + "install the package that contains " + String.join(", ", missing);
        }
        return what + firstLine(text);
    }

    private static String texts(Throwable error) {
        StringBuilder text = new StringBuilder();
        for (Throwable t = error; t != null && text.length() < 10_000; t = t.getCause()) {
            text.append(t.getMessage()).append('\n');
        }
        return text.toString();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String platform() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    /** As webrtc-java names its jars. */
    static String classifier() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String family = os.startsWith("mac") ? "macos" : os.startsWith("windows") ? "windows" : "linux";
        return family + "-" + (arch.equals("aarch64") || arch.equals("arm64") ? "aarch64" : arch.startsWith("arm") ? "aarch32" : "x86_64");
    }
}
