package io.github.camelvision.roboflow.webrtc.core.source.manual;

import io.github.camelvision.roboflow.webrtc.core.correlate.FrameTrust;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.source.SentFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the server's decoder right again by a marker: a frame of half the size, which always is a key frame. Two things ask for one.
 * Silence: a server that missed a packet of the very first key frame decodes nothing, and may never say so (aiortc,
 * docs/protocol.adoc#mixed-frames). And, where every answer counts, a gap: results after it are refused until the marker has come
 * through, see {@link FrameTrust}. On the loop.
 */
final class Resync {

    private static final Logger LOG = LoggerFactory.getLogger(Resync.class);

    /** Markers answered without a change of size: the server tells some other size than the frame's. */
    private static final int MAX_UNSEEN = 3;
    private static final int LEAST_SIZE = 32;
    private static final long FIRST_SILENCE_MS = 700;
    private static final long MAX_SILENCE_MS = 8_000;

    private FrameTrust trust;
    private SentFrame marker;
    private int unseen;
    private long quietSince = Long.MIN_VALUE;
    private long silence = FIRST_SILENCE_MS;

    /** @param doubts false: every result is believed */
    Resync(boolean doubts) {
        trust = doubts ? new FrameTrust() : null;
    }

    /** A frame that wants an answer is pushed while no other one is waiting. */
    void waitingFrom(long nowMs) {
        quietSince = nowMs;
    }

    /** A result came, whichever. */
    void heard(long nowMs) {
        quietSince = nowMs;
        silence = FIRST_SILENCE_MS;
    }

    /** Whether to believe this result. Results come in the order of their frames. */
    boolean believes(SentFrame frame, boolean gap, FrameMetadata metadata) {
        if (trust == null) {
            return true;
        }
        boolean believed = trust.result(gap, metadata.width(), metadata.height());
        if (believed) {
            marker = null;
            unseen = 0;
        } else if (frame == marker) {
            marker = null;
            unseen++;
            if (unseen == MAX_UNSEEN) {
                LOG.warn("The server does not tell the size of the frames it decodes: after packet loss its results may belong to "
                        + "distorted frames");
                trust = null;
                return true;
            }
        }
        return believed;
    }

    /** To be asked while a frame waits for its answer. */
    boolean markerDue(long nowMs, long usualMillis) {
        boolean doubtful = trust != null && trust.doubtful() && (marker == null || !marker.inFlight());
        return doubtful || quietSince != Long.MIN_VALUE && nowMs - quietSince >= Math.max(silence, 2 * usualMillis);
    }

    /** The next frame to push. Its result is nobody's. */
    SentFrame newMarker(Frame like, long nowMs) {
        if (nowMs - quietSince >= silence) {
            silence = Math.min(MAX_SILENCE_MS, 2 * silence);
        }
        quietSince = nowMs;
        marker = new SentFrame(otherSize(like));
        return marker;
    }

    /** Half as wide and high; twice, if that would be tiny. Every pixel is one of the original's. */
    static Frame otherSize(Frame frame) {
        boolean half = Math.min(frame.width(), frame.height()) >= 2 * LEAST_SIZE;
        int width = half ? frame.width() / 2 : 2 * frame.width();
        int height = half ? frame.height() / 2 : 2 * frame.height();
        byte[] from = frame.i420();
        byte[] to = new byte[Frame.sizeOf(width, height)];
        Frame scaled = Frame.ofI420(width, height, to, frame.pts());
        scale(from, 0, frame.width(), frame.height(), to, 0, width, height);
        scale(from, frame.offsetU(), frame.chromaWidth(), frame.chromaHeight(), to, scaled.offsetU(), scaled.chromaWidth(),
                scaled.chromaHeight());
        scale(from, frame.offsetV(), frame.chromaWidth(), frame.chromaHeight(), to, scaled.offsetV(), scaled.chromaWidth(),
                scaled.chromaHeight());
        return scaled;
    }

    private static void scale(byte[] from, int fromOffset, int fromWidth, int fromHeight, byte[] to, int toOffset, int width, int height) {
        for (int y = 0; y < height; y++) {
            int row = fromOffset + y * fromHeight / height * fromWidth;
            for (int x = 0; x < width; x++) {
                to[toOffset + y * width + x] = from[row + x * fromWidth / width];
            }
        }
    }
}
