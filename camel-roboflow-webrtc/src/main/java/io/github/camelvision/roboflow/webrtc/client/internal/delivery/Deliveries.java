package io.github.camelvision.roboflow.webrtc.client.internal.delivery;

import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.client.option.Acknowledge;
import io.github.camelvision.roboflow.webrtc.client.option.Unpaired;
import io.github.camelvision.roboflow.webrtc.core.correlate.Repeats;
import io.github.camelvision.roboflow.webrtc.core.error.LastWords;
import io.github.camelvision.roboflow.webrtc.core.loop.LogContext;
import io.github.camelvision.roboflow.webrtc.core.loop.SteadyLoop;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.route.RouteCall;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs the route with exchanges of what waits in a consumer's queue, one at a time per thread, or gives them to who polls. */
public final class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final RoboflowWebrtcConsumer consumer;
    private final RoboflowWebrtcConfiguration options;
    private final DeliveryQueue queue;
    private final DeliveryExchanges exchanges;
    private final Unpaired unpaired;
    private final LongAdder unpairedDropped = new LongAdder();
    private final Repeats failures = new Repeats();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** @param realtime whether the server works in real time */
    public Deliveries(RoboflowWebrtcConsumer consumer, DeliveryQueue queue, boolean realtime) {
        this.consumer = consumer;
        this.options = consumer.getEndpoint().getConfiguration();
        this.queue = queue;
        this.unpaired = options.getUnpaired() != null ? options.getUnpaired() : realtime ? Unpaired.drop : Unpaired.predictions;
        this.exchanges = new DeliveryExchanges(consumer);
    }

    /** From the session loop. */
    public void offer(Delivery delivery) {
        if (options.effectiveEmit() == Emit.paired && !wanted(delivery)) {
            unpairedDropped.increment();
            delivery.done();
            return;
        }
        if (!queue.offer(new DeliveryExchanges.Waiting(delivery, options.getAcknowledge() == Acknowledge.received))) {
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
    public long unpairedDropped() {
        return unpairedDropped.sum();
    }

    /** From the session loop. */
    public void event(SessionEvent event) {
        if (options.isEmitEvents()) {
            queue.offerEvent(new DeliveryExchanges.WaitingEvent(event));
        }
    }

    /** Whether the caller runs a route of this consumer. */
    public boolean onOwnThread() {
        return threads.contains(Thread.currentThread());
    }

    /** What is wrong with the option {@code dataField}; null when nothing is. */
    public String dataFieldProblem() {
        return exchanges.dataFieldProblem();
    }

    /** Body of each consumer thread: until the queue is closed, whatever comes out of an exchange. */
    public void run() {
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
        Exchange exchange = exchanges.of(taken, true);
        if (exchange.getException() != null) {
            reject(exchange, taken.item());
        } else if (!route(exchange)) {
            taken.item().discarded();
        }
    }

    /**
     * The next exchange, for who polls: failed where nothing can be made of what came. On the caller's thread.
     *
     * @return null when none has come in time, and when none will come
     */
    public Exchange poll(Duration wait) throws InterruptedException {
        DeliveryQueue.Taken taken = queue.poll(wait);
        if (taken == null) {
            return null;
        }
        try {
            return exchanges.of(taken, false);
        } catch (Throwable e) { // a full heap, for instance: the server may go on, and who polls hears of it
            taken.item().discarded();
            throw e;
        }
    }

    private void reject(Exchange exchange, DeliveryQueue.Item item) {
        Exception cause = exchange.getException();
        try {
            consumer.getExceptionHandler().handleException(String.valueOf(cause.getMessage()), exchange, cause);
        } finally {
            item.discarded();
            consumer.releaseExchange(exchange, false);
        }
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
}
