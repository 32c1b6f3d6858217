package io.github.camelvision.roboflow.webrtc.core.worker.engine.shared;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/**
 * The {@code received_at} of messages (docs/protocol.adoc#message): local ISO-8601 time; Python before 3.11 reads no more than
 * microseconds.
 */
public final class ReceivedAt {

    private ReceivedAt() {}

    public static String now() {
        return LocalDateTime.now().truncatedTo(ChronoUnit.MICROS).toString();
    }
}
