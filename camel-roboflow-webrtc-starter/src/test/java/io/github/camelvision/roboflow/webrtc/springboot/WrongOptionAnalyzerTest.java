package io.github.camelvision.roboflow.webrtc.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** What somebody reads whose Spring Boot application cannot start, for what is no bug. */
@ExtendWith(OutputCaptureExtension.class)
class WrongOptionAnalyzerTest {

    private static final String RIGHT = "roboflow-webrtc:gate?source=manual&workspace=acme&workflowId=parts";
    private static final String NO_HTTP_SERVER = "spring.autoconfigure.exclude="
            + "org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpAutoConfiguration,"
            + "org.apache.camel.component.platform.http.springboot.SpringBootPlatformWebMvcConfiguration";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            // an endpoint's options
            "roboflow-webrtc:gate?source=manual&workspce=acme&workflowId=parts | | There is no option workspce (did you mean workspace?).",
            "roboflow-webrtc:gate?source=manual&emit=boxes | | The option emit cannot be 'boxes'",
            RIGHT + "&queueSize=0 | | Route gate, session gate: The option queueSize must be at least 1, not 0",
            "roboflow-webrtc:gate?source=rtsp&modelId=b | | Route gate, session gate: source=rtsp needs the option sourceUri",
            "roboflow-webrtc:?workspace=acme | | The URI needs a session name",
            // a file that is not there is a SourceException
            "roboflow-webrtc:gate?source=file&sourceUri=gone.mp4&workspace=acme&workflowId=parts | | there is no file gone.mp4",
            // a producer's
            "direct:in | test.to=" + RIGHT + "&queueSize=0 | Route gate, session gate: The option queueSize must be at least 1, not 0",
            "direct:in | test.to=roboflow-webrtc-fleet:plant | Route gate, fleet plant: roboflow-webrtc-fleet: only receives",
            // options of the component
            RIGHT + "| camel.component.roboflow-webrtc.queue-size=0 | Route gate, session gate: The option queueSize must be at least 1",
            RIGHT + "| camel.component.roboflow-webrtc.api-url=localhost:9001 | The option apiUrl: 'localhost:9001' does not start",
            RIGHT + "| camel.component.roboflow-webrtc.emit=boxes | camel.component.roboflow-webrtc.emit",
            RIGHT + "| camel.component.roboflow-webrtc.ice-servers=turn:a.b | takes the name of a bean, as #beanName",
            RIGHT + "| camel.component.roboflow-webrtc.ice-servers=#gone | gone",
            RIGHT + "| camel.component.roboflow-webrtc.workspce=acme | camel.component.roboflow-webrtc.workspce",
            RIGHT + "| camel.component.roboflow-webrtc-worker.max-sesions=2 | camel.component.roboflow-webrtc-worker.max-sesions",
            // the server says no, and the application waits for it
            RIGHT + "&apiUrl=http://127.0.0.1:9&reconnect=false&awaitConnection=30s | | the connection was refused",
            // the worker, as without the starter of its HTTP server
            "roboflow-webrtc-worker:w | " + NO_HTTP_SERVER + " | Route gate, worker w: roboflow-webrtc-worker needs an HTTP server",
            "roboflow-webrtc-worker:w?maxSessions=0 | | The option maxSessions must be at least 1",
            // fleets
            "roboflow-webrtc-fleet:plant | | Route gate, fleet plant: The option registry is missing",
            "roboflow-webrtc-fleet:plant?registry=gone.yaml | | The registry gone.yaml cannot be read: it does not exist",
            "roboflow-webrtc-fleet:plant?registry=pom.xml&assignment=kafka | | assignment=kafka"})
    void isToldBySpringBootWithoutStackTrace(String uri, String property, String told, CapturedOutput output) {
        fails(uri, property == null ? "a=b" : property);
        assertToldWithoutStackTrace(output, told);
    }

    @Test
    void aPortThatIsTakenIsToldBySpringBootWithoutStackTrace(CapturedOutput output) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            fails(RIGHT, "server.port=" + taken.getLocalPort());
            assertToldWithoutStackTrace(output, "Port " + taken.getLocalPort() + " was already in use");
        }
    }

    private static void fails(String uri, String property) {
        SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
                .properties("spring.jmx.enabled=false", "server.port=0", "test.uri=" + uri, property);
        assertThatThrownBy(() -> application.run().close()).isNotNull();
    }

    private static void assertToldWithoutStackTrace(CapturedOutput output, String told) {
        assertThat(output.getAll()).contains("APPLICATION FAILED TO START", told, "Action:");
        // with this line and a stack trace it tells what no analyzer knows
        assertThat(output.getAll()).doesNotContain("Application run failed", "\tat ");
    }

    @EnableAutoConfiguration
    static class Application {

        @Bean
        RouteBuilder route(Environment environment) {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from(environment.getProperty("test.uri")).routeId("gate").to(environment.getProperty("test.to", "log:results"));
                }
            };
        }
    }
}
