package io.github.camelvision.roboflow.webrtc.examples.httpfiles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.examples.common.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** What the routes count and write, and when it is over. Thread safe, except for {@link #log} and {@link #event}: the client route's. */
final class HttpAndFilesRun {

    private final ObjectMapper json = new ObjectMapper();
    private final DefectEvents defects = new DefectEvents();
    private final String id;
    private final RotatingFile predictions;
    private final Progress progress;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean over;
    private volatile Exception failure;
    private volatile long logged;
    private long events;
    private long pictures;
    private long delivered;
    private long undelivered;

    /** @param id of the run, with which its events' ids begin */
    HttpAndFilesRun(String id, RotatingFile predictions, Progress progress) {
        this.id = id;
        this.predictions = predictions;
        this.progress = progress;
    }

    /** Writes a line {@code {"frame_id","received_at","predictions"}}, the predictions as they were received. */
    void log(InferenceResult result) throws IOException {
        ObjectNode line = head(result);
        byte[] found = result.fieldBytes("predictions");
        // Between JSON's tokens a line break is only space; here it would end the line.
        line.putRawValue("predictions", new RawValue(found == null ? "null"
                : new String(found, StandardCharsets.UTF_8).replace('\n', ' ').replace('\r', ' ')));
        predictions.add(json.writeValueAsString(line));
        logged++;
        progress.show(logged);
    }

    /** @return the event that begins with this frame, or null: {@code {"event","frame_id","received_at","picture","defects":[...]}} */
    ObjectNode event(InferenceResult result) {
        ArrayNode found = json.createArrayNode();
        JsonNode output = result.field("predictions");
        if (output != null) {
            output.path("predictions").forEach(part -> {
                if (part.path("defect").asBoolean()) {
                    found.add(part);
                }
            });
        }
        if (!defects.begins(found.size())) {
            return null;
        }
        String event = id + "-" + result.frameId();
        ObjectNode body = json.createObjectNode().put("event", event);
        body.setAll(head(result));
        body.put("picture", event + ".jpg").set("defects", found);
        synchronized (this) {
            events++;
        }
        return body;
    }

    private ObjectNode head(InferenceResult result) {
        return json.createObjectNode().put("frame_id", result.frameId())
                .put("received_at", result.metadata() == null ? null : result.metadata().receivedAt());
    }

    synchronized void pictureWritten() {
        pictures++;
    }

    synchronized void delivered() {
        delivered++;
        notifyAll();
    }

    synchronized void undelivered() {
        undelivered++;
        notifyAll();
    }

    /** The video is at its end, or the user wants no more of it. */
    void completed() {
        end.countDown();
    }

    synchronized void failed(Exception cause) {
        // What breaks while everything is being closed is no failure of the run.
        if (!over && failure == null) {
            failure = cause;
        }
        end.countDown();
        notifyAll();
    }

    void closing() {
        over = true;
    }

    void awaitEnd() throws InterruptedException {
        end.await();
        progress.end();
    }

    /** Waits until each event was delivered or given up; every one is after its attempts. */
    synchronized void awaitDelivery() throws InterruptedException {
        while (delivered + undelivered < events && failure == null && !over) {
            wait();
        }
    }

    /** Ends {@link #awaitDelivery()}. */
    synchronized void stop() {
        over = true;
        end.countDown();
        notifyAll();
    }

    Exception failure() {
        return failure;
    }

    synchronized long events() {
        return events;
    }

    synchronized long countUndelivered() {
        return undelivered;
    }

    synchronized String summary() {
        return "predictions=" + logged + " events=" + events + " pictures=" + pictures + " delivered=" + delivered
                + " undelivered=" + (events - delivered);
    }

    long logged() {
        return logged;
    }
}
