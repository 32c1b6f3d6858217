package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcComponent;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** The live view with a password shows nothing to who does not know it. */
class LiveLoginIT {

    private static final String SECRET = "s3cr3t-never-shown";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void nothingIsShownWithoutThePassword() throws Exception {
        try (CapturedLog log = new CapturedLog(); RouteFixture fixture = new RouteFixture()) {
            RoboflowWebrtcComponent component = fixture.context().getComponent("roboflow-webrtc", RoboflowWebrtcComponent.class);
            component.setLiveView(true);
            component.setLiveViewUser("anna");
            component.setLiveViewPassword(SECRET);
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:line-1?source=manual&" + RouteFixture.client()).to("mock:results");
                }
            }).start();
            for (String path : List.of("/", "/sessions.json", "/session.json?id=client/line-1",
                    "/frame.jpg?id=client/line-1&viewer=test")) {
                String url = fixture.workerUrl() + "/roboflow-webrtc" + path;
                for (String login : List.of("", "anna:", "anna:" + SECRET + "x", "bob:" + SECRET, "anna", SECRET)) {
                    HttpResponse<String> refused = get(url, login);
                    assertThat(refused.statusCode()).as(path + " " + login).isEqualTo(401);
                    assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic realm=");
                    assertThat(refused.body()).doesNotContain("line-1", SECRET);
                }
                assertThat(get(url, "anna:" + SECRET).statusCode()).as(path).isNotEqualTo(401);
            }
            assertThat(component.toString()).doesNotContain(SECRET);
            assertThat(log.lines()).noneMatch(line -> line.contains(SECRET));
        }
    }

    private HttpResponse<String> get(String url, String login) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (!login.isEmpty()) {
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
