package io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg;

import io.github.camelvision.roboflow.webrtc.core.capture.CaptureErrors;
import io.github.camelvision.roboflow.webrtc.core.capture.CaptureInput;
import io.github.camelvision.roboflow.webrtc.core.capture.FrameOpener;
import io.github.camelvision.roboflow.webrtc.core.capture.FrameReader;
import io.github.camelvision.roboflow.webrtc.core.capture.HostCheck;
import io.github.camelvision.roboflow.webrtc.core.capture.Interruption;
import io.github.camelvision.roboflow.webrtc.core.capture.network.RtspInquiry;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.Ffmpeg;
import java.net.URI;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/**
 * Opens one input with FFmpeg. Redirects of an RTSP server are followed here, after the host was checked, since FFmpeg would follow them
 * anywhere.
 */
public final class FfmpegOpener implements FrameOpener {

    private static final int MOST_REDIRECTS = 5;

    private final CaptureInput input;
    private final HostCheck hosts;
    private final Runnable libraries;

    public FfmpegOpener(CaptureInput input) {
        this(input, HostCheck.ANY, () -> {});
    }

    /**
     * @param hosts asked before a redirect is followed; the first host is the caller's to check
     * @param libraries loads what the input needs beyond streams and files, on the capture's thread, each time it is opened
     */
    public FfmpegOpener(CaptureInput input, HostCheck hosts, Runnable libraries) {
        this.input = input;
        this.hosts = hosts;
        this.libraries = libraries;
    }

    @Override
    public FrameReader open(Interruption interruption) {
        Ffmpeg.require();
        Loader.load(avformat.class);
        libraries.run();
        if (input.kind() == CaptureInput.Kind.FILE) {
            return openFile(interruption);
        }
        CaptureInput at = input;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            try {
                return FfmpegReader.open(at, interruption);
            } catch (FfmpegReader.OpenFailure e) {
                if (!at.isRtsp() || interruption.stopped()) {
                    throw e;
                }
                at = elsewhere(at, e, interruption);
            }
        }
        throw new SourceException(input + " redirects more than " + MOST_REDIRECTS + " times", true);
    }

    private CaptureInput elsewhere(CaptureInput at, FfmpegReader.OpenFailure failure, Interruption interruption) {
        RtspInquiry.Answer answer = RtspInquiry.ask(at.url(), interruption);
        if (answer == null) {
            throw failure;
        }
        if (answer.location() != null) {
            URI target = RtspInquiry.target(at.url(), answer.location(), input);
            hosts.check(target);
            return at.at(target.toString());
        }
        if (failure.error() == avutil.AVERROR_HTTP_UNAUTHORIZED() && answer.onlySha256()) {
            throw new SourceException(input + " wants a login with SHA-256 digest, which FFmpeg does not have: let the camera take MD5"
                    + " digest or basic authentication too", true);
        }
        if (answer.untrusted() != null && "1".equals(at.options().get("tls_verify"))) {
            throw CaptureErrors.untrusted(input, answer.untrusted());
        }
        throw failure;
    }

    private FrameReader openFile(Interruption interruption) {
        CaptureInput file = input.of(FileFormat.of(input));
        try {
            return FfmpegReader.open(file, interruption);
        } catch (FfmpegReader.OpenFailure e) {
            if (FileFormat.isMovie(file)) {
                throw new SourceException(e.getMessage() + "; its index is missing or damaged, as in a recording that was cut off", false,
                        e);
            }
            throw e;
        }
    }

    @Override
    public String toString() {
        return input.toString();
    }
}
