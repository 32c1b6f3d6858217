package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.Ffmpeg;
import org.bytedeco.ffmpeg.global.avutil;

/** FFmpeg's error codes as exceptions that say what to do. A live source may come back, so nearly all are retryable. */
final class CaptureErrors {

    // The same numbers on Linux, macOS and Windows.
    private static final int NO_SUCH_FILE = -2;
    private static final int IO = -5;
    private static final int NOT_PERMITTED = -13;
    private static final int BUSY = -16;
    private static final int NO_SUCH_DEVICE = -19;

    private CaptureErrors() {
    }

    static SourceException notOpened(CaptureInput input, int error) {
        return new SourceException(input + " cannot be opened: " + Ffmpeg.message(error) + cure(input, error), true);
    }

    static SourceException lost(CaptureInput input, int error) {
        return new SourceException(input + " was lost: " + Ffmpeg.message(error), true);
    }

    static SourceException ended(CaptureInput input) {
        return new SourceException(input + " ended", true);
    }

    static SourceException silent(CaptureInput input, java.time.Duration limit, String what) {
        return new SourceException(input + " " + what + " for " + limit.toSeconds() + " s", true);
    }

    private static String cure(CaptureInput input, int error) {
        if (input.isStream()) {
            return streamCure(error);
        }
        return switch (error) {
            case NO_SUCH_FILE, NO_SUCH_DEVICE, IO -> "; plug it in, or name another device with sourceUri"
                    + ("v4l2".equals(input.format()) ? " (an index or a path like /dev/video0)" : "");
            case NOT_PERMITTED -> "; let this user open it (on Linux: the group video)";
            case BUSY -> "; another program uses it";
            default -> "; check sourceUri, resolution and deviceFormat";
        };
    }

    private static String streamCure(int error) {
        if (error == avutil.AVERROR_HTTP_UNAUTHORIZED() || error == avutil.AVERROR_HTTP_FORBIDDEN()) {
            return "; put user name and password into sourceUri (rtsp://user:password@host/…), special characters percent-encoded";
        }
        if (error == avutil.AVERROR_HTTP_NOT_FOUND()) {
            return "; check the path in sourceUri";
        }
        return "; check host, port and path in sourceUri, and that it can be reached over TCP from here";
    }
}
