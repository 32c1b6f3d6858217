package io.github.camelvision.roboflow.webrtc.route;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Makes an error that a step of a route throws the failure of its exchange, as Camel does with exceptions, so that error handlers see it
 * and the exchange ends. Camel leaves errors to the thread. Behind {@code threads}, {@code seda}, {@code delay} or in a parallel split
 * nobody hears of them there: the exchange would stay in flight for ever, its frame would not be acknowledged, and its session would wait.
 *
 * <p>Holds for exchanges that this library made or was sent, and for their copies. Others pass as if it were not there. Camel finds it as a
 * service and loads it before it makes routes.
 */
public final class StepErrors implements ContextServicePlugin, InterceptStrategy {

    /** Property of such an exchange: copies have it, and an exchange that polled. */
    private static final String MARK = "RoboflowWebrtcStepErrors";
    /** Made before the heap is full. */
    private static final RoboflowWebrtcException NO_MEMORY =
            new RoboflowWebrtcException("A step of the route threw an error, and no memory was left to tell which");

    /** From now on errors are failures of this exchange. */
    public static void survive(Exchange exchange) {
        exchange.setProperty(MARK, true);
    }

    @Override
    public void load(CamelContext context) {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        if (extension.getInterceptStrategies().stream().noneMatch(StepErrors.class::isInstance)) {
            extension.addInterceptStrategy(this);
        }
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return new Step(target);
    }

    private static final class Step extends DelegateAsyncProcessor {

        Step(Processor target) {
            super(target);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (exchange.getProperty(MARK) == null) {
                return super.process(exchange, callback);
            }
            Once once = new Once(callback);
            try {
                return super.process(exchange, once);
            } catch (Throwable e) { // of the user's code: the exchange ends, whatever it is
                fail(exchange, e);
                once.done(true);
                return once.sync;
            }
        }

        private static void fail(Exchange exchange, Throwable failure) {
            try {
                exchange.setException(failure);
            } catch (Throwable again) { // Camel wraps errors, which takes memory
                exchange.setException(NO_MEMORY);
            }
        }
    }

    /** A step may have told its end before it failed. */
    private static final class Once implements AsyncCallback {
        private final AsyncCallback callback;
        private final AtomicBoolean told = new AtomicBoolean();
        private volatile boolean sync;

        Once(AsyncCallback callback) {
            this.callback = callback;
        }

        @Override
        public void done(boolean doneSync) {
            if (told.compareAndSet(false, true)) {
                sync = doneSync;
                callback.done(doneSync);
            }
        }
    }
}
