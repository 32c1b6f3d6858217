package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import io.github.camelvision.roboflow.webrtc.testkit.Stills;
import java.awt.Color;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

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
    void jsonThatIsNoMessageIsNoResult() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            assertThatThrownBy(() -> context.getTypeConverter().mandatoryConvertTo(InferenceResult.class, "{\"predictions\":[]}"))
                    .hasRootCauseInstanceOf(RoboflowWebrtcException.class).rootCause().hasMessageContaining("InferenceResult.of(");
        }
    }
}
