package io.github.camelvision.roboflow.webrtc.core.media;

import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the parts of FFmpeg that pictures need (avutil, avcodec, swscale; no devices, so no system libraries), once. */
public final class Ffmpeg {

    private static final Logger LOG = LoggerFactory.getLogger(Ffmpeg.class);
    private static final Throwable FAILURE = load();

    private Ffmpeg() {
    }

    /** @throws NativeException when the library is not there or does not fit this machine */
    public static void require() {
        if (FAILURE != null) {
            throw new NativeException("FFmpeg's native library cannot be loaded (" + FAILURE.getMessage()
                    + "): add org.bytedeco:ffmpeg and org.bytedeco:javacpp with the classifier " + platform() + " to the class path",
                    FAILURE);
        }
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
