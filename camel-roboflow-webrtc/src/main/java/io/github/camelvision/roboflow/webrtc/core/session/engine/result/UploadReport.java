package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import io.github.camelvision.roboflow.webrtc.core.source.file.ProgressLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the progress of a session's uploads: to its counters, the listener and, now and then, the log. On the loop. */
public final class UploadReport {

    private static final Logger LOG = LoggerFactory.getLogger(UploadReport.class);

    private final String session;
    private final SessionStats stats;
    private final SessionListener listener;
    private ProgressLog log = new ProgressLog();

    public UploadReport(String session, SessionStats stats, SessionListener listener) {
        this.session = session;
        this.stats = stats;
        this.listener = listener;
    }

    void uploaded(UploadProgress progress) {
        stats.upload = progress;
        if (progress.chunks() == 1) {
            log = new ProgressLog();
        }
        if (log.due(progress.chunks(), progress.totalChunks(), System.nanoTime())) {
            LOG.info("Session {}: {} of {} bytes uploaded ({} %)", session, progress.bytes(), progress.totalBytes(),
                    progress.percent());
        }
        listener.onUpload(progress);
    }
}
