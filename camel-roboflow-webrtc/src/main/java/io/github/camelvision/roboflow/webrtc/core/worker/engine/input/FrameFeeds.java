package io.github.camelvision.roboflow.webrtc.core.worker.engine.input;

import io.github.camelvision.roboflow.webrtc.core.capture.Backoff;
import io.github.camelvision.roboflow.webrtc.core.capture.FrameOpener;
import io.github.camelvision.roboflow.webrtc.core.capture.HostCheck;
import io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg.FfmpegOpener;
import io.github.camelvision.roboflow.webrtc.core.capture.network.CameraUrl;
import io.github.camelvision.roboflow.webrtc.core.capture.network.MjpegOpener;
import io.github.camelvision.roboflow.webrtc.core.capture.network.StreamInputs;
import io.github.camelvision.roboflow.webrtc.core.http.HttpProxy;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.upload.UploadedFile;

/** The feeds there are. */
final class FrameFeeds {

    private FrameFeeds() {}

    /**
     * An uploaded file, which is deleted at the end.
     *
     * @param realtime true: at the file's own pace; false: as fast as frames are taken
     */
    static FrameFeed uploadedFile(String sessionId, UploadedFile file, boolean realtime) {
        return new DecoderFeed(sessionId,
                new FfmpegOpener(StreamInputs.file(file.path().toString(), "The uploaded file")), realtime, file::delete);
    }

    /**
     * A camera that the worker reads by RTSP.
     *
     * @param hosts asked before a redirect is followed
     * @param verify whether its certificate must be trusted
     */
    static FrameFeed rtsp(String sessionId, CameraUrl url, HostCheck hosts, boolean verify) {
        return capture(sessionId,
                new FfmpegOpener(StreamInputs.rtsp(url.full(), "The RTSP stream", "rtsp_url", verify), hosts, () -> {}));
    }

    /**
     * A camera that sends JPEG images over HTTP.
     *
     * @param hosts asked before each connection
     * @param verify whether its certificate must be trusted
     */
    static FrameFeed mjpeg(String sessionId, CameraUrl url, HostCheck hosts, boolean verify) {
        return capture(sessionId, new MjpegOpener(url, "The MJPEG stream", "mjpeg_url", hosts, verify, HttpProxy.OF_THE_JVM));
    }

    private static FrameFeed capture(String sessionId, FrameOpener camera) {
        return new CaptureFeed(sessionId, camera, new Backoff());
    }
}
