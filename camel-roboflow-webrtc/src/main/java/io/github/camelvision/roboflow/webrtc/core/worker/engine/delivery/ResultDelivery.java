package io.github.camelvision.roboflow.webrtc.core.worker.engine.delivery;

import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkHeader;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkSplitter;
import io.github.camelvision.roboflow.webrtc.core.wire.MessageBuffer;
import io.github.camelvision.roboflow.webrtc.core.wire.ServerMessage;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.ProcessedFrame;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.ReceivedAt;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.SessionContext;
import io.github.camelvision.roboflow.webrtc.core.worker.output.SelectedOutputs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends results in frame order: the frame first, then the message, which tells when the frame was sent (stream_pts), since
 * libwebrtc gives it a time of its own. Frames are at least 5 ms apart: a client ties them to their messages by times that are exact
 * to 2.5 ms. Where no frame may be dropped they are 15 ms apart, since an encoder that is given the next one skips the one before. The
 * first ones are held back a little at random: a client finds out which frame belongs to which message by uneven intervals. Belongs to
 * the session's loop.
 */
public final class ResultDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(ResultDelivery.class);
    private static final Duration FRAME_GAP = Duration.ofMillis(5);
    private static final Duration BATCH_FRAME_GAP = Duration.ofMillis(15);
    private static final int IRREGULAR_FRAMES = 150;
    private static final Duration IRREGULARITY = Duration.ofMillis(8);
    private static final long TICKS_PER_MILLI = 90;
    /** Bytes of one frame's outputs: clients cap a message at 64 MiB, and this side has to hold it while the channel is slow. */
    private static final int MAX_OUTPUT = 60 * 1024 * 1024;

    private final SessionContext session;
    private final ChannelWriter writer;
    private final Runnable onDelivered;
    private final ArrayDeque<ProcessedFrame> waiting = new ArrayDeque<>();
    private final SplittableRandom irregularity = new SplittableRandom();
    private VideoReturn video;
    private boolean paused;
    /** What ends the session when nothing waits any more; null: nothing does yet. */
    private Runnable end;
    private boolean ended;
    private long frames;
    private boolean held;
    private long heldNanos;
    private long firstCaptureMillis;
    private long lastPushNanos;

    /** @param onDelivered runs after results that had to wait for the gap */
    public ResultDelivery(SessionContext session, ChannelWriter writer, Runnable onDelivered) {
        this.session = session;
        this.writer = writer;
        this.onDelivered = onDelivered;
    }

    public void returnVideo(VideoReturn target) {
        video = target;
    }

    public boolean withVideo() {
        return video != null;
    }

    /** Whether results wait to be sent. */
    public boolean busy() {
        return !waiting.isEmpty() || writer.blocked();
    }

    /** After the last message nothing is sent. */
    public void deliver(ProcessedFrame result) {
        if (ended) {
            result.sent().run();
            return;
        }
        waiting.add(result);
        if (!paused) {
            next();
        }
    }

    private void next() {
        while (!waiting.isEmpty()) {
            long wait = returnsFrame(waiting.peek()) ? frameWaitNanos() : 0;
            if (wait > 0) {
                paused = true;
                session.loop().schedule(Duration.ofNanos(wait), this::resume);
                return;
            }
            send(waiting.poll());
        }
        if (end != null && !ended) {
            ended = true;
            end.run();
        }
    }

    private boolean returnsFrame(ProcessedFrame result) {
        return video != null && result.outputs().video() != null;
    }

    private long frameWaitNanos() {
        if (!held) {
            held = true;
            heldNanos = frames < IRREGULAR_FRAMES ? irregularity.nextInt(3) * IRREGULARITY.toNanos() : 0;
            if (heldNanos > 0) {
                return heldNanos;
            }
        }
        Duration gap = session.request().realtime() ? FRAME_GAP : BATCH_FRAME_GAP;
        return frames == 0 ? 0 : gap.toNanos() + heldNanos - (session.loop().nanoTime() - lastPushNanos);
    }

    private void resume() {
        paused = false;
        next();
        if (!paused) {
            onDelivered.run();
        }
    }

    private void send(ProcessedFrame result) {
        try {
            put(result);
        } finally {
            result.sent().run();
        }
    }

    private void put(ProcessedFrame result) {
        FrameMetadata metadata = result.metadata();
        if (returnsFrame(result)) {
            long captureMillis = video.push(result.outputs().video(), metadata.declaredFps());
            lastPushNanos = session.loop().nanoTime();
            firstCaptureMillis = frames == 0 ? captureMillis : firstCaptureMillis;
            frames++;
            held = false;
            metadata = metadata.withStreamPts((captureMillis - firstCaptureMillis) * TICKS_PER_MILLI);
        }
        if (session.dialect().bareValues()) {
            plainMessage(PlainMessage.of(result.outputs().message()));
            return;
        }
        message(metadata.frameId(), encoded(metadata, result.outputs()));
    }

    private static MessageBuffer encoded(FrameMetadata metadata, SelectedOutputs outputs) {
        MessageBuffer message = outputs.message();
        if (message == null) {
            return ServerMessage.withoutOutputs(metadata, outputs.errors(), false, null);
        }
        int size = ServerMessage.outputsSize(message);
        if (size > MAX_OUTPUT) {
            List<String> errors = new ArrayList<>(outputs.errors());
            errors.add("The outputs of this frame have " + size + " bytes of JSON; more than " + MAX_OUTPUT + " are not sent");
            return ServerMessage.withoutOutputs(metadata, errors, false, null);
        }
        ServerMessage.end(message, metadata, outputs.errors(), false, null);
        return message;
    }

    /**
     * Sends {@code processing_complete} after all results that wait; their frames keep their distance.
     *
     * @param lastFrameId of the last processed frame, 0 if there was none
     * @param errors why the session could not end regularly, or empty
     * @param sent runs after the last message
     */
    public void complete(long lastFrameId, List<String> errors, String terminationReason, Runnable sent) {
        end = () -> {
            if (!session.dialect().bareValues()) {
                lastMessage(lastFrameId, errors, terminationReason);
            }
            sent.run();
        };
        if (!paused) {
            next();
        }
    }

    private void lastMessage(long lastFrameId, List<String> errors, String terminationReason) {
        FrameMetadata metadata = new FrameMetadata(lastFrameId, ReceivedAt.now(), null, null, null, null, null, null);
        message(lastFrameId + 1, ServerMessage.withoutOutputs(metadata, errors, true, terminationReason));
    }

    private void plainMessage(byte[] text) {
        if (text == null || !writer.isOpen()) {
            return;
        }
        if (text.length > writer.maxPayload(Integer.MAX_VALUE, 0)) {
            // the protocol has no chunks
            session.counters().tooLong.increment();
            LOG.debug("Session {}: a result of {} bytes is longer than a message may be", session.id(), text.length);
            return;
        }
        session.counters().messagesOut.increment();
        writer.send(List.of(text));
    }

    private void message(long frameId, MessageBuffer json) {
        if (writer.isOpen()) {
            session.counters().messagesOut.increment();
            MessageBuffer payload = session.options().gzip() ? gzip(json) : json;
            writer.send(payload.chunks(frameId, writer.maxPayload(ChunkSplitter.CHUNK_PAYLOAD, ChunkHeader.SIZE)));
        }
    }

    private static MessageBuffer gzip(MessageBuffer json) {
        MessageBuffer bytes = new MessageBuffer();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            json.writeTo(gzip);
        } catch (IOException e) {
            throw new IllegalStateException("Compressing in memory failed", e);
        }
        return bytes;
    }
}
