package io.github.camelvision.roboflow.webrtc.core.worker.engine;

import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender;
import io.github.camelvision.roboflow.webrtc.core.wire.ClientMessage;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.delivery.ChannelWriter;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.delivery.Notices;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.delivery.ResultDelivery;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.delivery.StartingVideo;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.delivery.VideoReturn;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.input.SessionSource;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.ProcessedFrame;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.SessionContext;
import io.github.camelvision.roboflow.webrtc.core.worker.output.FrameProcessor;
import io.github.camelvision.roboflow.webrtc.core.worker.output.OutputSelector;
import io.github.camelvision.roboflow.webrtc.core.worker.request.OutputSelection;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequestParser;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frames of one session on their way from the source to the client, and what the client says meanwhile. Belongs to the session's
 * loop; the methods that native threads call say so.
 */
public final class SessionStream implements PeerListener.Owner, FramePump.Owner, SessionSource.Owner {

    /** On the loop. */
    public interface Events {

        /** Client and worker are connected. */
        void streaming();

        /** Nothing more will come. @param problem why it ended early; null at a regular end */
        void finished(String problem);

        /** The client is gone, or cannot be reached. */
        void broken(String why);
    }

    private static final Logger LOG = LoggerFactory.getLogger(SessionStream.class);
    private static final Duration SEND_GIVE_UP = Duration.ofSeconds(120);
    /** How long frames wait for a data channel after the connection is up, before they are processed for video alone. */
    private static final Duration CHANNEL_WAIT = Duration.ofSeconds(5);
    /** Reserve of processing_timeout: a frame in process may still be delivered in it. */
    private static final Duration LAST_FRAMES = Duration.ofMillis(800);

    private final SessionContext session;
    private final Events events;
    private final ProcessingStage processing;
    private final ChannelWriter writer;
    private final ResultDelivery delivery;
    private final SessionSource source;
    private final FramePump pump;
    private final Notices notices = new Notices();
    private volatile long lastActivityNanos = System.nanoTime();
    private boolean exhausted;
    private Runnable whenIdle;
    private String sourceProblem;
    private boolean channelOpened;
    private boolean withoutChannel;
    private boolean suspended;

    public SessionStream(SessionContext session, FrameProcessor processor, Events events) {
        this.session = session;
        this.events = events;
        processing = new ProcessingStage(session, processor);
        writer = new ChannelWriter(session.loop(), session.counters(), !session.dialect().bareValues(), SEND_GIVE_UP, this::proceed,
                () -> events.broken("the client took no data for " + SEND_GIVE_UP.toSeconds() + " s"));
        delivery = new ResultDelivery(session, writer, this::proceed);
        source = new SessionSource(session, this);
        pump = new FramePump(session, source, processing, this);
    }

    public void returnVideo(RtcVideoSender sender) {
        Frame starting = session.dialect().startingFrame();
        RtcVideoSender target = sender;
        if (starting != null) {
            StartingVideo video = new StartingVideo(session.loop(), sender, starting);
            video.start();
            target = video;
        }
        delivery.returnVideo(new VideoReturn(target, session.counters()));
        processing.withVideo(true);
    }

    /** Starts to read the stream that the client named, if it named one. */
    public void startCapture() {
        source.startCapture();
    }

    /** There is no client to wait for. */
    public void runAlone() {
        withoutChannel = true;
        startCapture();
    }

    /** Takes no frames while true: they wait, and those of a source in real time make room for newer ones. */
    public void suspend(boolean value) {
        if (suspended && !value) {
            active();
        }
        suspended = value;
        proceed();
    }

    /**
     * Nanoseconds without activity; 0 while a frame is in process, the client makes the worker wait, a lost camera is sought, or the
     * worker is suspended.
     */
    long idleNanos() {
        boolean waits = channelOpened && pump.waitsForAck() || source.away() || session.dialect().paused() || suspended;
        boolean busy = waits || !pump.idle() || delivery.busy();
        return busy ? 0 : System.nanoTime() - lastActivityNanos;
    }

    /** Takes no more frames, and runs the task when those in process are delivered, or cannot be in time. */
    public void stopAfterCurrentFrames(Runnable task) {
        pump.stop();
        source.stop();
        if (pump.idle()) {
            task.run();
        } else {
            whenIdle = task;
            session.loop().schedule(LAST_FRAMES, this::runWhenIdle);
        }
    }

    private void runWhenIdle() {
        Runnable task = whenIdle;
        whenIdle = null;
        if (task != null) {
            task.run();
        }
    }

    /** Sends the last message and runs the task when everything is on its way. */
    public void finish(String reason, String problem, Duration drain, Runnable drained) {
        pump.stop();
        source.stop();
        if (problem != null) {
            notices.add(problem);
        }
        delivery.complete(pump.lastFrameId(), notices.take(), reason, () -> writer.whenDrained(drain, drained));
    }

