package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.SupervisingRouteController;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that refuses (401), and Camel's supervising controller, which starts routes again and again. */
class SupervisedStartIT {

    @ParameterizedTest
    @ValueSource(strings = {"", "&awaitConnection=30s"})
    void aRefusalIsSaidOnce(String option) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            byte[] body = "{\"message\": \"not like this\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try (CapturedLog log = new CapturedLog(); DefaultCamelContext context = new DefaultCamelContext()) {
            SupervisingRouteController controller = context.getRouteController().supervising();
            controller.setInitialDelay(10);
            controller.setBackOffDelay(200);
            controller.setBackOffMaxAttempts(4);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:gate?source=manual&apiUrl=http://127.0.0.1:" + server.getAddress().getPort()
                            + "&workspace=acme&workflowId=numbers&apiKey=key" + option).routeId("gate").to("mock:results");
                }
            });
            context.start();
            if (option.isEmpty()) {
                await().atMost(45, SECONDS).until(() -> said(log).size() == 1);
                assertThat(context.getRouteController().getRouteStatus("gate").isStarted()).isTrue();
            } else {
                await().atMost(45, SECONDS).until(() -> requests.get() >= 4);
                await().atMost(45, SECONDS).until(() -> !said(log).isEmpty());
            }
            context.stop();
            assertThat(said(log)).singleElement().asString().startsWith("ERROR Session gate failed: ").contains("401", "option apiKey")
                    .doesNotContain("Exception");
        } finally {
            server.stop(0);
        }
    }

    private static List<String> said(CapturedLog log) {
        return log.lines().stream().filter(line -> line.contains("not like this") && !line.startsWith("DEBUG") && !line.startsWith("TRACE"))
                .toList();
    }
}
