package io.github.camelvision.roboflow.webrtc.route;

import io.github.camelvision.roboflow.webrtc.core.error.LastWords;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.InflightRepository;
import org.apache.camel.spi.ReactiveExecutor;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.UnitOfWorkHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange on its way through a route, whatever the route throws. Camel turns exceptions of a route into the exchange's. Errors, such
 * as an AssertionError or a full heap, it lets through to the caller: then its error handler has not run, and the exchange stays in flight
 * for ever.
 */
public final class RouteCall {

    private static final Logger LOG = LoggerFactory.getLogger(RouteCall.class);

    /** Of a route whose error handling fails each time, too. */
    private static final int MAX_ERRORS = 100;

    private final Exchange exchange;
    private final Runnable done;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Closing closing = new Closing();

    private RouteCall(Exchange exchange, Runnable done) {
        this.exchange = exchange;
        this.done = done;
    }

    /**
     * Runs the route. Never throws.
     *
     * @param done called once, when the exchange is done; its exception says whether that was a failure, errors included. On the calling
     *        thread or the one on which the route ended; what it throws is logged
     * @return false when the route let an error through, so that not all who wait for the end of the exchange may have heard of it
     */
    public static boolean process(AsyncProcessor route, Exchange exchange, Runnable done) {
        RouteCall call = new RouteCall(exchange, done);
        try {
            StepErrors.survive(exchange);
            exchange.getExchangeExtension().addOnCompletion(call.closing);
            route.process(exchange, sync -> call.over());
            return true;
        } catch (Throwable e) { // whatever a route throws, who runs it goes on
            call.broken(e);
            return false;
        }
    }

    /** What the route failed with, without Camel's wrapping of errors; null when it did not. */
    public static Throwable failure(Exchange exchange) {
        return unwrapped(exchange.getException());
    }

    /** The error itself where Camel has wrapped one. */
    public static Throwable unwrapped(Throwable failure) {
        return failure instanceof CamelExecutionException && failure.getCause() instanceof Error error ? error : failure;
    }

    private void over() {
        if (over.compareAndSet(false, true)) {
            try {
                done.run();
            } catch (Throwable e) { // an exception handler of the user's, for instance
                LastWords.error(LOG, "What follows an exchange of route {} failed", exchange.getFromRouteId(), e);
            }
        }
    }

    private void broken(Throwable failure) {
        try {
            exchange.setException(failure);
            UnitOfWork books = exchange.getUnitOfWork();
            goOn();
            if (books != null && books == exchange.getUnitOfWork()) {
                close(books);
            }
        } catch (Throwable e) { // the heap is still full: the exchange is done all the same
            LastWords.error(LOG, "An exchange of route {} that broke could not be completed", exchange.getFromRouteId(), e);
        } finally {
            over();
        }
    }

    /**
     * The error cut off the tasks that Camel has planned for this thread, the error handler's among them; they would run with the next
     * exchange. Now they find the error in this one.
     */
    private void goOn() {
        ReactiveExecutor tasks = exchange.getContext().getCamelContextExtension().getReactiveExecutor();
        boolean more = true;
        for (int errors = 0; more && errors < MAX_ERRORS;) {
            try {
                more = tasks.executeFromQueue();
            } catch (Throwable e) { // of the error handler, or of one who waited for the end
                errors++;
                LastWords.error(LOG, "What follows an exchange of route {} failed", exchange.getFromRouteId(), e);
            }
        }
    }

    /** No task of Camel's has done it. */
    private void close(UnitOfWork books) {
        InflightRepository inflight = exchange.getContext().getInflightRepository();
        boolean left = closing.begun;
        for (Route route = books.popRoute(); route != null; route = books.popRoute()) {
            if (!left) {
                inflight.remove(exchange, route.getRouteId());
            }
        }
        try {
            UnitOfWorkHelper.doneUow(books, exchange);
        } catch (Throwable e) { // of one that waited for the end; Camel stops there, and would never strike the exchange out
            inflight.remove(exchange);
            LastWords.error(LOG, "What waited for the end of an exchange of route {} failed", exchange.getFromRouteId(), e);
        }
    }

    /** Hears first that Camel closes the books of the exchange, which it does after it has left the route. */
    private static final class Closing extends SynchronizationAdapter {
        private volatile boolean begun;

        @Override
        public void onDone(Exchange exchange) {
            begun = true;
        }

        @Override
        public int getOrder() {
            return HIGHEST;
        }

        @Override
        public boolean allowHandover() {
            return false;
        }
    }
}
