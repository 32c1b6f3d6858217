package io.github.camelvision.roboflow.webrtc.client.internal.factory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import io.github.camelvision.roboflow.webrtc.core.session.ServerDialect;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the Stream Manager's protocol cannot do is refused before anything connects, with the option and the cure. */
class StreamManagerSetupTest {

    private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();
    private final Map<String, Object> options = new LinkedHashMap<>(Map.of("workspace", "acme", "workflowId", "count",
            "protocol", "streamManager", "dataOutput", "predictions"));

    @AfterAll
    static void close() {
        CONTEXT.stop();
    }

    private SessionOptions session() throws Exception {
        SessionFactory factory = new SessionFactory((RoboflowWebrtcEndpoint) CONTEXT.getComponent("roboflow-webrtc")
                .createEndpoint("roboflow-webrtc:test", new LinkedHashMap<>(options)));
        return factory.options(factory.source());
    }

    @ParameterizedTest
    @CsvSource({"http://host:9001", "tcp://host:7070", "tcp://host"})
    void speaksOverHttpAndTcp(String url) throws Exception {
        options.put("apiUrl", url);
        SessionOptions session = session();
        assertThat(session.signalling()).isInstanceOf(PipelineSignalling.class);
        assertThat(session.dialect()).isEqualTo(ServerDialect.STREAM_MANAGER);
        assertThat(session.outputs().dataOutput()).containsExactly("predictions");
        assertThat(((ManualSource) session.source()).answers()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"source,rtsp,source=stream", "source,mjpeg,source=stream", "source,file,source=manual", "lossless,true,lossless",
            "emit,paired,emit=predictions", "processingTimeout,60000,protocol=worker",
            "requestedPlan,gpu,protocol=worker",
            "requestedRegion,us,protocol=worker", "maxSessionAge,60000,protocol=worker", "emit,frames,streamOutput=",
            "dataOutput,*,dataOutput=<", "dataOutput,'a,b',dataOutput=<", "dataOutput,' ',dataOutput=<", "streamOutput,'a,b',name one"})
    void whatItCannotDoIsRefusedWithTheCure(String option, String value, String cure) {
        options.put("sourceUri", "mjpeg".equals(value) ? "http://cam/1" : "rtsp".equals(value) ? "rtsp://cam/1" : "video.mp4");
        options.put(option, value);
        assertThatThrownBy(this::session).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(option)
                .hasMessageContaining(cure).hasMessageContaining("protocol=worker");
    }

    @Test
    void annotatedFramesAreRefusedSinceTheirResultIsNotTold() {
        options.putAll(Map.of("emit", "frames", "streamOutput", "image", "annotate", "true"));
        assertThatThrownBy(this::session).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("annotate=true")
                .hasMessageContaining("leave annotate out");
    }

    @Test
    void overTcpTheKeyGoesWithTheCommand() {
        options.putAll(Map.of("apiUrl", "tcp://host", "apiKeyTransport", "header"));
        assertThatThrownBy(this::session).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("apiKeyTransport");
    }

    @Test
    void tcpWithTheWorkersProtocolIsRefusedWithTheCure() {
        options.putAll(Map.of("apiUrl", "tcp://host", "protocol", "worker"));
        assertThatThrownBy(this::session).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("apiUrl")
                .hasMessageContaining("protocol=streamManager");
    }
}
