package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Writes {@code predictions.jsonl}: one line {@code {"frame_id","pts","received_at","predictions","errors"?}} per frame in frame order, the
 * predictions byte for byte as they were received; or all {@code outputs} instead, of a workflow whose outputs are not known. Counts what
 * is missing. Used by the route's thread; the counters by any.
 */
final class PredictionLog implements AutoCloseable {

    private final ObjectMapper json = new ObjectMapper();
    private final BufferedWriter lines;
    private final boolean all;
    private String session;
    private long lastFrame;
    private volatile long written;
    private volatile long gaps;
    private volatile long failed;

    /** @param all whether all outputs are written, not only {@code predictions} */
    PredictionLog(Path file, boolean all) throws IOException {
        this.all = all;
        lines = Files.newBufferedWriter(file);
    }

    /**
     * @param sessionId the connection that numbers the frames; a new one counts from 1 again
     * @throws IllegalStateException when the frame was there already: results come in order and once
     */
    void add(String sessionId, InferenceResult result) throws IOException {
        if (!Objects.equals(session, sessionId)) {
            session = sessionId;
            lastFrame = 0;
        }
        if (result.frameId() <= lastFrame) {
            throw new IllegalStateException("the prediction of frame " + result.frameId() + " came after that of " + lastFrame);
        }
        gaps += result.frameId() - lastFrame - 1;
        lastFrame = result.frameId();

        ObjectNode line = json.createObjectNode();
        line.put("frame_id", result.frameId());
        FrameMetadata metadata = result.metadata();
        line.put("pts", metadata == null ? null : metadata.pts());
        line.put("received_at", metadata == null ? null : metadata.receivedAt());
        String name = all ? "outputs" : "predictions";
        byte[] predictions = all ? result.outputBytes() : result.fieldBytes(name);
        if (predictions == null) {
            line.putNull(name);
        } else {
            // Between JSON's tokens a line break is only space; here it would end the line.
            String oneLine = new String(predictions, StandardCharsets.UTF_8).replace('\n', ' ').replace('\r', ' ');
            line.putRawValue(name, new RawValue(oneLine));
        }
        if (!result.errors().isEmpty()) {
            line.putPOJO("errors", result.errors());
            failed++;
        }
        lines.write(json.writeValueAsString(line));
        lines.newLine();
        written++;
    }

    /** Lines written so far. */
    long written() {
        return written;
    }

    /** Frame ids that were skipped so far. */
    long gaps() {
        return gaps;
    }

    /** Frames on which the workflow failed so far; their lines have {@code errors}. */
    long failed() {
        return failed;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
