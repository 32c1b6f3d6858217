package io.github.camelvision.roboflow.webrtc;

import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Annotator;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.MDC;

/** Makes exchanges from what waits in a consumer's queue and runs the route with them, one at a time per thread. */
final class Deliveries {

    private final RoboflowWebrtcConsumer consumer;
    private final RoboflowWebrtcConfiguration options;
    private final DeliveryQueue queue;
    private final DataField dataField;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    Deliveries(RoboflowWebrtcConsumer consumer, DeliveryQueue queue) {
        this.consumer = consumer;
        this.options = consumer.getEndpoint().getConfiguration();
        this.queue = queue;
        this.dataField = new DataField(options.getDataField(), "session " + consumer.getEndpoint().getSessionName());
    }

    /** A prediction or frame that waits. */
    private record Waiting(Delivery delivery, String sessionId, boolean doneWhenReceived) implements DeliveryQueue.Item {

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
                delivery.done();
            }
        }
    }

    /** An event that waits. */
    private record WaitingEvent(SessionEvent event) implements DeliveryQueue.Item {

        @Override
        public void dropped() {
            // counted by the queue; the next event tells
        }
    }

    /** From the session loop. */
    void offer(Delivery delivery, String sessionId) {
        if (options.isAnnotate() && options.getEmit() == Emit.frames && !delivery.hasFrame()) {
            delivery.done();
            return;
        }
        if (!queue.offer(new Waiting(delivery, sessionId, options.getAcknowledge() == Acknowledge.received))) {
            consumer.overflowed();
        }
    }

    /** From the session loop. */
    void event(SessionEvent event) {
        if (options.isEmitEvents()) {
            queue.offerEvent(new WaitingEvent(event));
        }
    }

    /** Whether the caller runs a route of this consumer. */
    boolean onOwnThread() {
        return threads.contains(Thread.currentThread());
    }

    /** What is wrong with the option {@code dataField}; null when nothing is. */
    String dataFieldProblem() {
        return dataField.problem();
    }

    /** Body of each consumer thread: until the queue is closed. */
    void run() {
        threads.add(Thread.currentThread());
        try (MDC.MDCCloseable session = MDC.putCloseable(RoboflowWebrtcConstants.MDC_SESSION, consumer.getEndpoint().getSessionName())) {
            DeliveryQueue.Taken taken = queue.take();
            while (taken != null) {
                handle(taken);
                taken = queue.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.remove(Thread.currentThread());
        }
    }

    private void handle(DeliveryQueue.Taken taken) throws InterruptedException {
        Exchange exchange = consumer.createExchange(true);
        Message message = exchange.getMessage();
        message.setHeader(RoboflowWebrtcConstants.SESSION_NAME, consumer.getEndpoint().getSessionName());
        message.setHeader(Exchange.MESSAGE_TIMESTAMP, System.currentTimeMillis());
        if (taken.droppedBefore() > 0) {
            message.setHeader(RoboflowWebrtcConstants.DROPPED, taken.droppedBefore());
        }
        if (taken.item() instanceof WaitingEvent waiting) {
            fill(message, waiting.event());
            route(exchange);
            return;
        }
        Waiting waiting = (Waiting) taken.item();
        message.setHeader(RoboflowWebrtcConstants.SESSION_ID, waiting.sessionId());
        try {
            fill(message, waiting.delivery());
        } catch (RoboflowWebrtcException e) {
            reject(exchange, waiting.delivery(), e);
            return;
        }
        InferenceResult result = waiting.delivery().result();
        if (options.isErrorsAsExceptions() && result != null && !result.errors().isEmpty()) {
            reject(exchange, waiting.delivery(), new RoboflowWebrtcException("Frame " + result.frameId() + ": the workflow failed: "
                    + PeerText.list(result.errors())));
            return;
        }
        acknowledgeOnCompletion(exchange, waiting.delivery());
        route(exchange);
    }

    private void reject(Exchange exchange, Delivery delivery, RoboflowWebrtcException cause) {
        try {
            exchange.setException(cause);
            consumer.getExceptionHandler().handleException(cause.getMessage(), exchange, cause);
        } finally {
            delivery.done();
            consumer.releaseExchange(exchange, false);
        }
    }

    /** Rolled back too: the protocol has no redelivery, so an unacknowledged frame would only stop the server. */
    private static void acknowledgeOnCompletion(Exchange exchange, Delivery delivery) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                delivery.done();
            }
        });
    }

    private void route(Exchange exchange) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        org.apache.camel.AsyncCallback releasing = consumer.defaultConsumerCallback(exchange, true);
        consumer.getAsyncProcessor().process(exchange, sync -> {
            try {
                releasing.done(sync);
            } finally {
                done.countDown();
            }
        });
        done.await();
    }

    private void fill(Message message, Delivery delivery) {
        InferenceResult result = delivery.result();
        if (options.getEmit() == Emit.predictions) {
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
