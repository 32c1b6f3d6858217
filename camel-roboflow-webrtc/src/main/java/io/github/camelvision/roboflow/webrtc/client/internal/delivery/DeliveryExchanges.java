package io.github.camelvision.roboflow.webrtc.client.internal.delivery;

import io.github.camelvision.roboflow.webrtc.DataField;
import io.github.camelvision.roboflow.webrtc.ResultHeaders;
import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import io.github.camelvision.roboflow.webrtc.client.internal.clips.ClipMessage;
import io.github.camelvision.roboflow.webrtc.core.clips.Clip;
import io.github.camelvision.roboflow.webrtc.core.draw.Annotator;
import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.objects.ObjectHeaders;
import io.github.camelvision.roboflow.webrtc.route.StepErrors;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.SynchronizationAdapter;

/** Makes exchanges of what a consumer's session delivers and tells. On the threads that take them. */
final class DeliveryExchanges {

    private final DefaultConsumer consumer;
    private final String name;
    private final RoboflowWebrtcConfiguration options;
    private final DataField dataField;

    DeliveryExchanges(DefaultConsumer consumer, RoboflowWebrtcEndpoint endpoint) {
        this.consumer = consumer;
        this.name = endpoint.getSessionName();
        this.options = endpoint.getConfiguration();
        this.dataField = new DataField(options.getDataField(), "session " + name);
    }

    /** A prediction or frame that waits. @param arrivalNanos System.nanoTime() when it came */
    record Waiting(Delivery delivery, boolean doneWhenReceived, long arrivalNanos) implements DeliveryQueue.Item {

        @Override
        public void dropped() {
            delivery.drop();
        }

        @Override
        public void discarded() {
            delivery.done();
        }

        /** Not before: what waits beyond the capacity must stop the server, or it would pile up. */
        @Override
        public void placed() {
            if (doneWhenReceived) {
                delivery.acknowledge();
            }
        }
    }

    /** An event that waits. */
    record WaitingEvent(SessionEvent event) implements DeliveryQueue.Item {

        @Override
        public void dropped() {
            // counted by the queue; the next event tells
        }
    }

    /** A clip that waits. */
    record WaitingClip(Clip clip) implements DeliveryQueue.Item {

        @Override
        public void dropped() {
            // counted by the queue; the file stays
        }
    }

    DataField dataField() {
        return dataField;
    }

    /** What is wrong with the option {@code dataField}; null when nothing is. */
    String dataFieldProblem() {
        return dataField.problem();
    }

    /**
     * The exchange, with an exception when nothing can be made of the delivery. The frame is acknowledged when the exchange is done.
     *
     * @param autoRelease whether Camel releases it when it is done
     */
    Exchange of(DeliveryQueue.Taken taken, boolean autoRelease) {
        Exchange exchange = consumer.createExchange(autoRelease);
        StepErrors.survive(exchange);
        Message message = exchange.getMessage();
        message.setHeader(RoboflowWebrtcConstants.SESSION_NAME, name);
        message.setHeader(Exchange.MESSAGE_TIMESTAMP, System.currentTimeMillis());
        if (taken.droppedBefore() > 0) {
            message.setHeader(RoboflowWebrtcConstants.DROPPED, taken.droppedBefore());
        }
        if (taken.item() instanceof WaitingEvent waiting) {
            fill(message, waiting.event());
            return exchange;
        }
        if (taken.item() instanceof WaitingClip waiting) {
            ClipMessage.set(message, waiting.clip());
            return exchange;
        }
        if (taken.item() instanceof ObjectResults.WaitingObject waiting) {
            message.setBody(waiting.event());
            ResultHeaders.contentType(message);
            ObjectHeaders.set(message, waiting.event());
            ResultHeaders.header(message, RoboflowWebrtcConstants.SNAPSHOT, waiting.snapshot());
            onCompletion(exchange, waiting.share()::done);
            return exchange;
        }
        Delivery delivery = ((Waiting) taken.item()).delivery();
        message.setHeader(RoboflowWebrtcConstants.SESSION_ID, delivery.sessionId());
        if (delivery.capturedNanos() != null) {
            message.setHeader(RoboflowWebrtcConstants.CAPTURED_AT,
                    Instant.now().minusNanos(System.nanoTime() - delivery.capturedNanos()).toString());
        }
        try {
            fill(message, delivery);
            refuseErrors(delivery.result());
        } catch (Throwable e) { // what a peer sent may not fit into the heap, for instance
            exchange.setException(e);
        }
        onCompletion(exchange, delivery::done);
        return exchange;
    }

    private void refuseErrors(InferenceResult result) {
        if (options.isErrorsAsExceptions() && result != null && !result.errors().isEmpty()) {
            throw new RoboflowWebrtcException("Frame " + result.frameId() + ": the workflow failed: " + PeerText.list(result.errors()));
        }
    }

    /** Rolled back too: the protocol has no redelivery, so an unacknowledged frame would only stop the server. */
    private static void onCompletion(Exchange exchange, Runnable handled) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                handled.run();
            }
        });
    }

    private void fill(Message message, Delivery delivery) {
        InferenceResult result = delivery.result();
        if (options.effectiveEmit() == Emit.predictions) {
            message.setBody(dataField.of(result));
        } else {
            // decoded anew by each call
            Frame frame = delivery.frame();
            message.setBody(options.isAnnotate() && frame != null && result != null ? annotated(frame, result) : frame);
            if (result != null) {
                message.setHeader(RoboflowWebrtcConstants.RESULT, result);
            }
            if (frame != null && result == null) {
                message.setHeader(RoboflowWebrtcConstants.WIDTH, frame.width());
                message.setHeader(RoboflowWebrtcConstants.HEIGHT, frame.height());
            }
        }
        ResultHeaders.contentType(message);
        if (result != null) {
            ResultHeaders.set(message, result);
        }
    }

    private Frame annotated(Frame frame, InferenceResult result) {
        return Annotator.annotate(frame, dataField.of(result).detections());
    }

    private static void fill(Message message, SessionEvent event) {
        message.setBody(event);
        ResultHeaders.contentType(message);
        message.setHeader(RoboflowWebrtcConstants.EVENT, event.type().name());
        message.setHeader(RoboflowWebrtcConstants.SESSION_ID, event.sessionId());
        if (event.type() == SessionEvent.Type.completed) {
            message.setHeader(RoboflowWebrtcConstants.TERMINATION_REASON, event.reason());
            ResultHeaders.set(message, event.upload());
        }
    }
}