    /** Frees everything. Never blocks. */
    public void close() {
        pump.stop();
        source.close();
        processing.close();
    }

    @Override
    public void active() {
        lastActivityNanos = System.nanoTime();
    }

    private void proceed() {
        pump.pump();
    }

    @Override
    public boolean mayProduce() {
        return (channelOpened || withoutChannel) && !suspended && !delivery.busy();
    }

    @Override
    public void processed(ProcessedFrame result) {
        active();
        delivery.deliver(notices.addTo(result));
        if (whenIdle != null && pump.idle()) {
            runWhenIdle();
        }
    }

    @Override
    public void exhausted() {
        exhausted = true;
        finishIfConnected();
    }

    /** A stream that cannot be opened is known before the client is connected, and the client must still be told. */
    private void finishIfConnected() {
        if (exhausted && (channelOpened || withoutChannel)) {
            events.finished(sourceProblem);
        }
    }

    @Override
    public void connectionState(RtcPeer.ConnectionState state) {
        active();
        switch (state) {
            case CONNECTED:
                events.streaming();
                session.loop().schedule(CHANNEL_WAIT, () -> {
                    withoutChannel = true;
                    proceed();
                    finishIfConnected();
                });
                break;
            case FAILED:
                events.broken("the connection failed");
                break;
            case CLOSED:
                events.broken("the client closed the connection");
                break;
            default:
                LOG.debug("Session {}: connection {}", session.id(), state);
        }
    }

    @Override
    public void resultChannel(RtcChannel channel) {
        if (writer.attached()) {
            LOG.debug("Session {}: another data channel is not used", session.id());
            return;
        }
        writer.attach(channel);
        if (channel.isOpen()) {
            resultChannelOpen(channel);
        }
    }

    @Override
    public void resultChannelOpen(RtcChannel channel) {
        active();
        if (writer.isOpen() && !channelOpened) {
            channelOpened = true;
            events.streaming();
            proceed();
            finishIfConnected();
        }
    }

    @Override
    public void resultChannelClosed(RtcChannel channel) {
        if (writer.isAttachedTo(channel)) {
            events.broken("the client closed the data channel");
        }
    }

    @Override
    public void broken(String why) {
        events.broken(why);
    }

    @Override
    public void clientMessage(String text) {
        active();
        if (text.length() <= 1) {
            return;
        }
        try {
            for (ClientMessage message : session.dialect().read(text)) {
                if (message instanceof ClientMessage.Ack ack) {
                    pump.acknowledged(ack.ack());
                } else if (message instanceof ClientMessage.Outputs outputs) {
                    changeOutputs(outputs);
                }
            }
        } catch (ProtocolException e) {
            session.counters().badMessages.increment();
            LOG.debug("Session {}: a client message is ignored: {}", session.id(), OutputSelector.text(e));
        }
    }

    private void changeOutputs(ClientMessage.Outputs change) {
        if (change.streamOutput() != null && !delivery.withVideo()) {
            notices.add("stream_output cannot be changed: the session was started without video");
        }
        OutputSelection changed = changed(change);
        String problem = tooMany(change) ? "More than " + WorkerRequestParser.MAX_NAMES + " outputs cannot be asked for"
                : changed.problemWith(session.request().workflow().outputNames());
        if (problem == null) {
            processing.select(changed);
        } else {
            notices.add(problem + ". The outputs stay as they were");
        }
    }

    private OutputSelection changed(ClientMessage.Outputs change) {
        OutputSelection changed = processing.selection();
        if (change.streamOutput() != null && delivery.withVideo()) {
            changed = changed.withStream(change.streamOutput());
            // a running track cannot be taken away: no name means that the field is detected
            changed = changed.video() || session.dialect().videoMayStop() ? changed : changed.withStream(null);
        }
        return change.dataOutput() == null ? changed : changed.withData(change.dataOutput());
    }

    private static boolean tooMany(ClientMessage.Outputs change) {
        return change.dataOutput() != null && change.dataOutput().size() > WorkerRequestParser.MAX_NAMES;
    }

    @Override
    public RtcChannel.Listener uploadReceiver(RtcChannel channel) {
        return source.uploadReceiver(channel);
    }

    @Override
    public void uploadFailed(String problem) {
        events.finished(problem);
    }

    @Override
    public void trackFrame(DecodedFrame frame) {
        source.trackFrame(frame);
    }

    @Override
    public void framesAvailable() {
        pump.framesAvailable();
    }

    @Override
    public void opened(Double fps) {
        pump.sourceOpened(fps);
    }

    @Override
    public void lost(String problem) {
        notices.add(problem);
    }

    @Override
    public void ended(String problem) {
        sourceProblem = problem;
        pump.sourceEnded();
    }
}
