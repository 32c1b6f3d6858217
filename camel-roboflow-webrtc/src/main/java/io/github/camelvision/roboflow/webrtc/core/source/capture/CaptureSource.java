package io.github.camelvision.roboflow.webrtc.core.source.capture;

import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.source.SessionGate;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.SourceCounters;
import io.github.camelvision.roboflow.webrtc.core.source.SourceHost;
import io.github.camelvision.roboflow.webrtc.core.source.SourceRun;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A live source that this machine captures and sends as video. The capture stays open over connections. */
abstract class CaptureSource implements Source {

    private final CaptureLoop capture;
    private final VideoBitrate bitrate;

    CaptureSource(CaptureLoop capture, VideoBitrate bitrate) {
        this.capture = capture;
        this.bitrate = bitrate;
    }

    /** Opens the capture: a session is asked for only when there is something to send, and its rate belongs into the request. */
    @Override
    public CompletableFuture<Void> prepare() {
        return capture.opened();
    }

    @Override
    public SourceRun attach(RtcPeer peer, SourceHost host) {
        return new CaptureRun(capture, bitrate, request(), peer.sendAndReceiveVideo(), host);
    }

    /** What the source adds to the request. */
    abstract Map<String, Object> request();

    @Override
    public boolean live() {
        return true;
    }

    @Override
    public SessionGate gate() {
        return capture.gate();
    }

    @Override
    public SourceCounters counters() {
        return capture.counters();
    }

    @Override
    public void close() {
        capture.close();
    }

    CaptureLoop capture() {
        return capture;
    }
}
