package io.github.camelvision.roboflow.webrtc.client.internal.delivery;

import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import io.github.camelvision.roboflow.webrtc.client.internal.clips.BestSnapshots;
import io.github.camelvision.roboflow.webrtc.client.internal.clips.SessionMedia;
import io.github.camelvision.roboflow.webrtc.client.option.Acknowledge;
import io.github.camelvision.roboflow.webrtc.client.option.SourceType;
import io.github.camelvision.roboflow.webrtc.client.option.Unpaired;
import io.github.camelvision.roboflow.webrtc.core.clips.Clip;
import io.github.camelvision.roboflow.webrtc.core.correlate.Repeats;
import io.github.camelvision.roboflow.webrtc.core.error.LastWords;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.loop.LogContext;
import io.github.camelvision.roboflow.webrtc.core.loop.SharedThreads;
import io.github.camelvision.roboflow.webrtc.core.objects.TimeBasis;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.objects.CameraEvents;
import io.github.camelvision.roboflow.webrtc.route.RouteCall;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs the route with exchanges of what waits in a consumer's queue, one at a time per turn, or gives them to who polls. */
public final class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final DefaultConsumer consumer;
    private final String name;
    private final Runnable overflowed;
    private final RoboflowWebrtcConfiguration options;
    private final DeliveryQueue queue;
    private final DeliveryExchanges exchanges;
    private final Unpaired unpaired;
    private final LongAdder unpairedDropped = new LongAdder();
    private final Repeats failures = new Repeats();
    private final DeliveryTurns turns;
    /** Null unless events of objects are made. */
    private final ObjectResults objects;

    /**
     * @param realtime whether the server works in real time
     * @param overflowed runs on the session's loop when the queue is full and the policy is to fail
     * @param threads that run the route; null when there is none, since somebody polls
     * @param media what is made of the frames; gives null without a session
     * @param rules of events of objects; null: none are made
     */
    public Deliveries(DefaultConsumer consumer, RoboflowWebrtcEndpoint endpoint, DeliveryQueue queue, boolean realtime,
            Runnable overflowed, SharedThreads threads, Supplier<SessionMedia> media, ObjectRules rules) {
        this.consumer = consumer;
        this.name = endpoint.getSessionName();
        this.overflowed = overflowed;
        this.options = endpoint.getConfiguration();
        this.queue = queue;
        this.unpaired = options.getUnpaired() != null ? options.getUnpaired() : realtime ? Unpaired.drop : Unpaired.predictions;
        this.exchanges = new DeliveryExchanges(consumer, endpoint);
        this.objects = rules == null ? null
                : new ObjectResults(queue, new CameraEvents(name, rules, basis(options.getSource())),
                        exchanges.dataField(), media, snapshots(endpoint, media));
        this.turns = threads == null ? null
                : new DeliveryTurns(threads, options.getConcurrentConsumers(), objects == null ? queue::hasNext : objects::hasNext,
                        this::next);
    }

    private static BestSnapshots snapshots(RoboflowWebrtcEndpoint endpoint, Supplier<SessionMedia> media) {
        RoboflowWebrtcConfiguration options = endpoint.getConfiguration();
        return options.getSnapshots() == null ? null
                : new BestSnapshots(endpoint.getSessionName(), options.getSnapshots(), options.isAnnotate(),
                        endpoint.getComponent().memory(), media);
    }

    private static TimeBasis basis(SourceType source) {
        return source == SourceType.file ? TimeBasis.frames : source.readByServer() ? TimeBasis.received : TimeBasis.captured;
    }

    /** Events of objects; null unless they are made. */
    public CameraEvents objects() {
        return objects == null ? null : objects.camera();
    }

    /** Time has passed: objects may have ended. Any thread. */
    public void tick() {
        objects.tick();
        wake();
    }

    /** Other rules for events of objects, from the next result on. Any thread. */
    public void rules(ObjectRules rules) {
        objects.rules(rules);
        wake();
    }

    /** What the exception handler is to hear. */
    private record Failure(RoboflowWebrtcException error) implements DeliveryQueue.Item {

        @Override
        public void dropped() {
            // the session has logged it
        }
    }

    /** From the session loop. */
    public void offer(Delivery delivery) {
        if (objects == null && options.effectiveEmit() == Emit.paired && !wanted(delivery)) {
            unpairedDropped.increment();
            delivery.done();
            return;
        }
        if (!queue.offer(new DeliveryExchanges.Waiting(delivery, options.getAcknowledge() == Acknowledge.received, System.nanoTime()))) {
            overflowed.run();
        }
        wake();
    }

    /** From the session loop. */
    public boolean makeRoom() {
        return queue.makeRoom();
    }

    private boolean wanted(Delivery delivery) {
        if (options.annotatesFrames()) {
            // frames as they are where the prediction was not found, and no predictions
            return delivery.hasFrame();
        }
        boolean complete = delivery.result() != null && delivery.hasFrame();
        return complete || unpaired == Unpaired.deliver || unpaired == Unpaired.predictions && delivery.result() != null;
    }

    /** Halves that were dropped, as {@link Unpaired} says. */
    public long unpairedDropped() {
        return unpairedDropped.sum();
    }

    /** Whether the session has ended, so that nothing comes any more. From the session loop. */
    public void over(boolean ended) {
        queue.over(ended);
    }

    /** From the session loop. */
    public void event(SessionEvent event) {
        if (objects != null && event.type() == SessionEvent.Type.completed) {
            queue.offerEnd(new ObjectResults.Over());
            wake();
        }
        if (options.isEmitEvents()) {
            queue.offerEvent(new DeliveryExchanges.WaitingEvent(event));
            wake();
        }
    }

    /** The session rests, since nothing happens. From the session loop. @param from the connection that there was; null: none */
    public void rests(String from) {
        if (objects != null) {
            objects.camera().rest(from);
        }
    }

    /** A clip is complete. Any thread. */
    public void clip(Clip clip) {
        if (options.isEmitClips()) {
            queue.offerEvent(new DeliveryExchanges.WaitingClip(clip));
            wake();
        }
    }

    /** Something failed, which the session has logged: the exception handler hears of it. From the session loop. */
    public void failed(RoboflowWebrtcException error) {
        if (turns == null) {
            tell(error);
        } else {
            queue.offerEvent(new Failure(error));
            wake();
        }
    }

    /** The handler is the user's: it may run a route. */
    private void tell(RoboflowWebrtcException error) {
        consumer.getExceptionHandler().handleException("Session " + name + ": " + error.getMessage(),
                error);
    }

    /** What is wrong with the option {@code dataField}; null when nothing is. */
    public String dataFieldProblem() {
        return exchanges.dataFieldProblem();
    }

    /** Events and deliveries may be taken again. */
    public void resumed() {
        if (turns != null) {
            turns.wakeAll();
        }
    }

    /**
     * After the queue was closed: waits until the exchanges under way are done, and those of the events of objects that wait; interrupts
     * those that take longer.
     *
     * @return how many events of objects found no time
     */
    public int awaitEnd(Duration patience) {
        AtomicInteger lost = new AtomicInteger();
        Runnable end = () -> lost.addAndGet(objects == null ? 0 : objects.close());
        if (turns != null && !turns.onThread()) {
            turns.awaitEnd(patience, end);
        }
        end.run();
        return lost.get();
    }

    /** Events of objects that wait. */
    public int waitingObjects() {
        return objects == null ? 0 : objects.waiting();
    }

    private void wake() {
        if (turns != null) {
            turns.wake();
        }
    }

    /** Camel clears the logging context with each exchange, so it is set for each. */
    private boolean next(Runnable done) {
        DeliveryQueue.Taken taken;
        try {
            taken = take();
        } catch (Throwable e) { // a result of which no events can be made: it is done, the next one may do better
            report(e);
            done.run();
            return true;
        }
        if (taken == null) {
            return false;
        }
        try (MDC.MDCCloseable session = MDC.putCloseable(LogContext.SESSION, name)) {
            handle(taken, done);
        } catch (Throwable e) { // a full heap, for instance, while the exchange was made: the next one may do better
            taken.item().discarded();
            report(e);
            done.run();
        }
        return true;
    }

    void report(Throwable failure) {
        long before = failures.told(System.nanoTime());
        try {
            if (before >= 0) {
                LOG.error("Session {}: an exchange could not be made or ended{}", name,
                        before == 0 ? "" : " (and " + before + " more since the last that was told)", failure);
            }
            consumer.getExceptionHandler().handleException("An exchange could not be made or ended", failure);
        } catch (Throwable e) { // the exception handler is the user's, too
            LastWords.error(LOG, "Session {}: the exception handler failed", name, e);
        }
    }

    private void handle(DeliveryQueue.Taken taken, Runnable done) {
        if (taken.item() instanceof Failure failure) {
            tell(failure.error());
            done.run();
            return;
        }
        Exchange exchange = exchanges.of(taken, true);
        if (exchange.getException() != null) {
            reject(exchange, taken.item());
            done.run();
        } else if (!route(exchange, done)) {
            taken.item().discarded();
        }
    }

    /**
     * The next exchange, for who polls: failed where nothing can be made of what came. On the caller's thread.
     *
     * @return null when none has come in time, and when none will come
     */
    public Exchange poll(Duration wait) throws InterruptedException {
        DeliveryQueue.Taken taken = objects == null ? queue.poll(wait) : pollObjects(wait);
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

    private DeliveryQueue.Taken take() {
        return objects == null ? queue.take() : objects.take();
    }

    private DeliveryQueue.Taken pollObjects(Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        DeliveryQueue.Taken next = objects.take();
        while (next == null) {
            DeliveryQueue.Taken taken = queue.poll(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            if (taken == null) {
                return null;
            }
            next = objects.accept(taken);
        }
        return next;
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
    private boolean route(Exchange exchange, Runnable done) {
        AsyncCallback releasing = consumer.defaultConsumerCallback(exchange, true);
        return RouteCall.process(consumer.getAsyncProcessor(), exchange, () -> {
            try {
                releasing.done(false);
            } finally {
                done.run();
            }
        });
    }
}
