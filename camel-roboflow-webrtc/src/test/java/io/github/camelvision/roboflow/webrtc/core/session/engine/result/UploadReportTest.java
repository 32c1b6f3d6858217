package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.session.FakeSource;
import io.github.camelvision.roboflow.webrtc.core.session.RecordingListener;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadReportTest {

    private final SessionStats stats = new SessionStats(new FakeSource());
    private final RecordingListener listener = new RecordingListener();

    @Test
    void eachStepIsCountedAndToldAndTheLogHasTheEndOfEachFile() {
        UploadReport report = new UploadReport("s", stats, listener);
        try (CapturedLog log = new CapturedLog()) {
            for (int file = 1; file <= 2; file++) {
                for (int chunk = 1; chunk <= 4; chunk++) {
                    UploadProgress progress = new UploadProgress(chunk, 4, 25 * chunk, 100);
                    report.uploaded(progress);
                    assertThat(stats.upload()).isSameAs(progress);
                }
            }
            assertThat(log.lines()).containsExactly("INFO Session s: 100 of 100 bytes uploaded (100 %)",
                    "INFO Session s: 100 of 100 bytes uploaded (100 %)");
        }
        List<String> file = List.of("1/4", "2/4", "3/4", "4/4");
        assertThat(listener.uploads).hasSize(8).startsWith(file.toArray(String[]::new)).endsWith(file.toArray(String[]::new));
    }
}
