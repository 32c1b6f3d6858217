package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import io.github.camelvision.roboflow.webrtc.testkit.Stills;
import java.awt.Color;
import java.io.File;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody reads who makes a first mistake. */
class FirstHourMessagesIT {

    private static DefaultCamelContext context(String options) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to(ExchangePattern.InOut, "roboflow-webrtc:stills?" + options);
            }
        });
        return context;
    }

    @Test
    void aFrameWithoutAnswerIsToldWhatItsSessionDoes() throws Exception {
        // port 9 of this machine: nobody listens there
        try (DefaultCamelContext context = context("apiUrl=http://127.0.0.1:9&workspace=w&workflowId=f&replyTimeout=20s")) {
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            assertThatThrownBy(() -> template.requestBody("direct:ask", Stills.plain(64, 48, Color.RED))).cause()
                    .hasMessageContaining("replyTimeout=20000ms: the session stills is not connected")
                    .hasMessageContaining("http://127.0.0.1:9");
        }
    }

    @Test
    void modelAndWorkflowTogetherAreTold() throws Exception {
        try (CapturedLog log = new CapturedLog();
                DefaultCamelContext context = context("apiUrl=http://127.0.0.1:9&modelId=m/1&taskType=object-detection&workflowId=f")) {
            context.start();
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN") && line.contains("modelId=m/1 is run and workflowId=f is not")
                    && line.contains("leave one of them out"));
        }
    }

    @Test
    void optionsOfAProducerThatHaveNoEffectAreTold() throws Exception {
        String server = "source=manual&apiUrl=http://127.0.0.1:9&workspace=w&workflowId=";
        try (CapturedLog log = new CapturedLog(); DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:shared?param.side=left&" + server + "a").to("mock:results");
                    from("direct:one").to("roboflow-webrtc:shared?" + server + "b&declaredFps=5&replyTimeout=5s&param.side=right");
                    from("direct:same").to("roboflow-webrtc:shared?dataField=predictions&" + server + "a");
                    from("direct:first").to("roboflow-webrtc:sent?" + server + "a");
                    from("direct:second").to("roboflow-webrtc:sent?" + server + "b");
                }
            });
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            for (String to : new String[] {"first", "second", "first", "one", "same"}) {
                template.sendBody("direct:" + to, Stills.plain(64, 48, Color.RED));
            }
            await().untilAsserted(() -> assertThat(log.lines().stream().filter(line -> line.contains("no effect"))).hasSize(2));
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN")
                    && line.contains(
                            "Session shared: declaredFps, param.side, workflowId of a producer's URI have no effect, since the session "
                                    + "has the options of its consumer"));
            assertThat(log.lines())
                    .anyMatch(line -> line.startsWith("WARN") && line.contains("Session sent: workflowId of a producer's URI has "
                            + "no effect, since the session has the options of the producer that started first"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"roboflow-webrtc:cam?source=manual&workspace=w&workflowId=f&queueSize=0", "roboflow-webrtc-worker:w?workflowId=f"})
    void whatIsWrongWithOptionsIsToldWithoutStackTrace(String uri) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri).routeId("gate").to("mock:results");
                }
            });
            Throwable failure = catchThrowable(context::start);
            assertThat(failure).hasMessageContaining("Route gate, ").hasNoCause();
            assertThat(failure.getStackTrace()).isEmpty();
        }
    }

    @Test
    void aFileThatIsMissingIsToldInWords() throws Exception {
        try (DefaultCamelContext context = context("apiUrl=http://127.0.0.1:9&workspace=w&workflowId=f")) {
            context.start();
            assertThatThrownBy(() -> context.createProducerTemplate().requestBody("direct:ask", new File("nowhere.jpg"))).cause()
                    .hasMessage("Session stills: The image nowhere.jpg cannot be read: it does not exist");
        }
    }

    @Test
    void jsonThatIsNoMessageIsNoResult() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            assertThatThrownBy(() -> context.getTypeConverter().mandatoryConvertTo(InferenceResult.class, "{\"predictions\":[]}"))
                    .hasRootCauseInstanceOf(RoboflowWebrtcException.class).rootCause().hasMessageContaining("InferenceResult.of(");
        }
    }
}
