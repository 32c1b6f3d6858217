package io.github.camelvision.roboflow.webrtc.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

/** What a worker learns of a request through Spring Boot's HTTP server. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, classes = WorkerHeadersTest.Application.class)
class WorkerHeadersTest {

    private static final String REQUEST = """
            {"api_key": "key-of-acme", "webrtc_offer": {"type": "offer", "sdp": "v=0"},
             "workflow_configuration": {"workspace_name": "acme", "workflow_id": "count"}}""";

    @LocalServerPort
    private int port;

    /** Only who read it can say that it has another form. */
    @Test
    void aWorkerLearnsTheOwnerOfACamera() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest
                .newBuilder(URI.create("http://localhost:" + port + "/initialise_webrtc_worker")).header("Content-Type", "application/json")
                .header(CameraOwner.HEADER, "nobody").POST(HttpRequest.BodyPublishers.ofString(REQUEST)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(CameraOwner.HEADER + " is not epoch=NUMBER; camera=TEXT");
    }

    @EnableAutoConfiguration
    static class Application {

        @Bean
        RouteBuilder routes() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:count?apiKeys=key-of-acme&fencing=true").setBody(constant(Map.of()));
                }
            };
        }
    }
}
