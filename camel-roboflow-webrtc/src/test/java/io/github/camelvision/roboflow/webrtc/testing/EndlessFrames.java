package io.github.camelvision.roboflow.webrtc.testing;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/** Sends painted frames 1, 2, 3, … to an endpoint, InOnly, 30 a second, until closed. */
public final class EndlessFrames implements AutoCloseable {

    private static final long INTERVAL_MILLIS = 33;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger sent = new AtomicInteger();

    public EndlessFrames(CamelContext context, String uri) {
        ProducerTemplate template = context.createProducerTemplate();
        timer.scheduleWithFixedDelay(() -> {
            int number = sent.get() + 1;
            // a session that is over takes none: the failure stays in the exchange, the timer must go on
            template.send(uri, exchange -> exchange.getMessage().setBody(PaintedFrames.paint(number, 640, 480)));
            sent.set(number);
        }, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The newest number that was sent. */
    public int lastSent() {
        return sent.get();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
