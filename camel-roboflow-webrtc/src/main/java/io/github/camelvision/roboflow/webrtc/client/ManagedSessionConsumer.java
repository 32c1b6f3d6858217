package io.github.camelvision.roboflow.webrtc.client;

import io.github.camelvision.roboflow.webrtc.client.internal.SharedSession;
import io.github.camelvision.roboflow.webrtc.client.internal.command.SessionCommands;
import io.github.camelvision.roboflow.webrtc.client.internal.delivery.DeliveryQueue;
import io.github.camelvision.roboflow.webrtc.core.clips.ClipCounts;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStatus;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import io.github.camelvision.roboflow.webrtc.objects.CameraEvents;
import java.util.function.Function;
import org.apache.camel.Processor;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.DefaultConsumer;

/** What JMX shows of a consumer and its session, and what can be done to them there. */
@ManagedResource(description = "Managed Roboflow WebRTC consumer")
public abstract class ManagedSessionConsumer extends DefaultConsumer {

    ManagedSessionConsumer(RoboflowWebrtcEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    /** Null while the consumer is stopped. */
    abstract SharedSession shared();

    /** Null before the consumer is started. */
    abstract DeliveryQueue queue();

    /** The session of this consumer; null before it is opened. */
    public Session session() {
        SharedSession current = shared();
        return current == null ? null : current.current();
    }

    private <T> T status(Function<SessionStatus, T> value, T without) {
        Session session = session();
        return session == null ? without : value.apply(session.status());
    }

    private <T> T stats(Function<SessionStats, T> value, T without) {
        Session session = session();
        return session == null ? without : value.apply(session.stats());
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    @ManagedAttribute(description = "State of the session")
    public String getSessionState() {
        return status(status -> status.state().name(), SessionState.NEW.name());
    }

    @ManagedAttribute(description = "When the session entered its state")
    public String getSessionSince() {
        return status(status -> text(status.since()), null);
    }

    @ManagedAttribute(description = "Message of the session's last failure")
    public String getLastError() {
        return status(SessionStatus::lastError, null);
    }

    @ManagedAttribute(description = "Attempts to connect since the last success")
    public int getReconnectAttempt() {
        return status(SessionStatus::attempt, 0);
    }

    @ManagedAttribute(description = "When the next attempt to connect comes, while the session waits for it")
    public String getNextAttempt() {
        return status(status -> text(status.nextAttempt()), null);
    }

    @ManagedAttribute(description = "Bytes that the session holds of what its server sent")
    public long getMemoryHeld() {
        Session session = session();
        return session == null ? 0 : session.memoryHeld();
    }

    @ManagedAttribute(description = "Bytes that all sessions of the component may hold together")
    public long getMemoryBudget() {
        return ((RoboflowWebrtcEndpoint) getEndpoint()).getComponent().memory().capacity();
    }

    @ManagedAttribute(description = "Predictions received")
    public long getPredictions() {
        return stats(SessionStats::results, 0L);
    }

    @ManagedAttribute(description = "Frames received by video track")
    public long getFrames() {
        return stats(SessionStats::frames, 0L);
    }

    @ManagedAttribute(description = "Results dropped because the route was slower than the session")
    public long getDropped() {
        return queue() == null ? 0 : queue().dropped();
    }

    @ManagedAttribute(description = "Session events dropped because too many waited for the route")
    public long getEventsDropped() {
        return queue() == null ? 0 : queue().eventsDropped();
    }

    @ManagedAttribute(description = "Results that wait for the route")
    public int getQueued() {
        return queue() == null ? 0 : queue().size();
    }

    @ManagedAttribute(description = "Messages that did not follow the protocol and were dropped")
    public long getProtocolErrors() {
        return stats(SessionStats::protocolErrors, 0L);
    }

    @ManagedAttribute(description = "Messages and frames from the server dropped because this machine was too slow to read them")
    public long getMessagesDropped() {
        return stats(SessionStats::mailboxDropped, 0L);
    }

    @ManagedAttribute(description = "Frames of producers dropped before they were sent, because too many waited")
    public long getFramesDropped() {
        return stats(SessionStats::framesDropped, 0L);
    }

    @ManagedAttribute(description = "Frames of producers that encoder, network or server skipped (lossless=true has sent them again)")
    public long getFramesSkipped() {
        return stats(SessionStats::framesSkipped, 0L);
    }

    @ManagedAttribute(description = "Frames delivered together with their prediction (emit=paired, frames by video track)")
    public long getPairs() {
        return stats(SessionStats::pairs, 0L);
    }

    /** Halves of pairs that were not delivered. */
    abstract long unpairedDropped();

    @ManagedAttribute(description = "Frames without prediction and predictions without frame that were dropped (emit=paired; unpaired)")
    public long getUnpairedDropped() {
        return unpairedDropped();
    }

    @ManagedAttribute(description = "Frames whose prediction was not found (emit=paired)")
    public long getUnpairedFrames() {
        return stats(SessionStats::unpairedFrames, 0L);
    }

    @ManagedAttribute(description = "Predictions whose frame was lost (emit=paired)")
    public long getUnpairedPredictions() {
        return stats(SessionStats::unpairedResults, 0L);
    }

    @ManagedAttribute(description = "Frames read from the camera or stream that is captured here")
    public long getCaptured() {
        return stats(stats -> stats.capture().captured(), 0L);
    }

    @ManagedAttribute(description = "Captured frames handed to the encoder")
    public long getCaptureSent() {
        return stats(stats -> stats.capture().sent(), 0L);
    }

    @ManagedAttribute(description = "Captured frames replaced by a newer one before they were sent, or captured while no server was "
            + "connected")
    public long getCaptureDropped() {
        return stats(stats -> stats.capture().dropped(), 0L);
    }

    @ManagedAttribute(description = "Captured frames left out on purpose, so that fewer are sent (maxFps, gate)")
    public long getCaptureSpared() {
        return stats(stats -> stats.capture().spared(), 0L);
    }

    @ManagedAttribute(description = "Times that the camera or stream that is captured here was lost")
    public long getCaptureInterruptions() {
        return stats(stats -> stats.capture().interruptions(), 0L);
    }

    @ManagedAttribute(description = "Times that the gate opened since something happened (gate)")
    public long getGateOpened() {
        return stats(SessionStats::gateOpened, 0L);
    }

    @ManagedAttribute(description = "Seconds for which the session had, or was setting up, a connection")
    public long getConnectedSeconds() {
        Session session = session();
        return session == null ? 0 : session.connected().toSeconds();
    }

    @ManagedAttribute(description = "Connections that were replaced as planned, without an outage")
    public long getRenewals() {
        return stats(SessionStats::renewals, 0L);
    }

    @ManagedAttribute(description = "Connections after the first")
    public long getReconnects() {
        return stats(SessionStats::reconnects, 0L);
    }

    @ManagedAttribute(description = "Network path of the current connection: candidate types, protocols and addresses")
    public String getCandidatePair() {
        return stats(SessionStats::candidatePair, null);
    }

    @ManagedAttribute(description = "Chunks of the file uploaded so far, of all")
    public String getUpload() {
        UploadProgress upload = upload();
        return upload == null ? "" : upload.chunks() + "/" + upload.totalChunks();
    }

    @ManagedAttribute(description = "Bytes of the file uploaded so far")
    public long getUploadedBytes() {
        UploadProgress upload = upload();
        return upload == null ? 0 : upload.bytes();
    }

    @ManagedAttribute(description = "Size of the file that is uploaded, in bytes")
    public long getUploadSize() {
        UploadProgress upload = upload();
        return upload == null ? 0 : upload.totalBytes();
    }

    private UploadProgress upload() {
        return stats(SessionStats::upload, null);
    }

    /** Null unless events of objects are made. */
    public abstract CameraEvents objects();

    @ManagedAttribute(description = "Objects that have appeared and not ended (emit=objects)")
    public int getObjectsAlive() {
        return objects() == null ? 0 : objects().alive();
    }

    @ManagedAttribute(description = "Events of objects so far (emit=objects)")
    public long getObjectEvents() {
        return objects() == null ? 0 : objects().told();
    }

    /** Since the consumer was made. */
    abstract long objectEventsLost();

    @ManagedAttribute(description = "Events of objects that waited when the route stopped, and did not reach it (emit=objects)")
    public long getObjectEventsLost() {
        return objectEventsLost();
    }

    @ManagedAttribute(description = "Results that were left out because newer ones had been seen (emit=objects)")
    public long getLateResults() {
        return objects() == null ? 0 : objects().late();
    }

    private ClipCounts clips() {
        SharedSession current = shared();
        return current == null ? ClipCounts.NONE : current.media().clipCounts();
    }

    @ManagedAttribute(description = "Clips that were written (clipDirectory)")
    public long getClipsWritten() {
        return clips().written();
    }

    @ManagedAttribute(description = "Clips that could not be written to their end (clipDirectory)")
    public long getClipsFailed() {
        return clips().failed();
    }

    @ManagedAttribute(description = "Clips that were deleted since they were too old or too much (clipMaxBytes, clipMaxAge)")
    public long getClipsDeleted() {
        return clips().deleted();
    }

    @ManagedAttribute(description = "Frames that are missing from clips: they came faster than they can be encoded, could not be read, "
            + "or found no memory")
    public long getClipFramesLost() {
        return clips().lost();
    }

    @ManagedOperation(description = "Makes a clip around now (clipDirectory)")
    public void clip() {
        SharedSession current = shared();
        if (current == null) {
            throw new IllegalStateException("The consumer is stopped: start its route");
        }
        current.media().clip();
    }

    @ManagedOperation(description = "Reads the zones, lines and thresholds of events of objects again (emit=objects, objectRules)")
    public void reloadObjectRules() {
        readObjectRules();
    }

    abstract void readObjectRules();

    @ManagedOperation(
            description = "Opens a session that failed, ended or rests, or ends the wait for the next attempt; leaves one that is "
                    + "connected alone")
    public void reconnect() {
        SharedSession current = shared();
        if (current == null) {
            throw new IllegalStateException("The consumer is stopped: start its route");
        }
        current.reconnect();
    }

    @ManagedOperation(description = "Changes the workflow outputs that the session returns as data (comma-separated; * for all but "
            + "images, empty for metadata only)")
    public String setDataOutput(String dataOutput) throws InterruptedException {
        return SessionCommands.reconfigureNow(session(), null, dataOutput);
    }

    @ManagedOperation(description = "Changes the workflow output that the session returns as video")
    public String setStreamOutput(String streamOutput) throws InterruptedException {
        return SessionCommands.reconfigureNow(session(), streamOutput, null);
    }
}
