package io.github.camelvision.roboflow.webrtc.core.capture.network;

import io.github.camelvision.roboflow.webrtc.core.capture.CaptureErrors;
import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.capture.FrameReader;
import io.github.camelvision.roboflow.webrtc.core.capture.Interruption;
import io.github.camelvision.roboflow.webrtc.core.capture.RateEstimate;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images of a camera that was opened over HTTP, with the times at which they came. An image that is damaged is left out. */
final class MjpegReader implements FrameReader {

    private static final Logger LOG = LoggerFactory.getLogger(MjpegReader.class);
    private static final int MOST_BYTES = 32 * 1024 * 1024;

    private final HttpFetch fetch;
    private final String name;
    private final Interruption interruption;
    private final Duration silence;
    private final JpegScanner images;
    private final RateEstimate rate = new RateEstimate();
    private final long since = System.nanoTime();
    private long last = -1;

    MjpegReader(HttpFetch fetch, InputStream body, String name, Interruption interruption, Duration silence) {
        this.fetch = fetch;
        this.name = name;
        this.interruption = interruption;
        this.silence = silence;
        this.images = new JpegScanner(body, MOST_BYTES);
    }

    @Override
    public Double fps() {
        return rate.fps();
    }

    @Override
    public DecodedFrame read() {
        String damage = null;
        try (Alarm alarm = new Alarm(silence, fetch::abort)) {
            try {
                while (!interruption.stopped()) {
                    byte[] jpeg = images.next();
                    if (jpeg == null) {
                        return null;
                    }
                    try {
                        return frame(ImageCodec.decode(jpeg));
                    } catch (SourceException e) {
                        LOG.debug("{}: {}", name, e.getMessage());
                        damage = e.getMessage();
                    }
                }
                return null;
            } catch (IOException e) {
                if (interruption.stopped()) {
                    return null;
                }
                if (alarm.rang()) {
                    throw CaptureErrors.silent(name, silence, "sent no JPEG image" + (damage == null ? "" : " that can be decoded ("
                            + damage + ")"));
                }
                throw fetch.failure(e, false);
            } catch (SourceException e) {
                throw new SourceException(name + ": " + e.getMessage(), e.retryable(), e);
            }
        }
    }

    private DecodedFrame frame(Frame image) {
        double seconds = (System.nanoTime() - since) / 1e9;
        rate.add(seconds);
        last = Math.max(last + 1, Math.round(seconds / DecodedFrame.RTP_TIME_BASE));
        return new DecodedFrame(image.withPts(last), last, DecodedFrame.RTP_TIME_BASE);
    }

    @Override
    public void close() {
        fetch.close();
    }
}
