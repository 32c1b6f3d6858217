package io.github.camelvision.roboflow.webrtc.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.testing.JsonSchemas;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The processor in a route that gets results from anywhere. */
class ObjectEventsTest {

    private static final String RULES = """
            objects: {confirmFrames: 1, updateEvery: 0}
            zones:
              - {name: dock, polygon: [[0, 0], [99, 0], [99, 99], [0, 99]], settle: 0}
            """;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ObjectEvents objects = new ObjectEvents();
    private MockEndpoint told;
    private ProducerTemplate results;

    @BeforeEach
    void start() throws Exception {
        objects.setCamelContext(context);
        objects.setRules(RULES);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:results").process(objects).split(body()).process(ObjectEvents::headers).to("mock:told");
                from("direct:cloud").process(objects).split(body()).process(ObjectEvents::headers)
                        .transformDataType("roboflow-webrtc:application-cloudevents").to("mock:cloud");
            }
        });
        context.start();
        told = context.getEndpoint("mock:told", MockEndpoint.class);
        results = context.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private void see(String camera, long millis, double x) {
        Detections seen = Detections.on(200, 200).add("pallet", 0.9, x, 50, 20, 20).build();
        results.sendBodyAndHeaders("direct:results", seen,
                Map.of(RoboflowWebrtcConstants.SESSION_NAME, camera, Exchange.MESSAGE_TIMESTAMP, millis));
    }

    @Test
    void resultsOfSeveralCamerasBecomeTheirEventsWithHeaders() {
        see("north", 1_000, 150);
        see("south", 1_000, 50);
        assertThat(told.getExchanges()).extracting(e -> e.getMessage().getBody(ObjectEvent.class))
                .extracting(event -> event.camera() + " " + event.type())
                .containsExactly("north appeared", "south appeared", "south entered", "south count", "south occupied");
        assertThat(told.getExchanges().get(2).getMessage().getHeaders())
                .containsEntry(RoboflowWebrtcConstants.OBJECT_EVENT, "entered")
                .containsEntry(RoboflowWebrtcConstants.ZONE, "dock")
                .containsEntry(RoboflowWebrtcConstants.OBJECT_CLASS, "pallet");
        assertThat(told.getExchanges().get(2).getMessage().getBody(String.class)).contains("\"type\":\"entered\"");
        assertThat(objects.end("south")).extracting(ObjectEvent::type).containsExactly(ObjectEvent.Type.left, ObjectEvent.Type.ended,
                ObjectEvent.Type.count, ObjectEvent.Type.empty);
    }

    @Test
    void rulesAreReadAgain() {
        see("north", 1_000, 50);
        objects.setRules(RULES.replace("dock", "bay"));
        objects.reload();
        see("north", 1_100, 50);
        assertThat(told.getExchanges()).extracting(e -> e.getMessage().getBody(ObjectEvent.class)).extracting(ObjectEvent::zone)
                .contains("dock", "bay");
        objects.setRules("zones: 3");
        assertThatThrownBy(objects::reload).hasMessageContaining("zones: is a list");
        see("north", 1_200, 50);
    }

    @Test
    void whatIsNoResultIsRefused() {
        assertThatThrownBy(() -> results.requestBody("direct:results", "text")).isInstanceOf(CamelExecutionException.class)
                .hasRootCauseMessage("Events of objects are made of an InferenceResult or Detections, not of java.lang.String");
    }

    @Test
    void rulesComeFromAResourceABeanOrInline() {
        assertThat(RulesOption.read("classpath:objects/rules.yaml", context).zones()).hasSize(1);
        assertThat(RulesOption.read(Map.of("only", true), context).only()).isTrue();
        assertThat(RulesOption.read("{\"only\": true}", context).only()).isTrue();
        assertThat(RulesOption.read("only: true", context).only()).isTrue();
        assertThatThrownBy(() -> RulesOption.read("classpath:none.yaml", context)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("classpath:none.yaml");
    }

    @Test
    void anEventIsACloudEventWithItsOwnId() {
        results.sendBodyAndHeaders("direct:cloud", Detections.on(200, 200).add("pallet", 0.9, 50, 50, 20, 20).build(),
                Map.of(Exchange.MESSAGE_TIMESTAMP, 1_000L));
        List<Exchange> cloud = context.getEndpoint("mock:cloud", MockEndpoint.class).getExchanges();
        ObjectEvent event = ObjectEvent.read(cloud.get(0).getMessage().getBody(byte[].class));
        assertThat(cloud.get(0).getMessage().getHeaders())
                .containsEntry("CamelCloudEventID", event.id())
                .containsEntry("CamelCloudEventType", "io.github.camelvision.roboflow.webrtc.object.appeared")
                .containsEntry("CamelCloudEventSubject", "object/" + event.objectId())
                .containsEntry("CamelCloudEventTime", "1970-01-01T00:00:01Z");
        assertThat(cloud.get(2).getMessage().getHeaders()).containsEntry("CamelCloudEventSubject", "zone/dock");
        assertThat(cloud).allSatisfy(each -> JsonSchemas.assertCloudEvent(each.getMessage()));
    }
}
