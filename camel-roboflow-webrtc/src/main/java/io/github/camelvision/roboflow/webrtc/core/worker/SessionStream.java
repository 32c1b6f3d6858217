package io.github.camelvision.roboflow.webrtc.core.worker;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender;
import io.github.camelvision.roboflow.webrtc.core.wire.ClientMessage;
import io.github.camelvision.roboflow.webrtc.core.wire.StreamManagerOutputs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frames of one session on their way from the source to the client, and what the client says meanwhile. Belongs to the session's
 * loop; the methods that native threads call say so.
 */
final class SessionStream implements PeerEvents.Owner, FramePump.Owner {

    /** On the loop. */
    interface Events {

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
    private final FrameQueue queue;
    private final FramePump pump;
    private final List<String> notices = new ArrayList<>();
    private volatile UploadReceiver upload;
    private volatile long lastActivityNanos = System.nanoTime();
    private FrameFeed feed;
    private boolean exhausted;
    private Runnable whenIdle;
    private String sourceProblem;
    private boolean channelOpened;
    private boolean withoutChannel;

    SessionStream(SessionContext session, FrameProcessor processor, Events events) {
        this.session = session;
        this.events = events;
        processing = new ProcessingStage(session, processor);
        writer = new ChannelWriter(session.loop(), session.counters(), !session.dialect().plain(), SEND_GIVE_UP, this::proceed,
                () -> events.broken("the client took no data for " + SEND_GIVE_UP.toSeconds() + " s"));
        delivery = new ResultDelivery(session, writer, this::proceed);
        queue = FrameQueues.forRequest(session.request(), session.dialect().plain(), session.counters());
        pump = new FramePump(session, queue, processing, this);
    }

    void returnVideo(RtcVideoSender sender) {
        Frame starting = session.dialect().startingPicture();
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
    void startCapture() {
        if (session.request().origin() == VideoOrigin.RTSP) {
            startFeed(FrameFeeds.rtsp(session.id(), session.request().sourceUrl()));
        } else if (session.request().origin() == VideoOrigin.MJPEG) {
            startFeed(FrameFeeds.mjpeg(session.id(), session.request().sourceUrl()));
        }
    }

    private void startFeed(FrameFeed newFeed) {
        feed = newFeed;
        feed.start(new FeedSink());
    }

    /** Nanoseconds without activity; 0 while a frame is in process or the client makes the worker wait. */
    long idleNanos() {
        boolean busy = session.dialect().paused() || !pump.idle() || delivery.busy() || channelOpened && pump.waitsForAck();
        return busy ? 0 : System.nanoTime() - lastActivityNanos;
    }

    /** Takes no more frames, and runs the task when those in process are delivered, or cannot be in time. */
    void stopAfterCurrentFrames(Runnable task) {
        pump.stop();
        stopFeed();
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
    void finish(String reason, String problem, Duration drain, Runnable drained) {
        pump.stop();
        stopFeed();
        if (problem != null) {
            notices.add(problem);
        }
        delivery.complete(pump.lastFrameId(), takeNotices(), reason);
        writer.whenDrained(drain, drained);
    }

    /** Frees everything. Never blocks. */
    void close() {
        pump.stop();
        stopFeed();
        UploadReceiver receiver = upload;
        if (receiver != null) {
            receiver.close();
        }
        processing.close();
    }

    private void stopFeed() {
        if (feed != null) {
            feed.stop();
        }
    }

    private void active() {
        lastActivityNanos = System.nanoTime();
    }

    private void proceed() {
        pump.pump();
    }

    private List<String> takeNotices() {
        List<String> taken = List.copyOf(notices);
        notices.clear();
        return taken;
    }

    @Override
    public boolean mayProduce() {
        return (channelOpened || withoutChannel) && !delivery.busy();
    }

    @Override
    public void processed(ProcessedFrame result) {
        active();
        ProcessedFrame complete = result;
        if (!notices.isEmpty()) {
            List<String> errors = new ArrayList<>(result.outputs().errors());
            errors.addAll(takeNotices());
            complete = new ProcessedFrame(result.metadata(),
                    new SelectedOutputs(result.outputs().json(), result.outputs().video(), List.copyOf(errors)));
        }
        delivery.deliver(complete);
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
    public void clientMessage(String text) {
        active();
        if (text.length() <= 1) {
            return;
        }
        try {
            for (ClientMessage message : messages(text)) {
                if (message instanceof ClientMessage.Ack ack) {
                    pump.acknowledged(ack.ack());
                } else if (message instanceof ClientMessage.Outputs outputs) {
                    changeOutputs(outputs);
                }
            }
        } catch (ProtocolException e) {
            session.counters().badMessages.increment();
            LOG.debug("Session {}: a client message is ignored: {}", session.id(), e.getMessage());
        }
    }

    private List<? extends ClientMessage> messages(String text) {
        return session.dialect().plain() ? List.of(StreamManagerOutputs.parse(text)) : ClientMessage.parseAll(text);
    }

    private void changeOutputs(ClientMessage.Outputs change) {
        if (change.streamOutput() != null && !delivery.withVideo()) {
            notices.add("stream_output cannot be changed: the session was started without video");
        }
        OutputSelection changed = processing.selection().with(delivery.withVideo() ? change.streamOutput() : null, change.dataOutput());
        String problem = changed.problemWith(session.request().workflow().outputNames());
        if (problem == null) {
            processing.select(changed);
        } else {
            notices.add(problem + ". The outputs stay as they were");
        }
    }

    /** On a native thread. */
    @Override
    public RtcChannel.Listener uploadReceiver(RtcChannel channel) {
        UploadReceiver receiver = new UploadReceiver(session, channel, this::uploaded, this::uploadFailed, this::active);
        if (upload == null && session.request().origin() == VideoOrigin.UPLOAD) {
            upload = receiver;
        } else {
            session.loop().offerControl(receiver::close);
        }
        return receiver;
    }

    private void uploaded(Path file) {
        startFeed(FrameFeeds.uploadedFile(session.id(), file, session.request().realtime()));
    }

    private void uploadFailed(String problem) {
        events.finished(problem);
    }

    /** On a native thread. */
    @Override
    public void trackFrame(DecodedFrame frame) {
        active();
        if (session.request().origin() == VideoOrigin.TRACK) {
            session.counters().framesIn.increment();
            if (session.dialect().admits() && queue.offer(frame)) {
                pump.framesAvailable();
            }
        }
    }

    /** Called on the feed's thread. */
    private final class FeedSink implements FrameFeed.Sink {

        @Override
        public void opened(Double fps) {
            session.loop().offerControl(() -> pump.sourceOpened(fps));
        }

        @Override
        public boolean frame(DecodedFrame frame) throws InterruptedException {
            active();
            session.counters().framesIn.increment();
            boolean taken = queue.put(frame);
            pump.framesAvailable();
            return taken;
        }

        @Override
        public void ended(String problem) {
            session.loop().offerControl(() -> {
                sourceProblem = problem;
                pump.sourceEnded();
            });
        }
    }
}
