package io.github.camelvision.roboflow.webrtc.core.capture;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.Ffmpeg;
import java.time.Duration;
import org.bytedeco.ffmpeg.global.avutil;

/** What goes wrong with sources, as exceptions that say what to do. A live source may come back, so nearly all are retryable. */
public final class CaptureErrors {

    // The same numbers on Linux, macOS and Windows.
    private static final int NO_SUCH_FILE = -2;
    private static final int IO = -5;
    private static final int NOT_PERMITTED = -13;
    private static final int BUSY = -16;
    private static final int NO_SUCH_DEVICE = -19;

    private CaptureErrors() {}

    /** @param source its text names the source */
    public static SourceException ended(Object source) {
        return new SourceException(source + " ended", true);
    }

    /** @param what it did not do, as in "sent nothing" */
    public static SourceException silent(Object source, Duration limit, String what) {
        return new SourceException(source + " " + what + " for " + limit.toSeconds() + " s", true);
    }

    /** A camera whose certificate the JVM does not trust; TLS says why. */
    public static SourceException untrusted(Object source, String why) {
        return new SourceException(source + " cannot be opened: its certificate is not trusted (" + why
                + "); let the JVM trust it, or take any with verifySourceCertificate=false", true);
    }

    public static SourceException notOpened(CaptureInput input, int error) {
        return new SourceException(input + " cannot be opened" + (input.kind() == CaptureInput.Kind.FILE ? " as video" : "") + ": "
                + Ffmpeg.message(error) + cure(input, error), input.kind() != CaptureInput.Kind.FILE);
    }

    public static SourceException lost(CaptureInput input, int error) {
        return new SourceException(input + " was lost: " + Ffmpeg.message(error), true);
    }

    public static SourceException noVideo(CaptureInput input) {
        return new SourceException(input + " has no video stream", false);
    }

    public static SourceException tooLarge(CaptureInput input, String size) {
        return new SourceException(input + " has frames of " + size + ", which are not decoded: " + FrameBudget.RULE, false);
    }

    private static String cure(CaptureInput input, int error) {
        return switch (input.kind()) {
            case STREAM -> streamCure(input.setBy(), error);
            case FILE -> "";
            default -> deviceCure(input, error);
        };
    }

    private static String deviceCure(CaptureInput input, int error) {
        return switch (error) {
            case NO_SUCH_FILE, NO_SUCH_DEVICE, IO -> "; plug it in, or name another device with " + input.setBy()
                    + ("v4l2".equals(input.format()) ? " (an index or a path like /dev/video0)" : "");
            case NOT_PERMITTED -> "; let this user open it (on Linux: the group video)";
            case BUSY -> "; another program uses it";
            default -> "; check " + input.setBy() + ", resolution and deviceFormat";
        };
    }

    private static String streamCure(String setBy, int error) {
        if (error == avutil.AVERROR_HTTP_UNAUTHORIZED() || error == avutil.AVERROR_HTTP_FORBIDDEN()) {
            return "; put user name and password into " + setBy + " (rtsp://user:password@host/…), special characters percent-encoded";
        }
        if (error == avutil.AVERROR_HTTP_NOT_FOUND()) {
            return "; check the path in " + setBy;
        }
        return "; check host, port and path in " + setBy + ", and that it can be reached from here";
    }
}
