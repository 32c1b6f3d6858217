package io.github.camelvision.roboflow.webrtc.transform;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.file.FileResults;
import java.io.Reader;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses to make text of bodies that are none. */
final class NoText {

    private static final Logger LOG = LoggerFactory.getLogger(NoText.class);
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private NoText() {}

    /**
     * Told in the log too, once: some components only try to convert, and what fails then is a serializer that knows no cure.
     *
     * @return the failure, to be thrown
     */
    static RoboflowWebrtcException of(Frame frame) {
        String cure = "A " + frame.width() + "x" + frame.height() + " Frame is no text: send its bytes, a JPEG "
                + "(convertBodyTo(byte[].class), for Kafka valueSerializer=org.apache.kafka.common.serialization.ByteArraySerializer), or "
                + "text made of them (marshal().base64() after that)";
        if (TOLD.compareAndSet(false, true)) {
            LOG.warn("{}", cure);
        }
        return new RoboflowWebrtcException(cure);
    }

    /** @return the failure, to be thrown */
    static RoboflowWebrtcException of(FileResults results) {
        return new RoboflowWebrtcException(results + " is no text: send the results one by one with split(body()).streaming(), or as one "
                + "JSON array with convertBodyTo(byte[].class) (for Kafka "
                + "valueSerializer=org.apache.kafka.common.serialization.ByteArraySerializer)");
    }

    /** Who gets no reader takes the bytes for text instead: so there is one, which fails when it is read. */
    static Reader reader(Frame frame) {
        return new Reader() {
            @Override
            public int read(char[] target, int offset, int length) {
                throw of(frame);
            }

            @Override
            public void close() {
                // nothing to close
            }
        };
    }
}
