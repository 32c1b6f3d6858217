package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;

/** The same routes in every DSL: frames of one route into the session of the other, over WebRTC. */
class DslIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @FunctionalInterface
    interface Routes {
        void addTo(CamelContext context) throws Exception;
    }

    static Stream<Arguments> dsls() {
        return Stream.of(Arguments.of("java", builder(new JavaDslRoutes())), Arguments.of("endpoint-dsl", builder(new EndpointDslRoutes())),
                Arguments.of("yaml", file("route.yaml")), Arguments.of("xml", file("route.xml")));
    }

    private static Routes builder(RoutesBuilder routes) {
        return context -> context.addRoutes(routes);
    }

    private static Routes file(String name) {
        return context -> PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "classpath:docs/" + name));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dsls")
    void theSameRoutesInEveryDsl(String session, Routes routes) throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getPropertiesComponent().addInitialProperty("server", fixture.workerUrl());
            routes.addTo(fixture.context());
            fixture.start();
            MockEndpoint predictions = fixture.mock("predictions");
            sendUntil(fixture, predictions);
            assertThat(predictions.getExchanges().get(0).getMessage().getBody(String.class)).isEqualTo("42");
            assertThat(predictions.getExchanges().get(0).getMessage().getHeader(RoboflowWebrtcConstants.SESSION_NAME)).isEqualTo(session);
        }
    }

    @Test
    void logsOfARouteCarryTheNameOfTheSession() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().setUseMDCLogging(true);
            fixture.context().setMDCLoggingKeysPattern("roboflow.*");
            fixture.routes(new org.apache.camel.builder.RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:logged?" + RouteFixture.client())
                            .setHeader("here", method(MDC.class, "get('roboflow.session')"))
                            .threads()
                            .setHeader("elsewhere", method(MDC.class, "get('roboflow.session')"))
                            .to("mock:predictions");
                    from("direct:frames").to("roboflow-webrtc:logged");
                }
            }).start();
            MockEndpoint predictions = fixture.mock("predictions");
            sendUntil(fixture, predictions);
            assertThat(predictions.getExchanges().get(0).getMessage().getHeaders()).containsEntry("here", "logged")
                    .containsEntry("elsewhere", "logged");
        }
    }

    /** A frame a second: a live session may drop any. */
    private static void sendUntil(RouteFixture fixture, MockEndpoint predictions) {
        ProducerTemplate frames = fixture.context().createProducerTemplate();
        await().atMost(TIMEOUT).pollInterval(Duration.ofSeconds(1)).until(() -> {
            frames.sendBody("direct:frames", PaintedFrames.paint(42, 640, 480));
            return predictions.getReceivedCounter() > 0;
        });
    }
}
