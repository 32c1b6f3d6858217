package io.github.camelvision.roboflow.webrtc.core.worker.engine.upload;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.wire.UploadChunk;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.SessionContext;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's end of the channel {@code video_upload}: chunks into a file, pings echoed (docs/protocol.adoc#uploads). The listener methods
 * run on native threads and hand over; the rest runs on the session's loop.
 */
public final class UploadReceiver implements RtcChannel.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(UploadReceiver.class);

    private final SessionContext session;
    private final RtcChannel channel;
    private final UploadAssembler assembler;
    private final Consumer<UploadedFile> onComplete;
    private final Consumer<String> onFailed;
    private final Runnable onActivity;
    private boolean done;

    /**
     * @param onComplete the file, which the receiver of the call deletes
     * @param onFailed why there will be no file
     */
    public UploadReceiver(SessionContext session, RtcChannel channel, Consumer<UploadedFile> onComplete, Consumer<String> onFailed,
            Runnable onActivity) {
        this.session = session;
        this.channel = channel;
        this.onComplete = onComplete;
        this.onFailed = onFailed;
        this.onActivity = onActivity;
        assembler = new UploadAssembler(session.options().uploadDirectory(), session.options().maxUploadSize(),
                session.uploads(), session.loop().memory());
    }

    @Override
    public void onOpen() {
        onActivity.run();
    }

    @Override
    public void onMessage(byte[] data, boolean binary) {
        Loop loop = session.loop();
        if (!loop.offerMedia(data.length, () -> receive(data, binary))) {
            String why = loop.memory().fits(data.length) ? "The upload came faster than it could be stored"
                    : loop.memory().refusal(data.length);
            loop.offerControl(() -> fail(why));
        }
    }

    @Override
    public void onClosed() {
        session.loop().offerInOrder(() -> fail("The upload channel was closed before the file was complete"));
    }

    private void receive(byte[] data, boolean binary) {
        onActivity.run();
        if (UploadChunk.isKeepAlive(data)) {
            if (!channel.trySend(data, binary)) {
                LOG.debug("A ping on the upload channel of session {} could not be echoed", session.id());
            }
            return;
        }
        if (done) {
            session.counters().badMessages.increment();
            return;
        }
        session.counters().uploadBytes.add(data.length);
        try {
            if (assembler.add(data)) {
                done = true;
                onComplete.accept(assembler.takeFile());
            }
        } catch (RoboflowWebrtcException e) {
            session.counters().badMessages.increment();
            fail(e.getMessage());
        }
    }

    private void fail(String problem) {
        if (!done) {
            done = true;
            assembler.close();
            onFailed.accept(problem);
        }
    }

    /** Deletes an incomplete file. On the loop. */
    public void close() {
        done = true;
        assembler.close();
    }
}
