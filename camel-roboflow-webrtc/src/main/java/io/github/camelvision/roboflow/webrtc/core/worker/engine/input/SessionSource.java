package io.github.camelvision.roboflow.webrtc.core.worker.engine.input;

import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.capture.network.CameraUrl;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.RateMeter;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.SessionContext;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.upload.UploadReceiver;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.upload.UploadedFile;
import io.github.camelvision.roboflow.webrtc.core.worker.request.SourceHosts;
import io.github.camelvision.roboflow.webrtc.core.worker.request.VideoOrigin;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;
import java.net.URI;

/**
 * Where the frames of one session come from: the client's track, its upload, or a stream that the worker captures. They go into the
 * {@link FrameQueue}. Belongs to the session's loop; the methods that native threads call say so.
 */
public final class SessionSource {

    /** On the loop, but for the first two. */
    public interface Owner {

        /** From any thread: something came from the client, or from the camera. */
        void active();

        /** From any thread: the queue has frames. */
        void framesAvailable();

        /** @param fps as file or camera declare it; null if they do not */
        void opened(Double fps);

        /** The camera is away and will be opened again. */
        void lost(String problem);

        /** No more frames will come. @param problem why; null at a regular end */
        void ended(String problem);

        /** There will be no file. */
        void uploadFailed(String problem);
    }

    private final SessionContext session;
    private final Owner owner;
    private final FrameQueue queue;
    private final RateMeter rate = new RateMeter();
    private volatile UploadReceiver upload;
    private FrameFeed feed;
    private boolean away;

    public SessionSource(SessionContext session, Owner owner) {
        this.session = session;
        this.owner = owner;
        queue = FrameQueues.forRequest(session.request(), session.dialect().drains(), session.counters(), session.loop().memory());
    }

    public FrameQueue queue() {
        return queue;
    }

    /** Frames per second that came lately; null while too few did. From any thread. */
    public Double measuredFps() {
        Double ofDialect = session.dialect().measuredFps();
        return ofDialect != null ? ofDialect : rate.framesPerSecond();
    }

    /** Whether the camera is lost and is being opened again. */
    public boolean away() {
        return away;
    }

    /** Starts to read the stream that the client named, if it named one. */
    public void startCapture() {
        if (session.request().origin() == VideoOrigin.RTSP) {
            start(FrameFeeds.rtsp(session.id(), CameraUrl.parse(session.request().sourceUrl()), this::checkHost,
                    session.options().verifySourceCertificate()));
        } else if (session.request().origin() == VideoOrigin.MJPEG) {
            start(FrameFeeds.mjpeg(session.id(), CameraUrl.parse(session.request().sourceUrl()), this::checkHost,
                    session.options().verifySourceCertificate()));
        }
    }

    private void checkHost(URI uri) {
        try {
            SourceHosts.check(uri, session.options().allowedSourceHosts());
        } catch (WorkerRejectedException e) {
            throw new SourceException(e.getMessage(), false, e);
        }
    }

    private void start(FrameFeed newFeed) {
        feed = newFeed;
        feed.start(new FeedSink());
    }

    /** On a native thread. */
    public void trackFrame(DecodedFrame frame) {
        owner.active();
        if (session.request().origin() == VideoOrigin.TRACK) {
            arrived();
            if (session.dialect().admits() && queue.offer(frame)) {
                owner.framesAvailable();
            }
        }
    }

    private void arrived() {
        session.counters().framesIn.increment();
        rate.record(System.nanoTime());
    }

    /** On a native thread: the listener for an upload channel. */
    public RtcChannel.Listener uploadReceiver(RtcChannel channel) {
        UploadReceiver receiver = new UploadReceiver(session, channel, this::uploaded, owner::uploadFailed, owner::active);
        if (upload == null && session.request().origin() == VideoOrigin.UPLOAD) {
            upload = receiver;
        } else {
            session.loop().offerControl(receiver::close);
        }
        return receiver;
    }

    private void uploaded(UploadedFile file) {
        start(FrameFeeds.uploadedFile(session.id(), file, session.request().realtime()));
    }

    /** Reads no more; what is in the queue stays there. */
    public void stop() {
        if (feed != null) {
            feed.stop();
        }
    }

    /** Frees everything. Never blocks. */
    public void close() {
        stop();
        UploadReceiver receiver = upload;
        if (receiver != null) {
            receiver.close();
        }
    }

    /** Called on the feed's thread. */
    private final class FeedSink implements FrameFeed.Sink {

        @Override
        public void opened(Double fps) {
            session.loop().offerControl(() -> {
                if (away) {
                    away = false;
                    session.counters().captureReconnects.increment();
                }
                owner.opened(fps);
            });
        }

        @Override
        public boolean frame(DecodedFrame frame) throws InterruptedException {
            owner.active();
            arrived();
            if (!session.dialect().admits()) {
                return true;
            }
            boolean taken = queue.put(frame);
            owner.framesAvailable();
            return taken;
        }

        @Override
        public void lost(String problem) {
            session.loop().offerControl(() -> {
                away = true;
                owner.lost(problem);
            });
        }

        @Override
        public void ended(String problem) {
            session.loop().offerControl(() -> owner.ended(problem));
        }
    }
}
