package io.github.camelvision.roboflow.webrtc.testing;

import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.fleet.FleetCamera;
import io.github.camelvision.roboflow.webrtc.fleet.FleetConstants;
import io.github.camelvision.roboflow.webrtc.fleet.FleetConsumer;
import io.github.camelvision.roboflow.webrtc.fleet.ListedCameras;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A route with a live session, or a fleet of them, and a sender of painted frames, 15 a second, each of which wants its answer. The cameras
 * of a fleet get them in turn. Everything that it sees is told as lines, see {@link FaultLog}.
 */
public final class FaultRoute implements AutoCloseable {

    /** {@code -Dfaults.cameras=N} runs the tests of faults with a fleet of so many cameras, in place of one session. */
    public static final int CAMERAS = Integer.getInteger("faults.cameras", 0);

    private static final long INTERVAL_MILLIS = 66;
    private static final int REPLY_SECONDS = 120;
    private static final String SESSION = "fault";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Consumer<String> told;
    private final List<Map<String, String>> cameras;
    private final AtomicInteger sent = new AtomicInteger();
    private final Thread sender = new Thread(this::send, "fault-sender");
    private volatile boolean sending = true;

    /** @param options further ones of the session's URI, for instance {@code &lossless=true} */
    public FaultRoute(String apiUrl, String options, Consumer<String> told) throws Exception {
        this(apiUrl, options, REPLY_SECONDS, told);
    }

    /** @param replySeconds how long a sender waits for its answer */
    public FaultRoute(String apiUrl, String options, int replySeconds, Consumer<String> told) throws Exception {
        this(Collections.nCopies(CAMERAS, Map.of()), apiUrl, options, replySeconds, told);
    }

    /** @param cameras the options of each camera of a fleet, which go before those of the URI */
    public FaultRoute(List<Map<String, String>> cameras, String apiUrl, String options, Consumer<String> told) throws Exception {
        this(cameras, apiUrl, options, REPLY_SECONDS, told);
    }

    private FaultRoute(List<Map<String, String>> cameras, String apiUrl, String options, int replySeconds, Consumer<String> told)
            throws Exception {
        this.cameras = cameras;
        this.told = told;
        String reply = "replyTimeout=" + replySeconds + "s";
        String uri = cameras.isEmpty() ? "roboflow-webrtc:" + SESSION + "?" : "roboflow-webrtc-fleet:" + SESSION + "?registry=#cameras&";
        context.getRegistry().bind("cameras", new ListedCameras(IntStream.range(0, cameras.size())
                .mapToObj(camera -> new FleetCamera(name(camera), true, Map.of(), cameras.get(camera))).toList()));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri + "source=manual&emitEvents=true&reconnectDelay=500ms&reconnectMaxDelay=1s&queueSize=2000&" + reply
                        + "&workspace=acme&workflowId=numbers&apiUrl=" + apiUrl + options).routeId("client").process(this::seen);
                IntStream.range(0, sessions())
                        .forEach(session -> from("direct:frames" + session).to("roboflow-webrtc:" + name(session) + "?" + reply));
            }

            private void seen(Exchange exchange) {
                if (exchange.getMessage().getHeader(RoboflowWebrtcConstants.EVENT) != null) {
                    SessionEvent event = exchange.getMessage().getBody(SessionEvent.class);
                    String camera = exchange.getMessage().getHeader(FleetConstants.CAMERA, "", String.class);
                    told.accept("event" + camera.replace(SESSION, "@") + " " + event.type()
                            + (event.reason() == null ? "" : " " + oneLine(event.reason())));
                } else if (exchange.getMessage().getBody(InferenceResult.class) != null) {
                    // not the half of a pair that has a frame alone
                    told.accept("result " + number(exchange));
                }
            }
        });
    }

    private int sessions() {
        return Math.max(1, cameras.size());
    }

    private String name(int session) {
        return cameras.isEmpty() ? SESSION : SESSION + session;
    }

    /** Starts the context, and sends until {@link #stopSending}. */
    public FaultRoute start() {
        context.start();
        if (context.getRoute("client").getConsumer() instanceof FleetConsumer fleet) {
            await("all cameras run").atMost(FaultLog.PATIENCE).until(() -> fleet.getCameras() == cameras.size());
        }
        sender.setDaemon(true);
        sender.start();
        return this;
    }

    public DefaultCamelContext context() {
        return context;
    }

    private void send() {
        List<AsyncProducer> producers = new ArrayList<>();
        try {
            for (int session = 0; session < sessions(); session++) {
                AsyncProducer frames = context.getEndpoint("direct:frames" + session).createAsyncProducer();
                producers.add(frames);
                frames.start();
            }
            while (sending) {
                int number = sent.incrementAndGet();
                AsyncProducer frames = producers.get(number % producers.size());
                Exchange exchange = frames.getEndpoint().createExchange(ExchangePattern.InOut);
                exchange.getMessage().setBody(PaintedFrames.paint(number, 320, 240));
                told.accept("sent " + number);
                frames.process(exchange, done -> answered(number, exchange));
                TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            producers.forEach(AsyncProducer::stop);
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
