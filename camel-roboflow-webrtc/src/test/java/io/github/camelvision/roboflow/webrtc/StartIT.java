package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import io.github.camelvision.roboflow.webrtc.testing.HangingServer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.Ordered;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The context starts whatever the servers do; sessions connect in the background, unless somebody wants to wait. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StartIT {

    private static RouteBuilder route(String name, String url, String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc:" + name + "?source=manual&apiUrl=" + url + "&workspace=acme&workflowId=numbers" + options)
                        .routeId(name).to("mock:results");
            }
        };
    }

    private static RoboflowWebrtcConsumer consumer(CamelContext context, String route) {
        return (RoboflowWebrtcConsumer) context.getRoute(route).getConsumer();
    }

    @Test
    void tenServersThatHangAreAskedAtOnceAndTheContextIsUpBeforeOneAnswers() throws Exception {
        List<HangingServer> servers = IntStream.range(0, 10).mapToObj(i -> new HangingServer()).toList();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            for (int i = 0; i < servers.size(); i++) {
                context.addRoutes(route("gate" + i, servers.get(i).url(), ""));
            }
            context.start();
            assertThat(context.getStatus()).isEqualTo(ServiceStatus.Started);
            assertThat(servers).as("nobody has answered").allMatch(HangingServer::silent);
            for (int i = 0; i < servers.size(); i++) {
                assertThat(servers.get(i).awaitRequest()).as("server %s is asked while the others hang", i).isTrue();
                assertThat(consumer(context, "gate" + i).getSessionState()).isEqualTo("CONNECTING");
            }
            context.stop();
            assertThat(servers).as("stopped while all of them still hang").allMatch(HangingServer::silent);
        } finally {
            servers.forEach(HangingServer::close);
        }
    }

    @Test
    void thoseWhoWaitStillOpenAllSessionsFirst() throws Exception {
        List<HangingServer> servers = IntStream.range(0, 3).mapToObj(i -> new HangingServer()).toList();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            for (int i = 0; i < servers.size(); i++) {
                context.addRoutes(route("gate" + i, servers.get(i).url(), "&awaitConnection=60s&reconnectDelay=60s"));
            }
            Thread starting = new Thread(context::start);
            starting.start();
            for (HangingServer server : servers) {
                assertThat(server.awaitRequest()).isTrue();
            }
            assertThat(starting.isAlive()).as("waits").isTrue();
            servers.forEach(HangingServer::close);
            starting.join();
            assertThat(context.getStatus()).isEqualTo(ServiceStatus.Started);
            assertThat(consumer(context, "gate2").getSessionState()).isEqualTo("WAITING");
        } finally {
            servers.forEach(HangingServer::close);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404})
    void aRefusalComesLaterFailsTheSessionAndIsLoggedOnce(int status) throws Exception {
        try (CapturedLog log = new CapturedLog(); HangingServer server = new HangingServer();
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(route("gate", server.url(), "&emitEvents=true"));
            context.start();
            assertThat(server.awaitRequest()).isTrue();
            server.answer(status, "{\"message\": \"not like this\"}");
            RoboflowWebrtcConsumer consumer = consumer(context, "gate");
            await().atMost(45, SECONDS).until(() -> consumer.getSessionState().equals("FAILED"));
            assertThat(context.getStatus()).isEqualTo(ServiceStatus.Started);
            HealthCheck.Result health = consumer.getHealthCheck().call();
            assertThat(health.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(health.getMessage().orElse("")).contains("not like this");
            await().atMost(45, SECONDS).until(() -> context.getEndpoint("mock:results",
                    org.apache.camel.component.mock.MockEndpoint.class).getReceivedCounter() == 1);
            assertThat(log.lines().stream().filter(line -> line.contains("not like this") && !line.startsWith("DEBUG"))).singleElement()
                    .asString().startsWith("ERROR Session gate failed: ").contains(String.valueOf(status))
                    .doesNotContain("Exception");
        }
    }

    @Test
    void aRefusalFailsTheStartOfThoseWhoWait() throws Exception {
        try (HangingServer server = new HangingServer(); DefaultCamelContext context = new DefaultCamelContext()) {
            server.answer(401, "{\"message\": \"not like this\"}");
            context.addRoutes(route("gate", server.url(), "&awaitConnection=60s"));
            assertThatThrownBy(context::start).hasStackTraceContaining("401").hasStackTraceContaining("not like this");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"queueSize=0", "overflow=block&realtimeProcessing=true", "declaredFps=-1", "awaitConnection=-1", "imageInput= ",
            "taskType=mind-reading&modelId=x", "annotate=true"})
    void aBadOptionAlwaysFailsTheStart(String option) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(route("gate", "http://127.0.0.1:9", "&" + option));
            assertThatThrownBy(context::start).hasStackTraceContaining(option.split("=")[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"apiUrl=nonsense", "connectTimeout=0", "declaredFps=-1", "source=file&frameDelivery=track"})
    void aBadOptionOfAProducerFailsTheStartToo(String option) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:frames").to("roboflow-webrtc:live?workspace=acme&workflowId=numbers&" + option);
                }
            });
            assertThatThrownBy(context::start).hasStackTraceContaining(option.split("[=&]")[0].replace("source", "frameDelivery"));
        }
    }

    /** Holds up the end of the start, when consumers run already. */
    private static final class SlowStart implements ExtendedStartupListener, Ordered {
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) throws InterruptedException {
            goOn.await();
        }

        @Override
        public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
            // consumers do not run yet
        }

        @Override
        public int getOrder() {
            return HIGHEST;
        }
    }

    @Test
    void noExchangeComesBeforeEveryRouteIsUp() throws Exception {
        SlowStart slow = new SlowStart();
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().addStartupListener(slow);
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:file?source=file&sourceUri=" + TestVideos.of(5).file() + "&" + RouteFixture.client())
                            .routeId("client").to("mock:results");
                }
            });
            Thread starting = new Thread(fixture.context()::start);
            starting.start();
            try {
                await().atMost(45, SECONDS).until(() -> fixture.context().getRoute("client") != null
                        && consumer(fixture.context(), "client").isStarted());
                assertThat(consumer(fixture.context(), "client").getSessionState()).isEqualTo("NEW");
            } finally {
                slow.goOn.countDown();
                starting.join();
            }
            await().atMost(45, SECONDS).until(() -> fixture.mock("results").getReceivedCounter() == 5);
        }
    }
}
