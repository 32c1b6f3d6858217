package io.github.camelvision.roboflow.webrtc.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** What a browser asks before it lets a page of another origin talk to the worker. */
class WorkerCorsIT {

    private static final String SHOP = "https://shop.example";
    private static final String UNKNOWN = "{\"workflow_configuration\":{\"workspace_name\":\"a\",\"workflow_id\":\"unknown\"}}";

    @Test
    void answersPagesOfAllowedOriginsAlsoWithItsRefusals() throws Exception {
        try (RouteFixture fixture = new RouteFixture("&corsAllowedOrigins=" + SHOP).start()) {
            HttpResponse<String> preflight = ask(fixture, "OPTIONS", "", SHOP);
            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(header(preflight, "Access-Control-Allow-Origin")).isEqualTo(SHOP);
            assertThat(header(preflight, "Access-Control-Allow-Methods")).isEqualTo("POST");
            assertThat(header(preflight, "Access-Control-Allow-Credentials")).isNull();

            assertRefusal(ask(fixture, "POST", "oops", SHOP), 422);
            assertRefusal(ask(fixture, "POST", UNKNOWN, SHOP), 404);
            assertRefusal(ask(fixture, "POST", UNKNOWN.replace("unknown", "numbers"), SHOP), 422);
        }
    }

    @Test
    void givesOtherOriginsNoPermission() throws Exception {
        try (RouteFixture fixture = new RouteFixture("&corsAllowedOrigins=" + SHOP).start()) {
            assertThat(header(ask(fixture, "OPTIONS", "", "https://evil.example"), "Access-Control-Allow-Origin")).isNull();
            assertThat(header(ask(fixture, "POST", UNKNOWN, "https://evil.example"), "Access-Control-Allow-Origin")).isNull();
        }
    }

    @Test
    void givesNobodyPermissionByDefault() throws Exception {
        try (RouteFixture fixture = new RouteFixture().start()) {
            HttpResponse<String> preflight = ask(fixture, "OPTIONS", "", SHOP);
            assertThat(preflight.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
        }
    }

    @Test
    void aWorkerOfTheSamePathKeepsItsOwnRule() throws Exception {
        try (RouteFixture fixture = new RouteFixture("&corsAllowedOrigins=" + SHOP)) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:private?workflowId=private").to("mock:private");
                }
            }).start();
            assertThat(header(ask(fixture, "POST", UNKNOWN.replace("unknown", "private"), SHOP), "Access-Control-Allow-Origin")).isNull();
            assertThat(header(ask(fixture, "POST", UNKNOWN.replace("unknown", "numbers"), SHOP), "Access-Control-Allow-Origin"))
                    .isEqualTo(SHOP);
        }
    }

    private static void assertRefusal(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(SHOP);
        assertThat(header(answer, "Vary")).isEqualTo("Origin");
    }

    private static HttpResponse<String> ask(RouteFixture fixture, String method, String body, String origin) throws Exception {
        String url = fixture.context().resolvePropertyPlaceholders("{{worker.url}}") + "/initialise_webrtc_worker";
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).header("Origin", origin)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (method.equals("OPTIONS")) {
            request.header("Access-Control-Request-Method", "POST").header("Access-Control-Request-Headers", "content-type");
        } else {
            request.header("Content-Type", "application/json");
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse(null);
    }
}
