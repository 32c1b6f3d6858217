package io.github.camelvision.roboflow.webrtc.core.session.status;

import io.github.camelvision.roboflow.webrtc.core.correlate.Repeats;
import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frames on which the server's workflow failed: the session streams, and yet its results are of little use. Tells the first of a row,
 * and that the row is over. Written by the session's loop, read by anybody.
 */
public final class FrameErrors {

    private static final Logger LOG = LoggerFactory.getLogger(FrameErrors.class);

    private final Repeats told = new Repeats();
    private boolean rowTold;
    private volatile long total;
    private volatile long row;
    /** In few words, whatever the server sent: it is kept. */
    private volatile String last;

    /** One more result; {@code errors} as its server sent them, empty when the frame went well. */
    public void result(String session, long frameId, List<String> errors) {
        if (errors.isEmpty()) {
            if (row > 0) {
                long over = row;
                row = 0;
                if (rowTold) {
                    LOG.info("Session {}: the workflow works again, after {} {} with errors", session, over,
                            over == 1 ? "frame" : "frames");
                }
                rowTold = false;
            }
            return;
        }
        last = PeerText.list(errors);
        total++; // one writer
        if (++row == 1) {
            long before = told.told(System.nanoTime());
            rowTold = before >= 0;
            if (rowTold) {
                LOG.warn("Session {}: the workflow failed on frame {}: {}. More such frames are counted, not told, until one goes well{}",
                        session, frameId, last,
                        before == 0 ? "" : " (" + before + " more such rows since the last that was told)");
            }
        }
    }

    /** Frames with errors, of all connections. */
    public long total() {
        return total;
    }

    /** How many of the newest frames have errors in a row, with the words of the newest; null when the newest went well. */
    public String problem() {
        long count = row;
        return count == 0 ? null : (count == 1 ? "1 frame" : count + " frames in a row") + " with errors: " + last;
    }
}
