package io.github.camelvision.roboflow.webrtc.bodies;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Results in Groovy, and detections that a route sorts and splits. */
class ScriptsIT {

    private static final String MESSAGE = "{\"serialized_output_data\":{\"p\":{\"image\":{\"width\":640,\"height\":480},\"predictions\":["
            + "{\"x\":9,\"y\":2,\"width\":4,\"height\":5,\"confidence\":0.2,\"class\":\"cat\"},"
            + "{\"x\":1,\"y\":2,\"width\":4,\"height\":5,\"confidence\":0.9,\"class\":\"dog\",\"parent_id\":\"image\"}]}},"
            + "\"video_metadata\":{\"frame_id\":7,\"pts\":3000}}";

    private static InferenceResult result() {
        return InferenceResult.parse(MESSAGE.getBytes(UTF_8));
    }

    @Test
    void groovySeesProperties() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.start();
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setBody(result());
            for (List<String> each : List.of(List.of("body.frameId", "7"), List.of("body.metadata.pts", "3000"),
                    List.of("body.detections.size", "2"), List.of("body.detections.best.className", "dog"),
                    List.of("body.detections.first.confidence", "0.2"), List.of("body.detections.best.value('parent_id')", "image"),
                    List.of("body.detections.collect { it.x }.max()", "9.0"),
                    List.of("body.detections.list.sort { it.x }[0].className", "dog"),
                    List.of("body.errors.empty", "true"), List.of("body.processingComplete", "false"))) {
                assertThat(context.resolveLanguage("groovy").createExpression(each.get(0)).evaluate(exchange, String.class))
                        .as(each.get(0)).isEqualTo(each.get(1));
            }
        }
    }

    /** Java in a route's text, compiled when the route starts. */
    @Test
    void joorSeesTheMethods() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.start();
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setBody(result());
            String body = "bodyAs(" + InferenceResult.class.getName() + ")";
            for (List<String> each : List.of(List.of(body + ".frameId()", "7"), List.of(body + ".detections().getSize()", "2"),
                    List.of(body + ".detections().getBest().className()", "dog"),
                    List.of(body + ".detections().getSorted().getList().get(0).className()", "dog"))) {
                assertThat(context.resolveLanguage("joor").createExpression(each.get(0)).evaluate(exchange, String.class))
                        .as(each.get(0)).isEqualTo(each.get(1));
            }
        }
    }

    @Test
    void aRouteSortsAndSplitsDetections() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:list").sort(simple("${body.detections.list}")).split(body()).to("mock:sorted");
                    from("direct:detections").sort(simple("${body.detections}")).split(body()).to("mock:sorted");
                    from("direct:split").split(simple("${body.detections}")).to("mock:split");
                }
            });
            context.start();
            MockEndpoint sorted = context.getEndpoint("mock:sorted", MockEndpoint.class);
            context.createProducerTemplate().sendBody("direct:list", result());
            context.createProducerTemplate().sendBody("direct:detections", result());
            assertThat(classes(sorted)).containsExactly("dog", "cat", "dog", "cat");
            context.createProducerTemplate().sendBody("direct:split", result());
            assertThat(classes(context.getEndpoint("mock:split", MockEndpoint.class))).containsExactly("cat", "dog");
        }
    }

    private static List<String> classes(MockEndpoint mock) {
        return mock.getExchanges().stream().map(exchange -> exchange.getMessage().getBody(Detection.class).className()).toList();
    }
}
