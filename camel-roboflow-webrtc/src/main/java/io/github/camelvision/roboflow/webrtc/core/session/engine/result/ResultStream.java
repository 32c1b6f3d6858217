package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import io.github.camelvision.roboflow.webrtc.core.correlate.Repeats;
import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.session.engine.connection.Connection;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import io.github.camelvision.roboflow.webrtc.core.source.OutputRequest;
import io.github.camelvision.roboflow.webrtc.core.source.SentFrame;
import io.github.camelvision.roboflow.webrtc.core.source.SourceResult;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one connection brings while it streams, on its way to the user and, as acknowledgements, back to the server. On the loop. */
public final class ResultStream implements Connection.Receiver {

    /** What every stream of a session works with. */
    public record Parts(SessionOptions options, Loop loop, SessionStats stats, OutageWatch outage, StallWatch stall, UploadReport upload,
            SessionListener listener, DeliveryOrder order) {}

    /** Who decides what follows from it. */
    public interface Owner {

        /** The connection works: a result or a frame came. */
        void resultCame();

        /** The server has sent its {@link #lastMessage}, and everything before it is delivered. */
        void completed(ResultStream stream);
    }

    private static final Logger LOG = LoggerFactory.getLogger(ResultStream.class);
    private static final String TIMEOUT_REACHED = "timeout_reached";

    private final Parts session;
    private final Connection connection;
    private final Acknowledger acknowledger;
    private final Owner owner;
    private final Emitter emitter;
    private final Repeats refusals = new Repeats();
    private InferenceResult lastResult;
    private InferenceResult lastMessage;

    /**
     * @param acknowledger null: the server does not wait for acknowledgements
     * @param wanted the outputs that the user asked for
     */
    public ResultStream(Parts session, Connection connection, Acknowledger acknowledger, OutputRequest wanted, Owner owner) {
        this.session = session;
        this.connection = connection;
        this.acknowledger = acknowledger;
        this.owner = owner;
        Consumer<Delivery> out = this::hand;
        LongConsumer handled = this::handled;
        this.emitter = session.options().emit() == Emit.paired && connection.outputs().wantsVideo()
                ? new PairedFrames(out, handled, session.loop(), session.stats(), connection::peerStats, !connection.missedFrames())
                : Emitter.of(session.options().emit(), wanted, connection.outputs(), out, handled, session.loop()::offerControl);
    }

    private void hand(Delivery delivery) {
        delivery.comes(connection.id(), session.stats().dropped);
        // where every result counts, this one is acknowledged already: the next message finds no memory instead
        boolean anyway = !session.options().outputs().realtime();
        MemoryBudget.Account memory = session.loop().memory();
        boolean held = delivery.hold(memory, anyway);
        while (!held && session.listener().makeRoom()) {
            held = delivery.hold(memory, anyway);
        }
        if (held) {
            session.order().deliver(delivery);
        } else {
            tooMuch(memory.refusal(delivery.bytes()));
            session.order().skip(delivery);
            delivery.drop();
        }
    }

    private void tooMuch(String refusal) {
        long before = refusals.told(session.loop().nanoTime());
        if (before >= 0) {
            LOG.warn("{}; what came is dropped{}", refusal, before == 0 ? "" : " (and " + before + " times since the last that was told)");
        }
    }

    @Override
    public void message(InferenceResult result) {
        if (result.processingComplete()) {
            lastMessage = result;
            emitter.finish(() -> owner.completed(this));
            return;
        }
        session.stall().result();
        owner.resultCame();
        received(result);
        if (acknowledger != null) {
            acknowledger.received(result.frameId());
        }
        deliver(result, connection.run().onResult(result));
    }

    /** The first results of a connection that takes over: acknowledged as received and seen by the source before. */
    public void first(InferenceResult result, List<SourceResult> ready) {
        ready.stream().map(SourceResult::result).filter(each -> each != result).forEach(this::received);
        received(result);
        deliver(result, ready);
    }

    private void received(InferenceResult result) {
        session.stats().received.increment();
        session.stats().lastFrameId.set(result.frameId());
        session.stats().frameErrors.result(session.options().name(), result.frameId(), result.errors());
        session.outage().received(result.frameId());
        lastResult = result;
        emitter.announced(result);
    }

    private void deliver(InferenceResult result, List<SourceResult> ready) {
        boolean delivered = false;
        for (SourceResult each : ready) {
            delivered |= each.result() == result;
            session.stats().results.increment();
            watched(each);
            if (resultsAreDelivered()) {
                session.order().expect(each);
            }
            emitter.result(each.result());
        }
        if (!delivered) {
            handled(result.frameId());
        }
    }

    /** Where frames come by track alone, results only acknowledge them. */
    private boolean resultsAreDelivered() {
        return session.options().emit() != Emit.frames || !connection.outputs().wantsVideo();
    }

    private void watched(SourceResult each) {
        SentFrame sent = each.sent();
        Duration latency = sent == null ? null : sent.age();
        if (sent != null) {
            session.stats().answered(latency);
        }
        session.listener().onResult(each.result(), sent == null ? null : sent.frame(), latency);
    }

    /** From any thread. */
    private void handled(long frameId) {
        if (acknowledger == null) {
            return;
        }
        if (session.loop().onLoop()) {
            acknowledger.done(frameId);
        } else {
            session.loop().offerControl(() -> acknowledger.done(frameId));
        }
    }

    @Override
    public void frame(Frame frame, long rtpTimestamp) {
        session.stall().frame();
        owner.resultCame();
        session.outage().received();
        emitter.frame(frame, rtpTimestamp);
    }

    /** The newest result; null when there was none. */
    public InferenceResult lastResult() {
        return lastResult;
    }

    /** Whether the server has something to send, and does not wait for an acknowledgement. */
    public boolean owed() {
        return connection.run().owed() && (acknowledger == null || !acknowledger.owes());
    }

    /** Whether frames come by track that the user gets. */
    public boolean wantsFrames() {
        return connection.outputs().wantsVideo() && session.options().emit() != Emit.predictions;
    }

    @Override
    public void badMessage(ProtocolException error, long before) {
        LOG.warn("Session {}: {}{}", session.options().name(), error.getMessage(),
                before == 0 ? "" : " (and " + before + " more unreadable messages since the last that was told)");
        session.listener().onError(error);
    }

    @Override
    public void uploaded(UploadProgress progress) {
        session.stall().active();
        session.upload().uploaded(progress);
    }

    /** The message with which the server ends; null before. */
    public InferenceResult lastMessage() {
        return lastMessage;
    }

    /** Why the server's last message is not the end; null when it is. A live source has no end that the server could know of. */
    public RoboflowWebrtcException brokenOff() {
        boolean live = session.options().source().live();
        if (!lastMessage.errors().isEmpty()) {
            return new SourceException("The server gave up: " + PeerText.list(lastMessage.errors()), live);
        }
        if (!live || !session.options().reconnect().enabled()) {
            return null;
        }
        if (timeWasUp()) {
            return new TransportException("The server ended the session after its processing timeout");
        }
        String camera = session.options().source().readByServer();
        return camera == null ? new TransportException("The server ended the session, though its source is live")
                : new SourceException("The server lost " + camera + ": check that it is up and that the server can reach it", true);
    }

    /** Whether the server ended because its time for a session was over. */
    public boolean timeWasUp() {
        return lastMessage != null && TIMEOUT_REACHED.equals(lastMessage.terminationReason());
    }

    /** Delivers what waits. Idempotent. */
    public void close() {
        emitter.close();
    }
}
