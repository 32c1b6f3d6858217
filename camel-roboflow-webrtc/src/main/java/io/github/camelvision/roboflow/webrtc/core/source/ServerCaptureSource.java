package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.signalling.Redaction;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** A stream that the server captures itself: RTSP or MJPEG. The client only tells its URL, and receives. */
public final class ServerCaptureSource implements Source {

    private final String requestField;
    private final String url;
    private final boolean video;

    private ServerCaptureSource(String requestField, String url, List<String> schemes, boolean video) {
        String scheme = schemeOf(url);
        if (!schemes.contains(scheme)) {
            throw new SourceException("sourceUri must start with " + String.join(":// or ", schemes) + ":// for this source"
                    + (scheme.isEmpty() ? "" : ", not with " + scheme + ":"), false);
        }
        this.requestField = requestField;
        this.url = url;
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

    private static String schemeOf(String url) {
        try {
            String scheme = url == null ? null : URI.create(url.trim()).getScheme();
            // "user:password@host" parses too, with the user as scheme
            return scheme == null || !url.trim().startsWith(scheme + "://") ? "" : scheme.toLowerCase(java.util.Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new SourceException("sourceUri is not a URL: percent-encode special characters in its user name and password",
                    false);
        }
    }

    @Override
    public SourceRun attach(RtcPeer peer, SourceHost host) {
        if (video) {
            peer.receiveVideo();
        }
        return new SourceRun() {
            @Override
            public Map<String, Object> requestParameters() {
                return Map.of(requestField, url.trim());
            }

            @Override
            public void close() {
                // the server stops capturing when the connection closes
            }
        };
    }

    @Override
    public String readByServer() {
        return "the camera " + Redaction.url(url.trim());
    }

    @Override
    public boolean live() {
        return true;
    }
}
