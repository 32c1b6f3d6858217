package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Sessions of a server by their workflows, as a program for a small heap: for each line of its input it prints {@code status}, how many
 * results of the workflow {@value HostileServer#GOOD} came and how many of them are missing, the largest gap between two of them in
 * milliseconds, the heap in use after a collection in MiB, what the sessions hold in bytes, and the state and the failures of the other
 * sessions. Arguments: the server's URL, options of the other sessions, their workflows.
 */
public final class SmallClientMain {

    private final AtomicLong received = new AtomicLong();
    private final AtomicLong newest = new AtomicLong();
    private final AtomicLong longestGap = new AtomicLong();
    private volatile long lastNanos;

    private SmallClientMain() {}

    public static void main(String[] args) throws Exception {
        new SmallClientMain().run(args);
    }

    private void run(String[] args) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri(args[0], "witness", HostileServer.GOOD, "&queueSize=1000")).routeId("witness")
                            .process(SmallClientMain.this::witness);
                    for (int i = 2; i < args.length; i++) {
                        from(uri(args[0], "attacked" + i, args[i], args[1])).routeId("attacked" + i).process(SmallClientMain::read);
                    }
                }
            });
            context.start();
            System.out.println("started");
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (commands.readLine() != null) {
                status(context, args.length);
            }
        }
    }

    private static String uri(String url, String name, String workflow, String more) {
        return "roboflow-webrtc:" + name + "?source=rtsp&sourceUri=rtsp://127.0.0.1/camera&workspace=acme&workflowId=" + workflow
                + "&apiUrl="
                + url + "&reconnectDelay=200ms&reconnectMaxDelay=1s" + more;
    }

    /** What most routes do with a result. */
    private static void read(Exchange exchange) {
        InferenceResult result = exchange.getMessage().getBody(InferenceResult.class);
        result.detections();
        result.outputs();
        result.metadata();
    }

    private void witness(Exchange exchange) {
        long frame = exchange.getMessage().getHeader(RoboflowWebrtcConstants.FRAME_ID, Long.class);
        long now = System.nanoTime();
        if (lastNanos != 0) {
            longestGap.accumulateAndGet((now - lastNanos) / 1_000_000, Math::max);
        }
        lastNanos = now;
        received.incrementAndGet();
        newest.accumulateAndGet(frame, Math::max);
    }

    private void status(DefaultCamelContext context, int arguments) {
        StringBuilder others = new StringBuilder();
        long held = 0;
        for (int i = 2; i < arguments; i++) {
            RoboflowWebrtcConsumer consumer = (RoboflowWebrtcConsumer) context.getRoute("attacked" + i).getConsumer();
            held += consumer.getMemoryHeld();
            others.append(" | ").append(consumer.getSessionState()).append(" predictions=").append(consumer.getPredictions())
                    .append(" unreadable=").append(consumer.getProtocolErrors()).append(" error=").append(consumer.getLastError());
        }
        long came = received.get();
        System.out.println("status " + came + " " + (newest.get() - came) + " " + longestGap.get() + " " + Heap.used() / Heap.MEGABYTE + " "
                + held + others);
    }
}
