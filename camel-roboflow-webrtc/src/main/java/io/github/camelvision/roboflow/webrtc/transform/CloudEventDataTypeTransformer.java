package io.github.camelvision.roboflow.webrtc.transform;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.DataTypeTransformer;
import org.apache.camel.spi.Transformer;

/**
 * What a consumer delivered as a CloudEvent 1.0: the attributes as Camel's headers for them, which camel-cloudevents, camel-knative and
 * others turn into those of a protocol, and the data as bytes: results exactly as received, frames as JPEG. The same frame of the same
 * connection always has the same id.
 */
@DataTypeTransformer(name = "roboflow-webrtc:application-cloudevents",
        description = "Predictions, frames and session events as CloudEvents")
public class CloudEventDataTypeTransformer extends Transformer {

    /** Types are this with prediction, frame, connected, disconnected, gap or completed. */
    public static final String TYPE_PREFIX = "io.github.camelvision.roboflow.webrtc.";

    // Names of camel-cloudevents, which is not needed here otherwise.
    static final String ID = "CamelCloudEventID";
    static final String SOURCE = "CamelCloudEventSource";
    static final String VERSION = "CamelCloudEventVersion";
    static final String TYPE = "CamelCloudEventType";
    static final String SUBJECT = "CamelCloudEventSubject";
    static final String TIME = "CamelCloudEventTime";
    static final String DATA_CONTENT_TYPE = "CamelCloudEventDataContentType";

    @Override
    public void transform(Message message, DataType fromType, DataType toType) throws InvalidPayloadException {
        Map<String, Object> headers = message.getHeaders();
        String sessionId = message.getHeader(RoboflowWebrtcConstants.SESSION_ID, String.class);
        Long frameId = message.getHeader(RoboflowWebrtcConstants.FRAME_ID, Long.class);
        String event = message.getHeader(RoboflowWebrtcConstants.EVENT, String.class);
        boolean identified = sessionId != null && frameId != null && event == null;
        headers.putIfAbsent(ID, message.getBody() instanceof ObjectEvent object ? object.id()
                : identified ? sessionId + "/" + frameId : message.getExchange().getExchangeId());
        headers.putIfAbsent(VERSION, "1.0");
        headers.put(SOURCE, source(message));
        headers.put(TIME, Instant.ofEpochMilli(time(message)).toString());
        if (frameId != null && event == null) {
            headers.put(SUBJECT, "frame/" + frameId);
        }
        String contentType = "application/json";
        if (message.getBody() instanceof ObjectEvent object) {
            headers.put(TYPE, TYPE_PREFIX + "object." + object.type());
            headers.put(TIME, object.time().at().toString());
            headers.put(SUBJECT, object.objectId() != null ? "object/" + object.objectId() : "zone/" + object.zone());
            message.setBody(object.json());
        } else if (event != null) {
            headers.put(TYPE, TYPE_PREFIX + event);
            message.setBody(event(message.getBody()).json());
        } else {
            boolean frame = message.getBody() instanceof Frame;
            headers.put(TYPE, TYPE_PREFIX + (frame ? "frame" : "prediction"));
            contentType = frame ? "image/jpeg" : contentType;
            message.setBody(message.getMandatoryBody(byte[].class));
        }
        headers.put(DATA_CONTENT_TYPE, contentType);
        headers.put(Exchange.CONTENT_TYPE, contentType);
    }

    private static SessionEvent event(Object body) {
        if (body instanceof SessionEvent event) {
            return event;
        }
        throw new IllegalArgumentException("The body of a session event must be a SessionEvent, not "
                + (body == null ? "empty" : body.getClass().getName()));
    }

    /** A URI: the endpoint without its options. */
    private static String source(Message message) {
        String session = message.getHeader(RoboflowWebrtcConstants.SESSION_NAME, String.class);
        return session == null ? "roboflow-webrtc"
                : "roboflow-webrtc:" + URLEncoder.encode(session, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static long time(Message message) {
        Long timestamp = message.getHeader(Exchange.MESSAGE_TIMESTAMP, Long.class);
        return timestamp == null ? message.getExchange().getClock().getCreated() : timestamp;
    }
}
