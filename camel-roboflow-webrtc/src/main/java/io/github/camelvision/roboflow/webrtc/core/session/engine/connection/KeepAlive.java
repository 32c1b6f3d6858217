package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session open whose frames come now and then: Roboflow's cloud ends one in which nothing happens for 60 s, and takes a byte on
 * the channel {@code video_upload} as a sign of life (docs/protocol.adoc#keep-alive). The channel is made when it is needed first, so a
 * session that is busy never has it. On the loop.
 */
public final class KeepAlive {

    /** Two pings may be lost before a server that waits 60 s gives up. */
    public static final Duration INTERVAL = Duration.ofSeconds(20);
    private static final byte[] PING = {0};
    private static final Logger LOG = LoggerFactory.getLogger(KeepAlive.class);

    private final Loop loop;
    private final RtcPeer peer;
    private final Duration interval;
    private RtcChannel channel;
    private Loop.Timer timer;
    private boolean stopped;
    private long answeredNanos;

    KeepAlive(Loop loop, RtcPeer peer, Duration interval) {
        this.loop = loop;
        this.peer = peer;
        this.interval = interval;
        this.answeredNanos = loop.nanoTime();
        schedule(interval);
    }

    private void schedule(Duration delay) {
        timer = loop.schedule(delay, this::check);
    }

    /** A message came: the server is busy with this session. */
    void answered() {
        answeredNanos = loop.nanoTime();
    }

    private void check() {
        Duration left = interval.minusNanos(loop.nanoTime() - answeredNanos);
        if (left.isNegative() || left.isZero()) {
            ping();
            left = interval;
        }
        schedule(left);
    }

    private void ping() {
        if (stopped) {
            return;
        }
        if (channel == null) {
            channel = peer.createChannel("video_upload", new Echo());
        } else if (channel.isOpen() && !channel.trySend(PING, true)) {
            LOG.debug("No room for a sign of life: so many messages wait that none is needed");
        }
    }

    void stop() {
        stopped = true;
        timer.cancel();
    }

    private final class Echo implements RtcChannel.Listener {

        @Override
        public void onOpen() {
            loop.offerControl(KeepAlive.this::ping);
        }

        @Override
        public void onClosed() {
            // the server takes no pings: then it has no watchdog that they could please
        }

        @Override
        public void onMessage(byte[] data, boolean binary) {
            // the echo of a ping
        }
    }
}
