package io.github.camelvision.roboflow.webrtc.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.testing.JsonSchemas;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The data types as routes find them: by their names, without an import. */
class DataTypesTest {

    private static final Map<String, Object> CONSUMED = Map.of(RoboflowWebrtcConstants.SESSION_NAME, "gate 3",
            RoboflowWebrtcConstants.SESSION_ID, "s-1", RoboflowWebrtcConstants.FRAME_ID, 17L, Exchange.MESSAGE_TIMESTAMP, 1_000L);

    private CamelContext context;

    @BeforeEach
    void start() throws Exception {
        context = new DefaultCamelContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::datatypes[]
                from("direct:events").transformDataType("roboflow-webrtc:application-cloudevents").to("mock:events");
                from("direct:jpeg").transformDataType("roboflow-webrtc:image-jpeg").to("mock:frames");
                from("direct:png").transformDataType("roboflow-webrtc:image-png").to("mock:frames");
                // end::datatypes[]
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Message send(String uri, Object body, Map<String, Object> headers) {
        Exchange exchange = context.createProducerTemplate().request(uri, request -> {
            request.getMessage().setBody(body);
            request.getMessage().setHeaders(new java.util.HashMap<>(headers));
        });
        if (exchange.getException() != null) {
            throw new CamelExecutionException("failed", exchange, exchange.getException());
        }
        if (uri.equals("direct:events")) {
            JsonSchemas.assertCloudEvent(exchange.getMessage());
        }
        return exchange.getMessage();
    }

    @Test
    void aPredictionBecomesAnEventWithTheBytesReceived() {
        byte[] json = Results.json(17);
        Message event = send("direct:events", InferenceResult.parse(json), CONSUMED);
        assertThat(event.getBody()).isEqualTo(json);
        assertThat(event.getHeaders()).containsEntry("CamelCloudEventID", "s-1/17").containsEntry("CamelCloudEventVersion", "1.0")
                .containsEntry("CamelCloudEventSource", "roboflow-webrtc:gate%203").containsEntry("CamelCloudEventSubject", "frame/17")
                .containsEntry("CamelCloudEventType", "io.github.camelvision.roboflow.webrtc.prediction")
                .containsEntry("CamelCloudEventTime", "1970-01-01T00:00:01Z")
                .containsEntry("CamelCloudEventDataContentType", "application/json").containsEntry("Content-Type", "application/json");
        assertThat(URI.create(event.getHeader("CamelCloudEventSource", String.class)).getScheme()).isEqualTo("roboflow-webrtc");
    }

    @Test
    void anIdThatTheRouteChoseStays() {
        Map<String, Object> headers = new java.util.HashMap<>(CONSUMED);
        headers.put("CamelCloudEventID", "mine");
        assertThat(send("direct:events", InferenceResult.parse(Results.json(1)), headers).getHeader("CamelCloudEventID")).isEqualTo("mine");
    }

    @Test
    void aBodyOfUnknownOriginGetsTheExchangesIdAndTime() {
        Message event = send("direct:events", InferenceResult.parse(Results.json(1)), Map.of());
        assertThat(event.getHeader("CamelCloudEventID")).isEqualTo(event.getExchange().getExchangeId());
        assertThat(event.getHeader("CamelCloudEventSource")).isEqualTo("roboflow-webrtc");
        assertThat(event.getHeader("CamelCloudEventSubject")).isNull();
        Instant.parse(event.getHeader("CamelCloudEventTime", String.class));
    }

    @Test
    void aFrameBecomesAnEventWithAJpeg() {
        Message event = send("direct:events", PaintedFrames.paint(5, 640, 480), CONSUMED);
        assertThat(event.getHeader("CamelCloudEventType")).isEqualTo("io.github.camelvision.roboflow.webrtc.frame");
        assertThat(event.getHeader("CamelCloudEventDataContentType")).isEqualTo("image/jpeg");
        assertThat(PaintedFrames.read(ImageCodec.decode((byte[]) event.getBody()))).isEqualTo(5);
    }

    @Test
    void aSessionEventBecomesAnEventWithItsValues() throws Exception {
        Map<String, Object> headers = Map.of(RoboflowWebrtcConstants.SESSION_NAME, "gate", RoboflowWebrtcConstants.SESSION_ID, "s-1",
                RoboflowWebrtcConstants.EVENT, "disconnected");
        SessionEvent lost = new SessionEvent(SessionEvent.Type.disconnected, Instant.EPOCH, "s-1", SessionState.WAITING, "stalled",
                4L, null, 2, Instant.ofEpochSecond(1), null, null, null);
        Message event = send("direct:events", lost, headers);
        assertThat(event.getHeader("CamelCloudEventType")).isEqualTo("io.github.camelvision.roboflow.webrtc.disconnected");
        JsonNode json = new ObjectMapper().readTree((byte[]) event.getBody());
        assertThat(json.path("time").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(json.path("state").asText()).isEqualTo("WAITING");
        assertThat(json.path("attempt").asInt()).isEqualTo(2);
        assertThat(json.path("lastFrameId").asInt()).isEqualTo(4);
        assertThat(json.has("failed")).isFalse();
    }

    @Test
    void imagesGetTheirContentType() {
        Frame frame = PaintedFrames.paint(6, 640, 480);
        Message jpeg = send("direct:jpeg", frame, Map.of());
        assertThat((byte[]) jpeg.getBody()).startsWith(0xFF, 0xD8);
        assertThat(jpeg.getHeader(Exchange.CONTENT_TYPE)).isEqualTo("image/jpeg");
        Message png = send("direct:png", jpeg.getBody(), Map.of());
        assertThat((byte[]) png.getBody()).startsWith(0x89, 'P', 'N', 'G');
        assertThat(png.getHeader(Exchange.CONTENT_TYPE)).isEqualTo("image/png");
        assertThatThrownBy(() -> send("direct:png", Instant.now(), Map.of())).isInstanceOf(CamelExecutionException.class);
    }
}
