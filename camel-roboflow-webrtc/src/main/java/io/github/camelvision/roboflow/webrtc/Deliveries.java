package io.github.camelvision.roboflow.webrtc;

import io.github.camelvision.roboflow.webrtc.core.error.LastWords;
import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.flow.Repeats;
import io.github.camelvision.roboflow.webrtc.core.loop.LogContext;
import io.github.camelvision.roboflow.webrtc.core.loop.SteadyLoop;
import io.github.camelvision.roboflow.webrtc.core.media.Annotator;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.route.RouteCall;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Makes exchanges from what waits in a consumer's queue and runs the route with them, one at a time per thread. */
final class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final RoboflowWebrtcConsumer consumer;
    private final RoboflowWebrtcConfiguration options;
    private final DeliveryQueue queue;
    private final DataField dataField;
    private final Unpaired unpaired;
    private final LongAdder unpairedDropped = new LongAdder();
    private final Repeats failures = new Repeats();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** @param realtime whether the server works in real time */
    Deliveries(RoboflowWebrtcConsumer consumer, DeliveryQueue queue, boolean realtime) {
        this.consumer = consumer;
        this.options = consumer.getEndpoint().getConfiguration();
        this.queue = queue;
        this.unpaired = options.getUnpaired() != null ? options.getUnpaired() : realtime ? Unpaired.drop : Unpaired.predictions;
        this.dataField = new DataField(options.getDataField(), "session " + consumer.getEndpoint().getSessionName());
    }

    /** A prediction or frame that waits. */
    private record Waiting(Delivery delivery, boolean doneWhenReceived) implements DeliveryQueue.Item {

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
    void offer(Delivery delivery) {
        if (options.effectiveEmit() == Emit.paired && !wanted(delivery)) {
            unpairedDropped.increment();
            delivery.done();
            return;
        }
        if (!queue.offer(new Waiting(delivery, options.getAcknowledge() == Acknowledge.received))) {
            consumer.overflowed();
        }
    }

    private boolean wanted(Delivery delivery) {
        if (options.getEmit() == Emit.frames) {
            // annotated: frames as they are where the prediction was not found, and no predictions
            return delivery.hasFrame();
        }
        boolean complete = delivery.result() != null && delivery.hasFrame();
        return complete || unpaired == Unpaired.deliver || unpaired == Unpaired.predictions && delivery.result() != null;
    }

    /** Halves that were dropped, as {@link Unpaired} says. */
    long unpairedDropped() {
        return unpairedDropped.sum();
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

    /** Body of each consumer thread: until the queue is closed, whatever comes out of an exchange. */
    void run() {
        threads.add(Thread.currentThread());
        try {
            new SteadyLoop("the consumer of session " + consumer.getEndpoint().getSessionName()).run(() -> {
                DeliveryQueue.Taken taken = queue.take();
                if (taken != null) {
                    survive(taken);
                }
                return taken != null;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.remove(Thread.currentThread());
        }
    }

    /** Camel clears the logging context with each exchange, so it is set for each. */
    private void survive(DeliveryQueue.Taken taken) throws InterruptedException {
        try (MDC.MDCCloseable session = MDC.putCloseable(LogContext.SESSION, consumer.getEndpoint().getSessionName())) {
            handle(taken);
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) { // a full heap, for instance, while the exchange was made: the next one may do better
            taken.item().discarded();
            report(e);
        }
    }

    private void report(Throwable failure) {
        long before = failures.told(System.nanoTime());
        try {
            if (before >= 0) {
                LOG.error("Session {}: an exchange could not be made or ended{}", consumer.getEndpoint().getSessionName(),
                        before == 0 ? "" : " (and " + before + " more since the last that was told)", failure);
            }
            consumer.getExceptionHandler().handleException("An exchange could not be made or ended", failure);
        } catch (Throwable e) { // the exception handler is the user's, too
            LastWords.error(LOG, "Session {}: the exception handler failed", consumer.getEndpoint().getSessionName(), e);
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
        message.setHeader(RoboflowWebrtcConstants.SESSION_ID, waiting.delivery().sessionId());
        try {
            fill(message, waiting.delivery());
        } catch (Throwable e) { // what a peer sent may not fit into the heap, for instance
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
        if (!route(exchange)) {
            waiting.delivery().done();
        }
    }

    private void reject(Exchange exchange, Delivery delivery, Throwable cause) {
        try {
            exchange.setException(cause);
            consumer.getExceptionHandler().handleException(String.valueOf(cause.getMessage()), exchange, cause);
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

    /** False when the route let an error through: then nobody else is done with the exchange. */
    private boolean route(Exchange exchange) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        AsyncCallback releasing = consumer.defaultConsumerCallback(exchange, true);
        boolean whole = RouteCall.process(consumer.getAsyncProcessor(), exchange, () -> {
            try {
                releasing.done(false);
            } finally {
                done.countDown();
            }
        });
        done.await();
        return whole;
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
