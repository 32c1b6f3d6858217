package io.github.camelvision.roboflow.webrtc.core.media;

import io.github.camelvision.roboflow.webrtc.core.error.LibraryDirectory;
import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the parts of FFmpeg that images need (avutil, avcodec, swscale; no devices, so no system libraries), once. */
public final class Ffmpeg {

    private static final Logger LOG = LoggerFactory.getLogger(Ffmpeg.class);
    private static final Throwable FAILURE = load();
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private Ffmpeg() {}

    /** @throws NativeException when the library is not there or does not fit this machine */
    public static void require() {
        if (FAILURE != null) {
            throw new NativeException(advice(FAILURE), FAILURE);
        }
    }

    /** Whether it is there. Where it is not, the first call says in the log what that means, and the cure. */
    static boolean loaded() {
        if (FAILURE != null && TOLD.compareAndSet(false, true)) {
            LOG.warn("{}. Until then still images are converted by the JDK, more slowly, and no video can be read", advice(FAILURE));
        }
        return FAILURE == null;
    }

    /** Why it does not load, and the cure. */
    private static String advice(Throwable failure) {
        String what = "FFmpeg's native library cannot be loaded";
        String trouble = LibraryDirectory.trouble(failure, cacheDirectory(), "org.bytedeco.javacpp.cachedir");
        if (trouble != null) {
            return what + ", since " + trouble;
        }
        if (onClassPath()) {
            return what + " (" + failure.getMessage() + "), though it is on the class path. It is extracted to " + cacheDirectory()
                    + ", which must be writable, allow execution and have 100 MB of room; -Dorg.bytedeco.javacpp.cachedir names another "
                    + "directory. The system must be one with glibc";
        }
        return what + " (" + failure.getMessage() + "): add org.bytedeco:ffmpeg and org.bytedeco:javacpp with the classifier "
                + platform() + " to the class path";
    }

    private static boolean onClassPath() {
        return avutil.class.getResource("/org/bytedeco/ffmpeg/" + platform() + "/" + System.mapLibraryName("jniavutil")) != null;
    }

    /** Where javacpp extracts to by default, or as it was told. */
    private static String cacheDirectory() {
        String told = System.getProperty("org.bytedeco.javacpp.cachedir", System.getProperty("org.bytedeco.javacpp.cacheDir"));
        return told != null ? told : System.getProperty("user.home") + "/.javacpp/cache";
    }

    /** @throws NativeException when {@code pointer} is null: FFmpeg allocates through it and says no more than that */
    public static <T> T allocated(T pointer, String what) {
        if (pointer == null) {
            throw new NativeException("FFmpeg could not allocate " + what + ": the process is out of native memory");
        }
        return pointer;
    }

    /** FFmpeg's words for an error code. */
    public static String message(int error) {
        byte[] text = new byte[avutil.AV_ERROR_MAX_STRING_SIZE];
        avutil.av_strerror(error, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    private static Throwable load() {
        try {
            Loader.load(avutil.class);
            Loader.load(swscale.class);
            Loader.load(avcodec.class);
            // FFmpeg writes to stderr by itself; what matters comes back as an error code.
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
            return null;
        } catch (LinkageError | RuntimeException e) {
            LOG.debug("FFmpeg did not load", e);
            return e;
        }
    }

    private static String platform() {
        try {
            return Loader.getPlatform();
        } catch (LinkageError e) {
            LOG.debug("javacpp does not know the platform", e);
            return "of this platform";
        }
    }
}
