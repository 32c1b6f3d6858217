package io.github.camelvision.roboflow.webrtc.client.internal.factory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowSettings;
import io.github.camelvision.roboflow.webrtc.core.source.ServerCaptureSource;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.SourceCounters;
import io.github.camelvision.roboflow.webrtc.core.source.file.VideoFileSource;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From URI options to a session's: what fits, and that what does not is refused by name before anything connects. */
class SessionFactoryTest {

    private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();
    private final Map<String, Object> options = new LinkedHashMap<>(Map.of("workspace", "acme", "workflowId", "count"));

    @AfterAll
    static void close() {
        CONTEXT.stop();
    }

    private SessionFactory factory() {
        try {
            return new SessionFactory((RoboflowWebrtcEndpoint) CONTEXT.getComponent("roboflow-webrtc")
                    .createEndpoint("roboflow-webrtc:test", new LinkedHashMap<>(options)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private SessionOptions session() {
        SessionFactory factory = factory();
        return factory.options(factory.source());
    }

    private Source source(String name, String uri) {
        options.put("source", name);
        options.put("sourceUri", uri);
        return factory().source();
    }

    @Test
    void noHigherRateIsDeclaredThanIsSent() {
        options.putAll(Map.of("source", "webcam", "declaredFps", "30", "maxFps", "5"));
        assertThat(session().declaredFps()).isEqualTo(5);
        options.put("declaredFps", "3");
        assertThat(session().declaredFps()).isEqualTo(3);
        options.remove("maxFps");
        assertThat(session().declaredFps()).isEqualTo(3);
    }

    @Test
    void eventsOfObjectsNeedNoVideo() {
        options.put("emit", "objects");
        assertThat(session().outputs().streamOutput()).isEmpty();
        assertThat(session().emit()).isEqualTo(Emit.predictions);
    }

    @Test
    void startsFromTheDefaults() {
        SessionOptions session = session();
        assertThat(session.name()).isEqualTo("test");
        assertThat(session.source()).isInstanceOf(ManualSource.class);
        assertThat(session.outputs().streamOutput()).isEmpty();
        assertThat(session.outputs().dataOutput()).containsExactly("*");
        assertThat(session.outputs().realtime()).isTrue();
        assertThat(session.reconnect().enabled()).isTrue();
        assertThat(session.restartFiles()).isFalse();
        assertThat(session.connectTimeout()).isEqualTo(Duration.ofSeconds(120));
        assertThat(session.gatherTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(session.processingTimeout()).isNull();
        assertThat(session.stallTimeout()).isNull();
        assertThat(session.workflow().get().join()).isEqualTo(WorkflowReference.byId("acme", "count", null));
    }

    @ParameterizedTest
    @CsvSource({"source=manual, true", "source=manual&lossless=true, false", "source=manual&lossless=true&realtimeProcessing=true, true",
            "source=manual&realtimeProcessing=false, false", "source=file&sourceUri=video.mp4, false",
            "source=file&sourceUri=video.mp4&realtimeProcessing=true, true", "source=rtsp&sourceUri=rtsp://cam/1, true",
            "source=stream&sourceUri=rtsp://cam/1, true"})
    void whatIsRealtimeIsTheSameForTheServerAndForTheQueueOfTheRoute(String uri, boolean realtime) throws Exception {
        for (String option : uri.split("&")) {
            options.put(option.split("=")[0], option.split("=", 2)[1]);
        }
        assertThat(factory().realtime()).isEqualTo(realtime);
        assertThat(session().outputs().realtime()).isEqualTo(realtime);
    }

    @Test
    void takesEveryOptionOver() {
        options.putAll(Map.of("streamOutput", "a, b,,", "dataOutput", "c", "realtimeProcessing", "false", "declaredFps", "12.5",
                "processingTimeout", "60000", "stallTimeout", "7000", "param.limit", "5", "workflowVersionId", "v2"));
        options.putAll(Map.of("reconnectDelay", "10", "reconnectMaxDelay", "20", "reconnectMaxAttempts", "3", "imageInput", "picture"));
        SessionOptions session = session();
        assertThat(session.outputs().streamOutput()).containsExactly("a", "b");
        assertThat(session.outputs().dataOutput()).containsExactly("c");
        assertThat(session.outputs().realtime()).isFalse();
        assertThat(session.declaredFps()).isEqualTo(12.5);
        assertThat(session.processingTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(session.stallTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(session.reconnect().delay()).isEqualTo(Duration.ofMillis(10));
        assertThat(session.reconnect().maxAttempts()).isEqualTo(3);
        WorkflowReference workflow = session.workflow().get().join();
        assertThat(workflow.imageInputName()).isEqualTo("picture");
        assertThat(workflow.parameters().get("limit")).hasToString("5");
    }

    @Test
    void makesTheSourceThatIsNamed() {
        assertThat(source("rtsp", "rtsp://cam/1")).isInstanceOf(ServerCaptureSource.class);
        assertThat(source("mjpeg", "http://cam/1")).isInstanceOf(ServerCaptureSource.class);
        assertThat(source("file", "video.mp4")).isInstanceOf(VideoFileSource.class);
        assertThat(source("file", "file:video.mp4")).isInstanceOf(VideoFileSource.class);
        assertThat(source("file", "file:///tmp/my%20video.mp4")).isInstanceOf(VideoFileSource.class);
    }

    @Test
    void filesRestartOnlyIfReconnectWasAskedFor() {
        options.putAll(Map.of("source", "file", "sourceUri", "video.mp4"));
        assertThat(session().restartFiles()).isFalse();
        options.put("reconnect", "true");
        assertThat(session().restartFiles()).isTrue();
    }

    @Test
    void aModelWithItsTaskNeedsNoLookup() {
        options.clear();
        options.putAll(Map.of("modelId", "rfdetr-nano", "taskType", "object_detection"));
        assertThat(session().workflow().get().join()).isEqualTo(WorkflowReference.byModel("rfdetr-nano", "object-detection"));
    }

    @Test
    void aModelWithoutItsTaskIsRefusedAtAServerThatIsNotRoboflows() {
        options.clear();
        options.putAll(Map.of("modelId", "rfdetr-nano", "apiUrl", "http://localhost:9001"));
        assertThatThrownBy(this::session).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("taskType")
                .hasMessageContaining("roboflowApiUrl");
        options.put("roboflowApiUrl", "http://127.0.0.1:9");
        assertThat(session()).isNotNull();
        options.put("roboflowApiUrl", "nonsense");
        assertThatThrownBy(this::session).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("roboflowApiUrl");
    }

    @Test
    void theWorkflowsSettingsAreTakenOver() {
        assertThat(session().workflowSettings()).isEqualTo(WorkflowSettings.DEFAULTS);
        options.putAll(Map.of("disableSinks", "true", "workflowsThreadPoolWorkers", "2", "executionEngineThreadPoolWorkers", "3",
                "cancelThreadPoolTasksOnExit", "false", "videoMetadataInputName", "meta"));
        assertThat(session().workflowSettings()).isEqualTo(new WorkflowSettings(true, 2, 3, false, "meta"));
    }

    @ParameterizedTest
    @CsvSource({"rtsp", "mjpeg", "file"})
    void aSourceWithoutItsUriIsRefused(String name) {
        options.put("source", name);
        assertThatThrownBy(() -> factory().source()).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sourceUri").hasMessageContaining("source=" + name);
    }

    @ParameterizedTest
    @CsvSource({"rtsp,http://user:secret@cam/1", "mjpeg,rtsp://user:secret@cam/1", "file,ftp://user:secret@host/video.mp4",
            "file,https://user:secret@ho st/video.mp4", "stream,ftp://user:secret@cam/1",
            "file,file:///a b", "file,file://host/secret"})
    void aSourceWithAWrongUriIsRefusedWithoutQuotingIt(String name, String uri) {
        assertThatThrownBy(() -> source(name, uri))
                .isInstanceOfAny(IllegalArgumentException.class, RoboflowWebrtcException.class)
                .hasMessageContaining("sourceUri").message().doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"workspace", "workflowId"})
    void somethingToRunMustBeNamed(String missing) {
        options.remove(missing);
        assertThatThrownBy(this::session).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("workspace").hasMessageContaining("workflowId").hasMessageContaining("workflowSpecification")
                .hasMessageContaining("modelId");
    }

    @ParameterizedTest
    @CsvSource({"requestTimeout,0", "stallTimeout,-1", "processingTimeout,-1", "processingTimeout,999",
            "reconnectDelay,-1", "reconnectMaxDelay,-1", "queueSize,0", "concurrentConsumers,0", "declaredFps,0", "declaredFps,-1",
            "declaredFps,NaN", "videoMinBitrate,-1", "videoMaxBitrate,-1", "imageInput,' '", "apiUrl,ftp://host", "apiUrl,nonsense",
            "apiUrl,http://user:secret@host", "apiKey,se cret"})
    void aWrongValueIsRefusedByTheOptionsName(String option, String value) {
        options.put(option, value);
        assertThatThrownBy(this::session).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(option).message().doesNotContain("secret").doesNotContain("se cret");
    }

    @Test
    void aWrongTaskTypeIsRefused() {
        options.putAll(Map.of("modelId", "rfdetr-nano", "taskType", "mind-reading"));
        assertThatThrownBy(this::session).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("taskType");
    }

    @ParameterizedTest
    @CsvSource(value = {"{ not json", "[1]", "classpath:missing.json", "file:missing.json", "classpath:log4j2.xml"}, delimiter = '|')
    void aSpecificationThatCannotBeReadIsRefused(String specification) {
        options.put("workflowSpecification", specification);
        assertThatThrownBy(this::session).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("workflowSpecification");
    }

    @Test
    void framesInsideResultsMustBeNamed() {
        options.putAll(Map.of("source", "file", "sourceUri", "video.mp4", "emit", "frames"));
        assertThatThrownBy(this::session).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("streamOutput").hasMessageContaining("frameDelivery=track");
        options.put("frameDelivery", "track");
        assertThat(session().outputs().streamOutput()).isNull();
        options.put("frameDelivery", "dataChannel");
        options.put("streamOutput", "image");
        assertThat(session().outputs().streamOutput()).containsExactly("image");
    }

    @ParameterizedTest
    @CsvSource({"webcam, 0", "stream, rtsp://cam/1"})
    void sourcesThatAreCapturedHereOpenNothingBeforeTheSessionStarts(String name, String uri) {
        try (Source source = source(name, uri)) {
            assertThat(source.live()).isTrue();
            assertThat(source.counters()).isEqualTo(SourceCounters.NONE);
        }
    }
}
