package io.github.camelvision.roboflow.webrtc.core.worker;

import io.github.camelvision.roboflow.webrtc.core.media.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkHeader;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkSplitter;
import io.github.camelvision.roboflow.webrtc.core.wire.ServerMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Sends results in frame order: the picture first, then the message, so that the message could tell when the picture was sent.
 * Pictures are at least 2 ms apart, or libwebrtc's millisecond clock would give two the same time. Belongs to the session's loop.
 */
final class ResultDelivery {

    private static final Duration PICTURE_GAP = Duration.ofMillis(2);

    private final SessionContext session;
    private final ChannelWriter writer;
    private final Runnable onDelivered;
    private final ArrayDeque<ProcessedFrame> waiting = new ArrayDeque<>();
    private VideoReturn video;
    private boolean paused;
    private boolean pushed;
    private long lastPushNanos;

    /** @param onDelivered runs after results that had to wait for the gap */
    ResultDelivery(SessionContext session, ChannelWriter writer, Runnable onDelivered) {
        this.session = session;
        this.writer = writer;
        this.onDelivered = onDelivered;
    }

    void returnVideo(VideoReturn target) {
        video = target;
    }

    boolean withVideo() {
        return video != null;
    }

    /** Whether results wait to be sent. */
    boolean busy() {
        return !waiting.isEmpty() || writer.blocked();
    }

    void deliver(ProcessedFrame result) {
        waiting.add(result);
        if (!paused) {
            next();
        }
    }

    private void next() {
        while (!waiting.isEmpty()) {
            long sincePush = System.nanoTime() - lastPushNanos;
            if (video != null && waiting.peek().outputs().video() != null && pushed && sincePush < PICTURE_GAP.toNanos()) {
                paused = true;
                session.loop().schedule(PICTURE_GAP.minusNanos(sincePush), this::resume);
                return;
            }
            send(waiting.poll());
        }
    }

    private void resume() {
        paused = false;
        next();
        if (!paused) {
            onDelivered.run();
        }
    }

    private void send(ProcessedFrame result) {
        FrameMetadata metadata = result.metadata();
        if (video != null && result.outputs().video() != null) {
            video.push(result.outputs().video(), metadata.declaredFps());
            pushed = true;
            lastPushNanos = System.nanoTime();
        }
        message(metadata.frameId(), ServerMessage.encode(metadata, result.outputs().json(), result.outputs().errors(), false, null));
    }

    /**
     * Sends {@code processing_complete}.
     *
     * @param lastFrameId of the last processed frame, 0 if there was none
     * @param errors why the session could not end regularly, or empty
     */
    void complete(long lastFrameId, List<String> errors, String terminationReason) {
        FrameMetadata metadata = new FrameMetadata(lastFrameId, ReceivedAt.now(), null, null, null, null, null, null);
        message(lastFrameId + 1, ServerMessage.encode(metadata, null, errors, true, terminationReason));
    }

    private void message(long frameId, byte[] json) {
        if (writer.isOpen()) {
            session.counters().messagesOut.increment();
            byte[] payload = session.options().gzip() ? gzip(json) : json;
            writer.send(ChunkSplitter.split(frameId, payload, writer.maxPayload(ChunkSplitter.CHUNK_PAYLOAD, ChunkHeader.SIZE)));
        }
    }

    private static byte[] gzip(byte[] json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length / 2 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(json);
        } catch (IOException e) {
            throw new IllegalStateException("Compressing in memory failed", e);
        }
        return bytes.toByteArray();
    }
}
