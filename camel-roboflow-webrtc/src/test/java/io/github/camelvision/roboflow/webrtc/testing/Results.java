package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkSplitter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Messages of a server (docs/protocol.adoc#message). */
public final class Results {

    private static final long TICKS_PER_MS = 90;

    private Results() {}

    /** JSON of the result of one frame. */
    public static byte[] json(long frameId) {
        return json(frameId, null, "{\"n\":" + frameId + "}");
    }

    /** @param pts 90 kHz ticks, or null */
    public static byte[] json(long frameId, Long pts, String outputs) {
        FrameMetadata metadata = new FrameMetadata(frameId, "2026-11-21T00:29:02.791124", pts, 1 / 90_000.0, 30.0, null, 64, 48);
        return ServerMessages.encode(metadata, outputs.getBytes(StandardCharsets.UTF_8), List.of(), false, null);
    }

    /** The result of a frame in one chunk. */
    public static byte[] message(long frameId) {
        return chunks(frameId, json(frameId), ChunkSplitter.CHUNK_PAYLOAD).get(0);
    }

    /** The last message of a session, in one chunk. */
    public static byte[] complete(long frameId, String reason) {
        byte[] json = ServerMessages.encode(null, null, List.of(), true, reason);
        return chunks(frameId, json, ChunkSplitter.CHUNK_PAYLOAD).get(0);
    }

    public static List<byte[]> chunks(long frameId, byte[] payload, int chunkPayload) {
        return ChunkSplitter.split(frameId, payload, chunkPayload);
    }

    public static byte[] gzip(byte[] payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The result of the frame whose capture was so many milliseconds after the first decoded one's. */
    public static InferenceResult atMillis(long frameId, long millis) {
        return InferenceResult.parse(json(frameId, millis * TICKS_PER_MS, "{}"));
    }

    /** The same, of a frame that the server decoded in this size. */
    public static InferenceResult atMillis(long frameId, long millis, int width, int height, String outputs) {
        FrameMetadata metadata = new FrameMetadata(frameId, "2026-11-21T00:29:02.791124", millis * TICKS_PER_MS, 1 / 90_000.0, 30.0, null,
                width, height);
        return InferenceResult.parse(ServerMessages.encode(metadata, outputs.getBytes(StandardCharsets.UTF_8), List.of(), false, null));
    }

    /** A result whose server does not tell the time. */
    public static InferenceResult withoutPts(long frameId) {
        return InferenceResult.parse(json(frameId));
    }
}
