package io.github.camelvision.roboflow.webrtc.metrics;

import io.github.camelvision.roboflow.webrtc.core.clips.ClipCounts;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** The meters of one client session. docs/operations.adoc lists them, from here. */
final class MicrometerSession implements SessionMeters {

    private static final String PREFIX = "roboflow.webrtc.";
    private static final String OUTCOME = "outcome";
    private static final String[] SENT = {"direction", "sent"};
    private static final String[] RECEIVED = {"direction", "received"};

    private final Registered meters;
    private final RtcSample rtc = new RtcSample();
    private final Session session;
    private final Timer latency;
    private Future<?> sampling;

    MicrometerSession(Registered meters, MeteredSession metered) {
        this.meters = meters;
        this.session = metered.session();
        this.latency = meters.timer(PREFIX + "latency", "From handing a frame to the encoder to its result; frames of a producer only");
        counters(session.stats());
        metered.drops().forEach((reason, count) -> meters.counter(PREFIX + "dropped",
                "Lost on this side, or known here to be lost, by reason", null, count, "reason", reason));
        meters.gauge(PREFIX + "queue.size", "Results that wait for the route", () -> metered.queued().getAsInt());
        meters.bytes(PREFIX + "memory.held", "What the session holds of what its server sent", session::memoryHeld);
        meters.bytes(PREFIX + "memory.budget", "What all sessions of the component may hold together (memoryBudget)",
                () -> session.options().memory().capacity());
        meters.counter(PREFIX + "memory.refused", "Times that a session of the component wanted more than its share", null,
                () -> session.options().memory().refused());
        meters.memory(PREFIX + "memory.native", MemoryBudget.nativeMemory());
        for (SessionState state : SessionState.values()) {
            meters.gauge(PREFIX + "state", "1 for the state that the session is in, else 0", () -> session.state() == state ? 1 : 0,
                    "state", state.name());
        }
        meters.counter(PREFIX + "connected", "Time for which the session had, or was setting up, a connection", "seconds",
                () -> session.connected().toSeconds());
        clips(metered.clips());
        objects(metered);
        rtc();
    }

    private void clips(Supplier<ClipCounts> clips) {
        String name = PREFIX + "clips";
        String description = "Clips, by what became of them";
        meters.counter(name, description, null, () -> clips.get().written(), OUTCOME, "written");
        meters.counter(name, description, null, () -> clips.get().failed(), OUTCOME, "failed");
        meters.counter(name, description, null, () -> clips.get().cutShort(), OUTCOME, "cut_short");
        meters.counter(name, description, null, () -> clips.get().deleted(), OUTCOME, "deleted");
        meters.counter(PREFIX + "clips.frames", "Frames that are in clips", null, () -> clips.get().frames());
        meters.gauge(PREFIX + "clips.waiting", "Frames that wait to be kept for clips", () -> clips.get().waiting());
        meters.bytes(PREFIX + "clips.held", "What frames hold that may still go into a clip", () -> clips.get().heldBytes());
    }

    private void objects(MeteredSession metered) {
        for (ObjectEvent.Type type : ObjectEvent.Type.values()) {
            meters.counter(PREFIX + "objects.events", "Events of objects (emit=objects), by type", null, () -> metered.objectEvents(type),
                    "type", type.name());
        }
        meters.gauge(PREFIX + "objects.alive", "Objects that have appeared and not ended (emit=objects)", metered::objectsAlive);
    }

    private void counters(SessionStats stats) {
        meters.counter(PREFIX + "frames.sent", "Frames handed to the encoder", null, stats::framesSent);
        meters.counter(PREFIX + "frames.spared", "Captured frames left out on purpose, so that fewer are sent", null,
                () -> stats.capture().spared());
        meters.counter(PREFIX + "frames.received", "Frames received by video track", null, stats::frames);
        meters.counter(PREFIX + "predictions", "Predictions received", null, stats::results);
        meters.counter(PREFIX + "reconnects", "Connections after an outage", null, stats::reconnects);
        meters.counter(PREFIX + "renewals", "Connections replaced as planned, without an outage", null, stats::renewals);
        meters.counter(PREFIX + "gate.opened", "Times that the gate opened since something happened", null, stats::gateOpened);
        meters.counter(PREFIX + "upload", "Bytes of files uploaded", "bytes", () -> uploaded(stats));
    }

    private static long uploaded(SessionStats stats) {
        return stats.upload() == null ? 0 : stats.upload().bytes();
    }

    private void rtc() {
        String packets = PREFIX + "rtc.packets";
        String lost = PREFIX + "rtc.packets.lost";
        meters.gauge(PREFIX + "rtc.bitrate", "Bit/s on the network path, everything counted", rtc::sentBitrate, SENT);
        meters.gauge(PREFIX + "rtc.bitrate", "Bit/s on the network path, everything counted", rtc::receivedBitrate, RECEIVED);
        meters.gauge(PREFIX + "rtc.available.bitrate", "Bit/s that the path could take, as estimated by the sender",
                () -> rtc.number("connection.availableOutgoingBitrate"));
        meters.seconds(PREFIX + "rtc.rtt", "Round trip time of the network path", () -> rtc.number("connection.currentRoundTripTime"));
        meters.seconds(PREFIX + "rtc.jitter", "Jitter of the video's packets, as its receiver sees it",
                () -> rtc.number("remote.jitter"), SENT);
        meters.seconds(PREFIX + "rtc.jitter", "Jitter of the video's packets, as its receiver sees it",
                () -> rtc.number("received.jitter"), RECEIVED);
        meters.gauge(packets, "Video packets of the current connection", () -> rtc.number("sent.packetsSent"), SENT);
        meters.gauge(packets, "Video packets of the current connection", () -> rtc.number("received.packetsReceived"), RECEIVED);
        meters.gauge(lost, "Video packets of the current connection that never arrived", () -> rtc.number("remote.packetsLost"), SENT);
        meters.gauge(lost, "Video packets of the current connection that never arrived", () -> rtc.number("received.packetsLost"),
                RECEIVED);
    }

    /** Asks the native library once. Returns at once. */
    void sample() {
        session.peerStats().thenAccept(values -> rtc.update(values, System.nanoTime()));
    }

    synchronized void sampledBy(Future<?> task) {
        sampling = task;
    }

    @Override
    public void answered(Duration time) {
        latency.record(time);
    }

    @Override
    public synchronized void close() {
        if (sampling != null) {
            sampling.cancel(false);
            sampling = null;
        }
        meters.remove();
    }
}
