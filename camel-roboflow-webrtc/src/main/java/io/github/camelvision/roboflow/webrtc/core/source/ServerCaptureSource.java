package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.capture.network.CameraUrl;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import java.util.List;
import java.util.Map;

/** A stream that the server captures itself: RTSP or MJPEG. The client only tells its URL, and receives. */
public final class ServerCaptureSource implements Source {

    private final String requestField;
    private final CameraUrl url;
    private final boolean video;

    private ServerCaptureSource(String requestField, String url, List<String> schemes, boolean video) {
        this.requestField = requestField;
        this.url = SourceUrls.parse(url, schemes);
        this.video = video;
    }

    /**
     * @param url {@code rtsp://} or {@code rtsps://}, may hold credentials
     * @param video whether video is wanted back
     */
    public static ServerCaptureSource rtsp(String url, boolean video) {
        return new ServerCaptureSource("rtsp_url", url, List.of("rtsp", "rtsps"), video);
    }

    /** @param url {@code http://} or {@code https://} of a multipart JPEG stream */
    public static ServerCaptureSource mjpeg(String url, boolean video) {
        return new ServerCaptureSource("mjpeg_url", url, List.of("http", "https"), video);
    }

    @Override
    public SourceRun attach(RtcPeer peer, SourceHost host) {
        if (video) {
            peer.receiveVideo();
        }
        return new SourceRun() {
            @Override
            public Map<String, Object> requestParameters() {
                return Map.of(requestField, url.full());
            }

            @Override
            public void close() {
                // the server stops capturing when the connection closes
            }
        };
    }

    @Override
    public String readByServer() {
        return "the camera " + url;
    }

    @Override
    public boolean live() {
        return true;
    }
}
