package io.github.camelvision.roboflow.webrtc.objects;

import io.github.camelvision.roboflow.webrtc.DataField;
import io.github.camelvision.roboflow.webrtc.ResultHeaders;
import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.TimeBasis;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Makes events of objects in any route: the body, an {@link InferenceResult} or {@link Detections}, becomes a list of {@link
 * ObjectEvent}, mostly an empty one, to be split. Results of one camera, which the header {@link RoboflowWebrtcConstants#SESSION_NAME}
 * names, must come in their order. Any thread.
 */
public class ObjectEvents implements Processor, CamelContextAware {

    /** The route chooses the names; this is only a bound. */
    private static final int MOST_CAMERAS = 1_000;
    private static final String UNNAMED = "camera";

    private final Map<String, CameraEvents> cameras = new ConcurrentHashMap<>();
    private CamelContext camelContext;
    private Object rules;
    private ObjectRules read;
    private boolean byFrames;
    private DataField narrowing = new DataField(null, null);

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        FrameMetadata metadata = null;
        Detections detections;
        if (body instanceof InferenceResult result) {
            metadata = result.metadata();
            detections = narrowing.of(result).detections();
        } else if (body instanceof Detections list) {
            detections = list;
        } else {
            throw new IllegalArgumentException("Events of objects are made of an InferenceResult or Detections, not of "
                    + (body == null ? "an empty body" : body.getClass().getName()));
        }
        Long time = message.getHeader(Exchange.MESSAGE_TIMESTAMP, Long.class);
        Instant arrival = Instant.ofEpochMilli(time == null ? exchange.getClock().getCreated() : time);
        message.setBody(camera(message.getHeader(RoboflowWebrtcConstants.SESSION_NAME, UNNAMED, String.class))
                .see(message.getHeader(RoboflowWebrtcConstants.SESSION_ID, String.class), metadata, detections, arrival,
                        captured(message)));
        ResultHeaders.contentType(message);
    }

    private static Instant captured(Message message) {
        String time = message.getHeader(RoboflowWebrtcConstants.CAPTURED_AT, String.class);
        try {
            return time == null ? null : Instant.parse(time);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("The header " + RoboflowWebrtcConstants.CAPTURED_AT + " must be a time such as "
                    + "2026-01-02T03:04:05Z, not " + time, e);
        }
    }

    private CameraEvents camera(String name) {
        CameraEvents known = cameras.get(name);
        if (known != null) {
            return known;
        }
        synchronized (this) {
            if (cameras.size() >= MOST_CAMERAS && !cameras.containsKey(name)) {
                throw new IllegalStateException("Events of objects are made for at most " + MOST_CAMERAS + " cameras, and " + name
                        + " is one more: is the header " + RoboflowWebrtcConstants.SESSION_NAME + " the name of a camera?");
            }
            return cameras.computeIfAbsent(name,
                    camera -> new CameraEvents(camera, current(), byFrames ? TimeBasis.frames : TimeBasis.received));
        }
    }

    private ObjectRules current() {
        read = read == null ? RulesOption.read(rules, camelContext) : read;
        return read;
    }

    /** Sets the headers of an event, after {@code split(body())}: for a {@code process} step. */
    public static void headers(Exchange exchange) throws InvalidPayloadException {
        ObjectHeaders.set(exchange.getMessage(), exchange.getMessage().getMandatoryBody(ObjectEvent.class));
    }

    /** Ends all objects of a camera, for instance after its {@code completed} event: their last events. */
    public List<ObjectEvent> end(String camera) {
        CameraEvents ended = cameras.remove(camera);
        return ended == null ? List.of() : ended.end("completed");
    }

    /** Reads the rules again; objects and zones of the same name go on. @throws IllegalArgumentException names the place of a mistake */
    public synchronized void reload() {
        ObjectRules changed = RulesOption.read(rules, camelContext);
        read = changed;
        cameras.values().forEach(camera -> camera.rules(changed));
    }

    /** As {@link RulesOption#read} takes them; another value counts after {@link #reload}. */
    public void setRules(Object rules) {
        this.rules = rules;
    }

    public Object getRules() {
        return rules;
    }

    /** The only output to look at; null: the first that has detections. */
    public void setDataField(String dataField) {
        narrowing = new DataField(dataField, "the results");
    }

    /** Whether the frames' own times count, as for a file, and not when the server took them. Before the first result. */
    public void setByFrames(boolean byFrames) {
        this.byFrames = byFrames;
    }

    public boolean isByFrames() {
        return byFrames;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }
}
