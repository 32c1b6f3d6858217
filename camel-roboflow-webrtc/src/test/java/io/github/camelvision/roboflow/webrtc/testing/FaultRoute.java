package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A route with a live session, and a sender of painted frames, 15 a second, each of which wants its answer. Everything that it sees is
 * told as lines, see {@link FaultLog}.
 */
public final class FaultRoute implements AutoCloseable {

    private static final long INTERVAL_MILLIS = 66;
    private static final int REPLY_SECONDS = 120;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Consumer<String> told;
    private final AtomicInteger sent = new AtomicInteger();
    private final Thread sender = new Thread(this::send, "fault-sender");
    private volatile boolean sending = true;

    /** @param options further ones of the session's URI, for instance {@code &lossless=true} */
    public FaultRoute(String apiUrl, String options, Consumer<String> told) throws Exception {
        this(apiUrl, options, REPLY_SECONDS, told);
    }

    /** @param replySeconds how long a sender waits for its answer */
    public FaultRoute(String apiUrl, String options, int replySeconds, Consumer<String> told) throws Exception {
        String reply = "replyTimeout=" + replySeconds + "s";
        this.told = told;
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc:fault?source=manual&emitEvents=true&reconnectDelay=500ms&reconnectMaxDelay=1s&queueSize=2000&" + reply
                        + "&workspace=acme&workflowId=numbers&apiUrl=" + apiUrl + options).routeId("client").process(this::seen);
                from("direct:frames").to("roboflow-webrtc:fault?" + reply);
            }

            private void seen(Exchange exchange) {
                if (exchange.getMessage().getHeader(RoboflowWebrtcConstants.EVENT) != null) {
                    SessionEvent event = exchange.getMessage().getBody(SessionEvent.class);
                    told.accept("event " + event.type() + (event.reason() == null ? "" : " " + oneLine(event.reason())));
                } else {
                    told.accept("result " + number(exchange));
                }
            }
        });
    }

    /** Starts the context, and sends until {@link #stopSending}. */
    public FaultRoute start() {
        context.start();
        sender.setDaemon(true);
        sender.start();
        return this;
    }

    public DefaultCamelContext context() {
        return context;
    }

    private void send() {
        try (AsyncProducer frames = context.getEndpoint("direct:frames").createAsyncProducer()) {
            frames.start();
            while (sending) {
                int number = sent.incrementAndGet();
                Exchange exchange = frames.getEndpoint().createExchange(ExchangePattern.InOut);
                exchange.getMessage().setBody(PaintedFrames.paint(number, 320, 240));
                told.accept("sent " + number);
                frames.process(exchange, done -> answered(number, exchange));
                TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void answered(int number, Exchange exchange) {
        if (exchange.getException() != null) {
            told.accept("failed " + number + " " + oneLine(String.valueOf(exchange.getException().getMessage())));
        } else {
            told.accept((number(exchange) == number ? "answered " : "wrong ") + number);
        }
    }

    private static int number(Exchange exchange) {
        return exchange.getMessage().getBody(InferenceResult.class).field("number").asInt(-1);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("https?://[0-9.a-z]+:[0-9]+", "apiUrl");
    }

    /** Returns when the last frame is on its way. */
    public void stopSending() throws InterruptedException {
        sending = false;
        sender.join(FaultLog.PATIENCE.toMillis());
    }

    @Override
    public void close() {
        sending = false;
        context.stop();
    }
}
