package io.github.camelvision.roboflow.webrtc.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A Camel context with an HTTP server and a worker whose workflow {@code numbers} reads the painted number of each frame. Closing
 * it checks that no session thread is left.
 */
public final class RouteFixture implements AutoCloseable {

    private static final Set<String> CONNECTING = Set.of("NEW", "CONNECTING");
    private static final List<String> SESSION_THREADS = List.of("roboflow-webrtc-", "roboflow-loop-", "RoboflowWebrtcRoutes");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final int port = freePort();

    /** @param workerOptions further options of the worker's URI, for instance {@code &gzip=true} */
    public RouteFixture(String workerOptions) throws Exception {
        this("127.0.0.1", workerOptions);
    }

    /** @param host the address that the HTTP server listens at */
    public RouteFixture(String host, String workerOptions) throws Exception {
        MainHttpServer server = new MainHttpServer();
        server.setCamelContext(context);
        server.setHost(host);
        server.setPort(port);
        context.addService(server);
        context.getPropertiesComponent().addInitialProperty("worker.url", workerUrl());
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:numbers?workflowId=numbers" + workerOptions).routeId("worker")
                        .process(RouteFixture::readNumber);
            }
        });
    }

    public RouteFixture() throws Exception {
        this("");
    }

    /** Query part of a client's URI that leads to the worker. */
    public static String client() {
        return "apiUrl={{worker.url}}&workspace=test&workflowId=numbers&reconnect=false";
    }

    /** The workflow: outputs the number that is painted in the frame, and the frame. */
    private static void readNumber(Exchange exchange) {
        Frame frame = exchange.getMessage().getBody(Frame.class);
        exchange.getMessage().setBody(Map.of("number", PaintedFrames.read(frame), "image", frame));
    }

    public RouteFixture routes(RouteBuilder builder) throws Exception {
        context.addRoutes(builder);
        return this;
    }

    /** Starts, and waits until every session that opens with the context is up, or its first attempt failed. */
    public RouteFixture start() {
        context.start();
        await("sessions").atMost(60, SECONDS).until(() -> context.getRoutes().stream().map(Route::getConsumer)
                .filter(RoboflowWebrtcConsumer.class::isInstance).map(RoboflowWebrtcConsumer.class::cast)
                .filter(consumer -> consumer.isStarted() || consumer.isSuspended())
                .noneMatch(consumer -> consumer.getReconnectAttempt() == 0 && CONNECTING.contains(consumer.getSessionState())));
        return this;
    }

    /** Where the worker is; also the property {@code worker.url}. */
    public String workerUrl() {
        return "http://127.0.0.1:" + port;
    }

    public CamelContext context() {
        return context;
    }

    public MockEndpoint mock(String name) {
        return context.getEndpoint("mock:" + name, MockEndpoint.class);
    }

    /** Loops and live threads of sessions, by name. */
    public static List<String> sessionThreads() {
        return Stream.concat(SerialLoop.open().stream(), Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive)
                .map(Thread::getName).filter(name -> SESSION_THREADS.stream().anyMatch(name::startsWith))
                .filter(name -> !name.contains("signalling"))).toList();
    }

    /** See {@link Ports#take}. */
    public static int freePort() {
        return Ports.take();
    }

    /** Stops the route and takes it out of the context. */
    public void remove(String route) {
        try {
            context.getRouteController().stopRoute(route);
            context.removeRoute(route);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.stop();
        await("end of the session threads").atMost(45, SECONDS).until(() -> sessionThreads().isEmpty());
    }
}
